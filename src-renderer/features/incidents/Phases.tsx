import { useTranslation } from 'react-i18next';
import { INCIDENT_STATUSES, type IncidentStatus } from '../../../src-shared/model/incident.ts';
import styles from './Phases.module.css';

const PHASES = ['response', 'resolution', 'postIncident', 'closed'] as const;

/** The phases of the procedures, the present one marked. */
export function Phases({ status }: { status: IncidentStatus }) {
  const { t } = useTranslation();
  const at = INCIDENT_STATUSES.indexOf(status);
  return (
    <ol className={styles.phases} aria-label={t('incident.phase.label')}>
      {PHASES.map((phase, index) => (
        <li
          key={phase}
          data-place={index < at ? 'past' : index === at ? 'current' : 'ahead'}
          aria-current={index === at ? 'step' : undefined}
        >
          {t(`incident.phase.${phase}`)}
        </li>
      ))}
    </ol>
  );
}
