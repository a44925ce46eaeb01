import type { ReactNode } from 'react';
import styles from './AsidePage.module.css';

interface Props {
  children: ReactNode;
  aside: ReactNode;
  asideLabel?: string;
  /** Room beside for people and clocks. */
  isWide?: boolean;
  /** Sections from edge to edge, which bring their own room. */
  isFlush?: boolean;
  /** It ends with a bar that stays in sight at its bottom edge. */
  hasFoot?: boolean;
}

/** A page with what belongs to it beside: each part scrolls by itself. */
export function AsidePage({ children, aside, asideLabel, isWide, isFlush, hasFoot }: Props) {
  return (
    <div className={styles.page} data-wide={isWide || undefined}>
      <div className={styles.lead} data-flush={isFlush || undefined} data-foot={hasFoot || undefined}>
        {children}
      </div>
      <aside className={styles.aside} aria-label={asideLabel}>
        {aside}
      </aside>
    </div>
  );
}
