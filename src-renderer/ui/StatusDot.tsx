import styles from './StatusDot.module.css';

export interface StatusDotProps {
  tone: 'off' | 'ok' | 'busy' | 'warn' | 'failed';
}

/** Decoration before words that say the same: full when well, hollow when off, a square when it is not well. */
export function StatusDot({ tone }: StatusDotProps) {
  return <span className={styles.dot} data-tone={tone} aria-hidden="true" />;
}
