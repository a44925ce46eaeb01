import styles from './StepRow.module.css';

/** A timer that runs. */
export function Ring() {
  return <span className={styles.ring} aria-hidden="true" />;
}
