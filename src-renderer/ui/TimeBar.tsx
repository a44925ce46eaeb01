import type { CSSProperties } from 'react';
import styles from './TimeBar.module.css';

/** Time pressure, apart from severity. */
export type Urgency = 'none' | 'ok' | 'soon' | 'breached' | 'paused' | 'met';

export interface TimeBarProps {
  /** Share of the window that is consumed; beyond 1 it is full. */
  fraction: number;
  urgency: Urgency;
}

/** How much of a window is consumed. The figure beside it says the same in words. */
export function TimeBar({ fraction, urgency }: TimeBarProps) {
  const style: CSSProperties = { inlineSize: `${Math.round(Math.min(1, Math.max(0, fraction)) * 1000) / 10}%` };
  return (
    <span className={styles.track} data-urgency={urgency} aria-hidden="true">
      <span className={styles.fill} style={style} />
    </span>
  );
}
