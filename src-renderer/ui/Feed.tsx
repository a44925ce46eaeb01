import type { ReactNode } from 'react';
import styles from './Feed.module.css';

export interface FeedItem {
  id: string;
  time: string;
  /** The full moment, both clocks where they differ. */
  timeTitle?: string;
  icon?: ReactNode;
  text: ReactNode;
  /** Beneath, smaller: from where, received when. */
  note?: ReactNode;
  /** What a person wrote. */
  quote?: string;
  waiting?: boolean;
}

/** What happened, one fact a row. */
export function Feed({ label, items }: { label: string; items: readonly FeedItem[] }) {
  return (
    <ol className={styles.feed} aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className={styles.item} data-waiting={item.waiting || undefined}>
          <time className={styles.time} title={item.timeTitle}>
            {item.time}
          </time>
          <span className={styles.icon} aria-hidden>
            {item.icon}
          </span>
          <div className={styles.body}>
            <span data-selectable>{item.text}</span>
            {item.quote !== undefined && (
              <p className={styles.quote} data-selectable>
                {item.quote}
              </p>
            )}
            {item.note && <span className={styles.note}>{item.note}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}
