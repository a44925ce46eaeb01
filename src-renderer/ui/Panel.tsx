import type { ReactNode } from 'react';
import styles from './Panel.module.css';

export interface PanelProps {
  title?: string;
  /** At the far end of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** Rows that reach the edges. */
  flush?: boolean;
}

/** A framed group on a page. */
export function Panel({ title, actions, children, flush }: PanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      {title && (
        <header className={styles.header}>
          <h2 className={styles.title}>{title}</h2>
          {actions}
        </header>
      )}
      <div className={styles.body} data-flush={flush || undefined}>
        {children}
      </div>
    </section>
  );
}
