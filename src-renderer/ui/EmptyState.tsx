import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

export interface EmptyStateProps {
  title: string;
  /** Why it is empty, or what would fill it. */
  children?: ReactNode;
  /** A lucide icon; drawn quietly. */
  icon?: ReactNode;
  /** One or two buttons. */
  actions?: ReactNode;
  /** Not empty by itself: something went wrong. */
  tone?: 'calm' | 'failed';
}

export function EmptyState({ title, children, icon, actions, tone = 'calm' }: EmptyStateProps) {
  return (
    <div className={styles.empty} data-tone={tone} role={tone === 'failed' ? 'alert' : undefined}>
      {icon && <div className={styles.icon}>{icon}</div>}
      <p className={styles.title}>{title}</p>
      {children && <div className={styles.text}>{children}</div>}
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
