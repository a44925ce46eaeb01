import type { ReactNode } from 'react';
import styles from './Callout.module.css';

export interface CalloutProps {
  /** `warn`: something to keep in mind while one goes on. */
  tone: 'info' | 'warn';
  icon: ReactNode;
  children: ReactNode;
  /** What to do about it. */
  actions?: ReactNode;
}

/** A sentence above a page that stays: the text is old, there is a newer one. */
export function Callout({ tone, icon, children, actions }: CalloutProps) {
  return (
    <div className={styles.callout} data-tone={tone} role="note">
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <p className={styles.text}>{children}</p>
      {actions && <span className={styles.actions}>{actions}</span>}
    </div>
  );
}
