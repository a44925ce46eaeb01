import { useTranslation } from 'react-i18next';
import { HOUR, type Millis } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import styles from './LoadBar.module.css';
import type { Load } from './load.ts';

/** How much of the day is done, and what it asks for against the hours of who is there; the sentence says all. */
export function LoadBar({ load, directory }: { load: Load; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { count, planned, done, capacity, people } = load;
  if (count.total === 0) return null;
  const whole = Math.max(planned, capacity ?? planned);
  const share = (length: Millis) => ({ inlineSize: `${Math.round((length / whole) * 1_000) / 10}%` });
  // Hours of several people come to more than a day, and are hours all the same.
  const hours = (length: Millis) => `${format.number(Math.round((length / HOUR) * 10) / 10)}\u00a0h`;
  const doneWords =
    done === 0 ? t('maintenance.load.none') : t('maintenance.load.done', { length: format.duration(done) });
  const over = capacity !== undefined && planned > capacity;
  // Where all is one team's, the whole says it.
  const short = load.short.filter((one) => one.planned !== planned || one.capacity !== capacity);
  const words = [
    t('maintenance.load.count', { count: count.done, total: count.total }),
    planned > 0 &&
      (capacity === undefined
        ? t('maintenance.load.alone', { planned: format.duration(planned), done: doneWords })
        : t(over ? 'maintenance.load.over' : 'maintenance.load.of', {
            planned: format.duration(planned),
            capacity: hours(capacity),
            done: doneWords,
            count: people,
          })),
    ...short.map((one) =>
      t(one.capacity === 0 ? 'maintenance.load.shortOfAll' : 'maintenance.load.short', {
        team: directory.team(one.team)?.name ?? one.team,
        planned: format.duration(one.planned),
        capacity: hours(one.capacity),
      }),
    ),
  ].filter(Boolean);
  return (
    <div className={styles.load} data-over={over || short.length > 0 || undefined}>
      {planned > 0 && (
        <span className={styles.track} aria-hidden="true">
          <span className={styles.planned} style={share(planned)}>
            <span className={styles.done} style={{ inlineSize: `${(done / planned) * 100}%` }} />
          </span>
        </span>
      )}
      <span className={styles.words}>{words.join(' · ')}</span>
    </div>
  );
}
