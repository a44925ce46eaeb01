import type { ReactNode } from 'react';
import styles from './RowName.module.css';

interface Props {
  children: ReactNode;
  /** What is said of it, below. */
  sub: ReactNode;
}

/** What the row of a list is: its name, and below it more of it; neither longer than its column. */
export function RowName({ children, sub }: Props) {
  return (
    <span className={styles.what}>
      <span className={styles.name} dir="auto">
        {children}
      </span>
      <span className={styles.sub}>{sub}</span>
    </span>
  );
}
