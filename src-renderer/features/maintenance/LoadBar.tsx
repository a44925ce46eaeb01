import { useTranslation } from 'react-i18next';
import { HOUR } from '../../../src-shared/time/clock.ts';
import { useFormat } from '../../platform/format.ts';
import type { Load } from './day-model.ts';
import styles from './LoadBar.module.css';

/** What the day asks for against the hours of who is there, as one calm bar; the sentence says the same. */
export function LoadBar({ load }: { load: Load }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { planned, done, capacity, people } = load;
  if (planned === 0) return null;
  const whole = Math.max(planned, capacity ?? planned);
  const share = (length: number) => ({ inlineSize: `${Math.round((length / whole) * 1_000) / 10}%` });
  const doneWords =
    done === 0 ? t('maintenance.load.none') : t('maintenance.load.done', { length: format.duration(done) });
  const over = capacity !== undefined && planned > capacity;
  return (
    <div className={styles.load} data-over={over || undefined}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.planned} style={share(planned)}>
          <span className={styles.done} style={{ inlineSize: `${(done / planned) * 100}%` }} />
        </span>
      </span>
      <span className={styles.words}>
        {capacity === undefined
          ? t('maintenance.load.alone', { planned: format.duration(planned), done: doneWords })
          : t(over ? 'maintenance.load.over' : 'maintenance.load.of', {
              planned: format.duration(planned),
              // Hours of several people come to more than a day, and are hours all the same.
              capacity: `${format.number(Math.round((capacity / HOUR) * 10) / 10)}\u00a0h`,
              done: doneWords,
              count: people,
            })}
      </span>
    </div>
  );
}
