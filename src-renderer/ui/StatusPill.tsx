import type { IncidentStatus } from '../../src-shared/model/incident.ts';
import styles from './StatusPill.module.css';

/** The state's mark fills as the incident goes on: hollow, half, full, struck. */
export function StatusPill({ status, children }: { status: IncidentStatus; children: string }) {
  return (
    <span className={styles.pill} data-status={status}>
      <span className={styles.mark} aria-hidden />
      {children}
    </span>
  );
}
