import type { ReactNode } from 'react';
import styles from './RowButton.module.css';

export interface RowButtonProps {
  /** CSS grid columns of the row: `44px minmax(0, 1fr) auto`. */
  columns: string;
  children: ReactNode;
  /** For a row that unfolds something below it. */
  isExpanded?: boolean;
  /** A hairline beneath, in lists without a frame. */
  isRuled?: boolean;
  onPress(): void;
}

/** A whole row that is pressed: a line of a feed, of a side list, of something that unfolds. */
export function RowButton({ columns, children, isExpanded, isRuled, onPress }: RowButtonProps) {
  return (
    <button
      type="button"
      className={styles.row}
      style={{ gridTemplateColumns: columns }}
      data-ruled={isRuled || undefined}
      aria-expanded={isExpanded}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
