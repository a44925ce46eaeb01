import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { nextTimes } from '../../../src-shared/heartbeat/schedule.ts';
import type { HeartbeatSchedule } from '../../../src-shared/model/heartbeat.ts';
import { createFormat, useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import styles from './NextTimes.module.css';

const SHOWN = 5;

/** The next times that a schedule names, in the job's zone and in mine. A period is counted from each success instead. */
export function NextTimes({ schedule }: { schedule: HeartbeatSchedule }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const times = useMemo(
    () => (schedule.kind === 'period' ? [] : nextTimes(schedule, minute, SHOWN)),
    [schedule, minute],
  );
  if (schedule.kind === 'period') {
    return <p className={styles.counted}>{t('heartbeats.counted', { length: format.duration(schedule.period) })}</p>;
  }
  const there = createFormat({ language: format.language, zone: schedule.zone });
  const isElsewhere = schedule.zone !== format.zone;
  return (
    <table className={styles.times} aria-label={t('heartbeats.nextTimes')}>
      <thead>
        <tr>
          <th scope="col">{schedule.zone.replaceAll('_', ' ')}</th>
          {isElsewhere && <th scope="col">{t('heartbeats.myClock', { zone: format.zone.replaceAll('_', ' ') })}</th>}
        </tr>
      </thead>
      <tbody>
        {times.map((at) => (
          <tr key={at}>
            <td>{`${there.day(at)} ${there.time(at)}`}</td>
            {isElsewhere && <td>{`${format.day(at)} ${format.time(at)}`}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
