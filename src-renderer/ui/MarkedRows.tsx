import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import styles from './MarkedRows.module.css';

interface Props {
  label: string;
  /** How many are. */
  count: string;
  /** What can be done to them. */
  children: ReactNode;
  unmark: string;
  onUnmark(): void;
}

/** At the foot of a list while some of its rows are marked: what can be done to them together. */
export function MarkedRows({ label, count, children, unmark, onUnmark }: Props) {
  return (
    <section className={styles.bar} aria-label={label}>
      <span>{count}</span>
      {children}
      <Button size="small" variant="quiet" keys="Escape" onPress={onUnmark}>
        {unmark}
      </Button>
    </section>
  );
}
