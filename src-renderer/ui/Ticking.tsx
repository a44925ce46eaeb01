import styles from './Ticking.module.css';

/**
 * A figure that moves each second, in tabular numerals. Zeros that nobody sees keep its room, so that a tick lays out
 * and paints the figure alone instead of the page around it.
 */
export function Ticking({ children }: { children: string }) {
  return (
    <span className={styles.room} data-room={children.replace(/\d/g, '0')}>
      <span className={styles.figure}>{children}</span>
    </span>
  );
}
