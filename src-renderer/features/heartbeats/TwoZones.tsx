import type { Instant } from '../../../src-shared/time/clock.ts';
import { createFormat, useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import styles from './Heartbeats.module.css';

/** An instant on my clocks, and beneath it on the job's where those read otherwise. */
export function TwoZones({ at, zone }: { at: Instant; zone: string | undefined }) {
  const format = useFormat();
  const now = useMinute();
  const mine = format.moment(at, now);
  const there = zone === undefined ? mine : createFormat({ language: format.language, zone }).moment(at, now);
  return (
    <span className={styles.zones} title={format.full(at)}>
      <span>{mine}</span>
      {there !== mine && (
        <span className={styles.there}>
          {there} {zone?.replaceAll('_', ' ')}
        </span>
      )}
    </span>
  );
}
