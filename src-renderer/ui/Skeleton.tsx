import type { CSSProperties } from 'react';
import styles from './Skeleton.module.css';

export interface SkeletonProps {
  /** Rows drawn. */
  lines?: number;
  /** What is being read: « Lecture de vos incidents ». */
  label: string;
}

/** Widths in percent, taken in turn, so that it looks like text and stays the same between renders. */
const WIDTHS = [62, 48, 71, 39, 55, 66, 44];

/** The shape of rows to come. Appears after a moment: what is read from this laptop is usually there before. */
export function Skeleton({ lines = 5, label }: SkeletonProps) {
  return (
    <div className={styles.skeleton} role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => index).map((index) => {
        const style: CSSProperties = { inlineSize: `${WIDTHS[index % WIDTHS.length]}%` };
        return (
          <div key={index} className={styles.row}>
            <span className={styles.block} />
            <span>
              <span className={styles.text} style={style} />
            </span>
            <span className={styles.end} />
          </div>
        );
      })}
    </div>
  );
}
