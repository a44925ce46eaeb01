import type { ReactNode } from 'react';
import styles from './ListNote.module.css';

interface Props {
  children: ReactNode;
  /** Below a list that shows only its first rows. */
  isMore?: boolean;
}

/** In a list's place that there is nothing in it, or below it how many more there are. */
export function ListNote({ children, isMore }: Props) {
  return (
    <p className={styles.note} data-more={isMore || undefined}>
      {children}
    </p>
  );
}
