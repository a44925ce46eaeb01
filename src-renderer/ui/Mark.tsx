import styles from './Mark.module.css';

export interface MarkProps {
  /** Pixels, both ways. */
  size?: number;
}

/** The lighthouse of Vigie. Says nothing aloud: the name stands beside it. */
export function Mark({ size = 24 }: MarkProps) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path className={styles.beam} d="M12.5 9 2 5.5v7zM19.5 9 30 5.5v7z" />
      <path className={styles.tower} d="M13 12.5h6l2 15.5H11z" />
      <path className={styles.lamp} d="M12.5 6.5h7v5h-7zM16 2.5l3.5 4h-7z" />
      <path className={styles.band} d="M12.3 18h7.4l.4 3.5h-8.200z" />
    </svg>
  );
}
