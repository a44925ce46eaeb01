import { useTranslation } from 'react-i18next';
import { type HeartbeatView, stateAt } from '../../../src-shared/heartbeat/state.ts';
import { useAsOf } from '../../data/as-of.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { durationsOf } from './durations.ts';
import { HeartbeatMark } from './HeartbeatMark.tsx';
import styles from './Heartbeats.module.css';
import type { HeartbeatLine } from './list-model.ts';
import { scheduleWords } from './schedule-words.ts';
import { TwoZones } from './TwoZones.tsx';

interface Props {
  line: HeartbeatLine;
  directory: Directory;
  start: number;
  index: number;
  count: number;
  isCursor: boolean;
  onPress(): void;
}

/** Until when the next one is expected, or since when it is down; nothing where nothing is expected. */
const shownAt = ({ state, expectedAt, downAt }: HeartbeatView) => (state === 'down' ? downAt : expectedAt);

/** One job: how it stands, what it is, when it comes, when it came, and what it took. */
export function HeartbeatRow({
  line: { id, doc, isWaiting },
  directory,
  start,
  index,
  count,
  isCursor,
  onPress,
}: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { read } = useAsOf();
  const view = useTimed((at) => stateAt(doc, read(at)));
  const zone = doc.schedule.kind === 'period' ? undefined : doc.schedule.zone;
  const { last, took } = doc.facts ?? {};
  const durations = durationsOf(doc);
  const next = shownAt(view);
  const sub = [directory.service(doc.service)?.name, directory.team(doc.team)?.name, doc.tags.join(', ')];
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list holds the focus and names the row (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter is the list's
    <div
      id={`heartbeat-${id}`}
      role="option"
      aria-selected={isCursor}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={styles.row}
      data-cursor={isCursor || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onClick={onPress}
    >
      <HeartbeatMark state={view.state} />
      <span className={styles.what}>
        <span className={styles.name} dir="auto">
          {doc.name}
        </span>
        <span className={styles.sub}>{sub.filter(Boolean).join(' · ') || t('heartbeats.noService')}</span>
      </span>
      {isWaiting ? (
        <WaitingMark why={t('heartbeats.waitingWhy')}>{t('heartbeats.waiting')}</WaitingMark>
      ) : (
        <span className={styles.schedule} title={scheduleWords(doc.schedule, t, format)}>
          {scheduleWords(doc.schedule, t, format)}
        </span>
      )}
      <span className={styles.when}>
        {last ? (
          <>
            <span title={format.full(last.at)}>{format.moment(last.at, now)}</span>
            <span className={styles.there}>{t(`heartbeats.ping.${last.kind}`)}</span>
          </>
        ) : (
          <span className={styles.there}>{t('heartbeats.noPing')}</span>
        )}
      </span>
      <span className={styles.when} data-state={view.state}>
        {next === undefined ? (
          <span className={styles.there}>—</span>
        ) : view.state === 'down' ? (
          <span title={format.full(next)}>{t('heartbeats.sinceTime', { time: format.moment(next, now) })}</span>
        ) : (
          <TwoZones at={next} zone={zone} />
        )}
      </span>
      <span className={styles.took}>{took === undefined ? '' : format.duration(took)}</span>
      <span className={styles.spark}>
        <Sparkline values={durations} label={t('heartbeats.durations', { count: durations.length })} />
      </span>
    </div>
  );
}
