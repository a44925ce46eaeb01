import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clocksDiffer } from '../../../src-shared/incident/timeline-message.ts';
import type { TimelineEvent } from '../../../src-shared/model/incident.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWords, entryWords } from '../../data/entry-words.ts';
import { useLive, useSyncStatus } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import type { TimelineRow } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import styles from './Timeline.module.css';

interface Props {
  entries: readonly TimelineRow[] | undefined;
  directory: Directory;
  /** Incidents that entries name. */
  others: readonly string[];
}

const WRITTEN: readonly TimelineEvent['kind'][] = ['note', 'statusText', 'resolved', 'linked'];

/** Everything that happened, latest first: who, when by the laptop's clock and the server's, and from where. */
export function Timeline({ entries, directory, others }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const isArriving = useSyncStatus().snapshot !== null;
  const [writtenOnly, setWrittenOnly] = useState(false);
  const named = useLive((_, records) => records.many('incident', others), [others.join()]);
  const nameById = (id: string) => {
    const doc = named?.find((row) => row?.id === id)?.doc;
    return doc ? nameOf(doc) : t('incident.unnumbered');
  };
  const shown = useMemo(
    () => entries?.filter(({ row }) => !writtenOnly || WRITTEN.includes(row.doc.event.kind)).toReversed(),
    [entries, writtenOnly],
  );
  if (!shown) return <Skeleton lines={5} label={t('incident.loading')} />;

  return (
    <>
      <ol className={styles.timeline} aria-label={t('incident.timeline')}>
        {shown.map(({ row: { id, doc }, waiting }) => {
          const { text, body } = entryWords(doc, { t, format, directory, now }, nameById);
          const { receivedAt } = doc;
          const apart = receivedAt !== undefined && clocksDiffer(doc);
          return (
            <li key={id} className={styles.entry} data-kind={doc.event.kind} data-by={doc.by.kind}>
              <span
                className={styles.time}
                title={
                  apart
                    ? t('incident.clocksApart', { at: format.full(doc.at), received: format.full(receivedAt) })
                    : format.full(doc.at)
                }
              >
                {format.moment(doc.at, now)}
              </span>
              <span className={styles.dot} aria-hidden />
              <div className={styles.what} data-selectable>
                <p>
                  <b>{actorWords(doc.by, { t, directory })}</b> {text}
                  <span className={styles.where}>
                    {[
                      // The server's own entries name no place: their author says it.
                      doc.via !== 'server' && t(`incident.via.${doc.via}`),
                      apart && t('incident.serverAt', { time: format.moment(receivedAt, now) }),
                    ]
                      .filter(Boolean)
                      .map((fact) => ` · ${fact}`)}
                  </span>
                  {waiting && (
                    <>
                      {' '}
                      <WaitingMark why={t('incident.waiting.changeWhy')}>
                        {doc.event.kind === 'acknowledged'
                          ? t('incident.waiting.acknowledged')
                          : t('incident.waiting.change')}
                      </WaitingMark>
                    </>
                  )}
                </p>
                {body && <p className={styles.body}>{body}</p>}
              </div>
            </li>
          );
        })}
        {shown.length === 0 && (
          <li className={styles.none}>{t(isArriving ? 'incident.timelineArriving' : 'incident.timelineEmpty')}</li>
        )}
      </ol>
      {(entries?.length ?? 0) > 8 && (
        <div className={styles.filter}>
          <Button variant="quiet" size="small" onPress={() => setWrittenOnly(!writtenOnly)}>
            {writtenOnly ? t('incident.everything') : t('incident.notesOnly')}
          </Button>
        </div>
      )}
    </>
  );
}
