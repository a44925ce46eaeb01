import type { ReactNode } from 'react';
import styles from './FieldRow.module.css';

interface Props {
  /** To a line. */
  columns: 2 | 3;
  children: ReactNode;
}

/** Fields side by side: each begins at the top, however much is said below the one beside it. */
export function FieldRow({ columns, children }: Props) {
  return (
    <div className={styles.row} data-columns={columns}>
      {children}
    </div>
  );
}
