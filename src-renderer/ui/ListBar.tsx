import type { ReactNode } from 'react';
import styles from './ListBar.module.css';

interface Props {
  /** What narrows the list: a search field, chips. */
  children: ReactNode;
  /** How many there are, and of how many. */
  count: string;
  /** Order, and what can be done with all that is shown. */
  end?: ReactNode;
}

/** Above a list: what narrows it, how many there are, and what can be done with them. */
export function ListBar({ children, count, end }: Props) {
  return (
    <div className={styles.bar}>
      {children}
      <span className={styles.end}>
        <span className={styles.count} role="status">
          {count}
        </span>
        {end}
      </span>
    </div>
  );
}
