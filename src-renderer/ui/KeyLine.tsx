import { KeyHints, type KeyHintsProps } from './KeyHints.tsx';
import styles from './KeyLine.module.css';

/** The line at the bottom of a list or a calendar: what each key does there. */
export function KeyLine({ items }: KeyHintsProps) {
  return (
    <p className={styles.line}>
      <KeyHints items={items} />
    </p>
  );
}
