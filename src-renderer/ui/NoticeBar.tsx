import type { ReactNode } from 'react';
import styles from './NoticeBar.module.css';

interface Props {
  /** `warn`: it keeps the text from being saved, or another has written too. */
  tone?: 'warn';
  /** Said when it comes up, `alert` at once. */
  role?: 'status' | 'alert';
  children: ReactNode;
  /** What to do about it. */
  actions?: ReactNode;
}

/** A line across the page above what is written. */
export function NoticeBar({ tone, role, children, actions }: Props) {
  return (
    <div className={styles.notice} data-tone={tone} role={role}>
      <p>{children}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
