import type { ReactNode } from 'react';
import { Bar, type Urgency } from './Bar.tsx';
import styles from './ClockCard.module.css';

export interface ClockCardProps {
  /** « Réponse, 5 min ». */
  label: string;
  /** « 41:12 », « tenue · 1:54 », « à venir ». */
  figure: ReactNode;
  /** « due à 10:41 ». */
  note?: string;
  urgency: Urgency;
  fraction: number;
  /** The phase the incident is in. */
  current?: boolean;
}

export function ClockCard({ label, figure, note, urgency, fraction, current }: ClockCardProps) {
  return (
    <div className={styles.card} data-urgency={urgency} data-current={current || undefined}>
      <span className={styles.label}>{label}</span>
      <span className={styles.figure}>{figure}</span>
      <span className={styles.note}>{note}</span>
      <Bar fraction={fraction} tone={urgency} />
    </div>
  );
}
