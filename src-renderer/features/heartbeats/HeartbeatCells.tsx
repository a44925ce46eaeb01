import { useTranslation } from 'react-i18next';
import { type HeartbeatView, stateAt } from '../../../src-shared/heartbeat/state.ts';
import { useAsOf } from '../../data/as-of.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { RowName } from '../../ui/RowName.tsx';
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
}

/** Until when the next one is expected, or since when it is down; nothing where nothing is expected. */
const shownAt = ({ state, expectedAt, downAt }: HeartbeatView) => (state === 'down' ? downAt : expectedAt);

/** One job: how it stands, what it is, when it comes, when it came, and what it took. */
export function HeartbeatCells({ line: { doc, isWaiting }, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { read } = useAsOf();
  const view = useTimed((at) => stateAt(doc, read(at)));
  const zone = doc.schedule.kind === 'period' ? undefined : doc.schedule.zone;
  const words = scheduleWords(doc.schedule, t, format);
  const { last, took } = doc.facts ?? {};
  const durations = durationsOf(doc);
  const next = shownAt(view);
  const sub = [directory.service(doc.service)?.name, directory.team(doc.team)?.name, doc.tags.join(', ')];
  return (
    <>
      <HeartbeatMark state={view.state} />
      <RowName sub={sub.filter(Boolean).join(' · ') || t('heartbeats.noService')}>{doc.name}</RowName>
      {isWaiting ? (
        <WaitingMark why={t('heartbeats.waitingWhy')}>{t('heartbeats.waiting')}</WaitingMark>
      ) : (
        <span className={styles.when} title={words}>
          <span className={styles.schedule}>{words}</span>
          {zone !== undefined && zone !== format.zone && (
            <span className={styles.there}>{zone.replaceAll('_', ' ')}</span>
          )}
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
          <span title={format.full(next)}>{t('heartbeats.sinceTime', { time: format.momentSince(next, now) })}</span>
        ) : (
          <TwoZones at={next} zone={zone} />
        )}
      </span>
      <span className={styles.took}>{took === undefined ? '' : format.duration(took)}</span>
      <span className={styles.spark}>
        <Sparkline values={durations} label={t('heartbeats.durations', { count: durations.length })} />
      </span>
    </>
  );
}
