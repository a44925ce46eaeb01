import type { Priority } from '../../src-shared/model/priority.ts';
import styles from './PriorityBadge.module.css';

export interface PriorityBadgeProps {
  priority: Priority;
  /** What it means, for those who do not know the codes: « critique ». */
  meaning?: string;
  /** One of several to choose from, and not the chosen one: the shape alone tells it. */
  isQuiet?: boolean;
}

/** Severity in three ways at once: the label, a shape of its own, a colour. */
export function PriorityBadge({ priority, meaning, isQuiet }: PriorityBadgeProps) {
  return (
    <span className={styles.badge} data-priority={priority} data-quiet={isQuiet || undefined} title={meaning}>
      <svg viewBox="0 0 10 10" aria-hidden="true">
        <path d={SHAPES[priority]} />
      </svg>
      {priority}
    </span>
  );
}

/** Less ink as the severity falls: octagon, triangle, diamond, ring, bar. */
const SHAPES: Readonly<Record<Priority, string>> = {
  P0: 'M3.3 1h3.4L9 3.3v3.4L6.7 9H3.3L1 6.7V3.3z',
  P1: 'M5 1.5 9 8.5H1z',
  P2: 'M5 1 9 5 5 9 1 5z',
  P3: 'M5 1.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7z',
  P4: 'M2 5h6',
};
