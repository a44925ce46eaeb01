import type { ReactNode } from 'react';
import styles from './SectionHeading.module.css';

export interface SectionHeadingProps {
  children: ReactNode;
  /** At the far end: a count, a version. */
  note?: ReactNode;
  /** A control at the far end, after the note. */
  action?: ReactNode;
  id?: string;
  level?: 2 | 3;
}

export function SectionHeading({ children, note, action, id, level = 2 }: SectionHeadingProps) {
  const Title = level === 2 ? 'h2' : 'h3';
  return (
    <div className={styles.heading}>
      <Title id={id} className={styles.title}>
        {children}
      </Title>
      {note !== undefined && <span className={styles.note}>{note}</span>}
      {action}
    </div>
  );
}
