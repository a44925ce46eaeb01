import type { CSSProperties } from 'react';
import styles from './Bar.module.css';

/** Time pressure, apart from severity. */
export type Urgency = 'none' | 'ok' | 'soon' | 'breached' | 'paused' | 'met';

export interface BarProps {
  /** Share of the whole: of the window that is consumed, of the work that is done. Beyond 1 it is full. */
  fraction: number;
  /** Of a window how it presses; `going` is work that is not done yet, and `met` work that is. */
  tone: Urgency | 'going';
}

/** How much of a whole it is. The figure beside it says the same in words. */
export function Bar({ fraction, tone }: BarProps) {
  const style: CSSProperties = { inlineSize: `${Math.round(Math.min(1, Math.max(0, fraction)) * 1000) / 10}%` };
  return (
    <span className={styles.track} data-tone={tone} aria-hidden="true">
      <span className={styles.fill} style={style} />
    </span>
  );
}
