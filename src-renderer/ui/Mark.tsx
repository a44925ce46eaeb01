import styles from './Mark.module.css';

export interface MarkProps {
  /** Pixels, both ways. */
  size?: number;
}

/** The lighthouse of the application's icon. Says nothing aloud: the name stands beside it. */
export function Mark({ size = 24 }: MarkProps) {
  return (
    <svg className={styles.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path className={styles.beam} d="M13 10.5 0 6v9zM19 10.5 32 6v9z" />
      <path className={styles.tower} d="M13.5 14h5L20.5 30h-9z" />
      <path className={styles.band} d="M13 18h6l.4 3.2h-6.8zM12.2 24.5h7.6l.4 3.2h-8.4z" />
      <path className={styles.tower} d="M11.5 12.5h9V14h-9zM16 3.5l3.5 4h-7z" />
      <path className={styles.lamp} d="M13.5 8h5v4.5h-5z" />
    </svg>
  );
}
