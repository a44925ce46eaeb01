import CircleAlert from 'lucide-react/icons/circle-alert';
import type { ReactNode } from 'react';
import styles from './ErrorState.module.css';

export interface ErrorStateProps {
  title: string;
  /** What it means for the person and what to do. */
  children?: ReactNode;
  /** For a report: kept apart, in small type. */
  detail?: string;
  actions?: ReactNode;
}

export function ErrorState({ title, children, detail, actions }: ErrorStateProps) {
  return (
    <div className={styles.error} role="alert">
      <CircleAlert className={styles.icon} size={20} strokeWidth={1.6} aria-hidden />
      <div className={styles.body}>
        <p className={styles.title}>{title}</p>
        {children && <div className={styles.text}>{children}</div>}
        {detail && <pre className={styles.detail}>{detail}</pre>}
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
