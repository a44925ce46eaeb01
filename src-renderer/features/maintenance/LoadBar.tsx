import { useTranslation } from 'react-i18next';
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
          ? t('maintenance.load.alone', { planned: format.duration(planned), done: format.duration(done) })
          : t(over ? 'maintenance.load.over' : 'maintenance.load.of', {
              planned: format.duration(planned),
              capacity: hours(capacity, format.language),
              done: format.duration(done),
              count: people,
            })}
      </span>
    </div>
  );
}

/** Hours of several people come to more than a day, and are hours all the same. */
const hours = (length: number, language: string) =>
  new Intl.NumberFormat(language, {
    style: 'unit',
    unit: 'hour',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(length / 3_600_000);
