import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './Group.module.css';

export interface GroupProps {
  title: string;
  /** What these settings do, in a sentence. */
  hint?: string;
  /** Stands at the end of the title's line: a button. */
  action?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}

/** A titled card of settings. */
export function Group({ title, hint, action, wide, children }: GroupProps) {
  const id = useId();
  return (
    <section className={styles.group} data-wide={wide || undefined} aria-labelledby={id}>
      <div className={styles.head}>
        <div>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        </div>
        {action}
      </div>
      <div className={styles.card}>{children}</div>
    </section>
  );
}

export interface RowProps {
  label: ReactNode;
  detail?: ReactNode;
  /** A value or a control. */
  children?: ReactNode;
}

/** One setting: what it is on the left, its value or control on the right. */
export function Row({ label, detail, children }: RowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.label}>
        <span>{label}</span>
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </div>
      {children !== undefined && <div className={styles.value}>{children}</div>}
    </div>
  );
}
