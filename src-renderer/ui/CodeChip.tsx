import styles from './CodeChip.module.css';

/** A command or an expression among other words, on one line; the whole of it under the pointer. */
export function CodeChip({ children }: { children: string }) {
  return (
    <code className={styles.chip} title={children}>
      {children}
    </code>
  );
}
