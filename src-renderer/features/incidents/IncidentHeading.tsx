import { useTranslation } from 'react-i18next';
import { runningSpan } from '../../../src-shared/silence/state.ts';
import { between } from '../../../src-shared/sla/shown-lengths.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { waitingWords } from '../../data/incident-line.ts';
import type { Waiting } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { StatusPill } from '../../ui/StatusPill.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import styles from './IncidentHeading.module.css';

interface Props {
  row: Row<'incident'>;
  waiting: Waiting | undefined;
  directory: Directory;
}

/** What it is, where it stands, and how it came to that in one sentence. */
export function IncidentHeading({ row, waiting, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { doc } = row;
  const words = { t, directory };
  const isFlapping = useTimed((at) => doc.flapping !== undefined && at < doc.flapping.until);
  const quiet = useTimed((at) => runningSpan(doc.silences, at));
  const status = waiting === 'acknowledged' ? 'triggered' : doc.status;
  const said = waiting && waitingWords(waiting, t);
  const facts = [
    t('incident.opened', { when: format.momentOn(doc.openedAt, now), by: actorWithin(doc.openedBy, words) }),
    doc.alertsTotal > 0 && t('incident.alertsGrouped', { count: doc.alertsTotal }),
    doc.acknowledgedAt !== undefined &&
      doc.acknowledgedBy &&
      waiting !== 'acknowledged' &&
      t('incident.acknowledgedAfter', {
        by: actorWithin(doc.acknowledgedBy, words),
        when: format.momentOn(doc.acknowledgedAt, now),
        after: format.duration(between(doc.openedAt, doc.acknowledgedAt)),
      }),
    doc.resolvedAt !== undefined &&
      doc.resolvedBy &&
      t('incident.resolvedAt', {
        by: actorWithin(doc.resolvedBy, words),
        when: format.momentOn(doc.resolvedAt, now),
      }),
    doc.flapping &&
      isFlapping &&
      t('incident.flapping', { count: doc.flapping.changes, since: format.momentSince(doc.flapping.since, now) }),
  ].filter(Boolean);
  return (
    <div className={styles.heading} data-selectable>
      <div className={styles.title}>
        <PriorityBadge priority={doc.priority} />
        <PageTitle isClamped>{doc.title}</PageTitle>
        <StatusPill status={status}>{t(`incident.status.${status}`)}</StatusPill>
      </div>
      <p className={styles.facts}>{facts.join(' · ')}</p>
      {doc.priorityGuessed && <p className={styles.facts}>{t('incident.priorityGuessed')}</p>}
      {quiet && (
        <p className={styles.facts}>{t('incident.silencedUntil', { until: format.momentTo(quiet.until, now) })}</p>
      )}
      {said && <WaitingMark why={said.why}>{said.text}</WaitingMark>}
      {doc.statusText && <p className={styles.statusText}>{doc.statusText}</p>}
    </div>
  );
}
