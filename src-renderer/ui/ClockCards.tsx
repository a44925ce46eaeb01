import type { ReactNode } from 'react';
import styles from './ClockCards.module.css';

export interface ClockCardsProps {
  label: string;
  children: ReactNode;
}

export function ClockCards({ label, children }: ClockCardsProps) {
  return (
    <section className={styles.cards} aria-label={label}>
      {children}
    </section>
  );
}
