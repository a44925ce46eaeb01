import { Bar, type Urgency } from './Bar.tsx';
import styles from './TimeLeft.module.css';

export interface TimeLeftProps {
  /** Formatted: `1:42`, `18 min`, `en pause`. */
  children: string;
  urgency: Urgency;
  /** Share of the window that is consumed; undefined leaves the figure alone. */
  fraction?: number;
}

/** Time pressure on one line: the figure, and a thin bar of the window consumed. */
export function TimeLeft({ children, urgency, fraction }: TimeLeftProps) {
  return (
    <span className={styles.left} data-urgency={urgency} data-bar={fraction !== undefined || undefined}>
      <span className={styles.text}>{children}</span>
      {fraction !== undefined && <Bar fraction={fraction} tone={urgency} />}
    </span>
  );
}
