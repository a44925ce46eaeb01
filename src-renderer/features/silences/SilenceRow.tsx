import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import { toAmtool } from '../../../src-shared/silence/alertmanager-format.ts';
import { formatMatcher } from '../../../src-shared/silence/parse.ts';
import { type SilenceState, silenceState } from '../../../src-shared/silence/state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { HOUR } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { createFormat, useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeChip } from '../../ui/CodeChip.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { useSilenceDesk } from './desk.ts';
import styles from './Silences.module.css';

interface Props {
  row: Row<'silence'>;
  /** Firing alerts that it matches now; undefined while they are being read. */
  matching: number | undefined;
  /** The server does not have it yet: it silences nothing so far. */
  isWaiting: boolean;
  directory: Directory;
}

const ACTIONS: Record<SilenceState, readonly string[]> = {
  active: ['edit', 'again', 'amtool'],
  pending: ['edit', 'again', 'amtool'],
  expired: ['again', 'amtool'],
};

/** One silence: what it matches, why, until when, how much it keeps quiet, and what can be done about it. */
export function SilenceRow({ row: { id, doc }, matching, isWaiting, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const copy = useCopy();
  const desk = useSilenceDesk();
  const may = directory.may('responder');
  const state = useTimed((at) => silenceState(doc, at));
  const left = useTimed((at) => (state === 'active' ? format.countdown(doc.endsAt - at) : ''));
  const act = (action: string) => {
    if (action === 'edit') desk.ask({ kind: 'edit', id, doc });
    else if (action === 'again') desk.ask({ kind: 'new', matchers: doc.matchers, reason: doc.reason });
    else void copy(toAmtool(doc, directory.actor(doc.createdBy)), t('app.copied'));
  };
  const when = {
    active: t('silences.until', { until: format.momentTo(doc.endsAt, now), left }),
    pending: t('silences.from', { time: format.moment(doc.startsAt, now), end: format.moment(doc.endsAt, now) }),
    expired: t('silences.ended', { time: format.moment(doc.endsAt, now) }),
  }[state];
  // Somebody elsewhere thinks of it on their own clocks.
  const there =
    doc.zone === format.zone
      ? ''
      : createFormat({ language: format.language, zone: doc.zone }).moment(
          state === 'pending' ? doc.startsAt : doc.endsAt,
          now,
        );
  const by = doc.author ?? actorWithin(doc.createdBy, { t, directory });
  return (
    <li className={styles.row} data-state={state}>
      <div className={styles.what}>
        <div className={styles.matchers}>
          {doc.matchers.map((matcher, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: matchers have no other identity than their place
            <CodeChip key={index}>{formatMatcher(matcher)}</CodeChip>
          ))}
        </div>
        <p className={styles.reason}>{doc.reason}</p>
        <p className={styles.facts} title={`${format.full(doc.startsAt)} – ${format.full(doc.endsAt)} (${doc.zone})`}>
          {[when, t('silences.by', { by }), there && `${there} ${doc.zone}`].filter(Boolean).join(' · ')}
        </p>
        {isWaiting && <WaitingMark why={t('silences.waitingWhy')}>{t('silences.waiting')}</WaitingMark>}
      </div>
      <span className={styles.matching} data-some={(state === 'active' && matching) || undefined}>
        {state !== 'expired' && matching !== undefined && t('silences.matching', { count: matching })}
      </span>
      <div className={styles.acts}>
        {state === 'active' && (
          <Button size="small" isDisabled={!may} onPress={() => void desk.actions.extend(id, doc, HOUR)}>
            {t('silences.extend')}
          </Button>
        )}
        {state !== 'expired' && (
          <Button size="small" isDisabled={!may} onPress={() => void desk.actions.expire(id)}>
            {t(state === 'active' ? 'silences.expire' : 'silences.drop')}
          </Button>
        )}
        <MenuButton
          size="small"
          variant="quiet"
          label={<Ellipsis size={14} aria-hidden />}
          aria-label={t('silences.actions')}
          items={ACTIONS[state].map((action) => ({
            id: action,
            label: t(`silences.act.${action}`),
            isDisabled: !may && action !== 'amtool',
          }))}
          onAction={act}
        />
      </div>
    </li>
  );
}
