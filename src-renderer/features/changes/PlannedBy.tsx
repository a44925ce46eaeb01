import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { occurrenceOfChange } from '../../../src-shared/change/planned.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import styles from './Changes.module.css';

/** The occurrence of a plan that a change was opened by, as it stands; undefined for one that a person prepared. */
export function useAskedBy(change: string) {
  const maintenance = useMaintenance();
  const now = useMinute();
  const id = occurrenceOfChange(change);
  return id && maintenance.item(id, now);
}

/** Which plan asked for a change, and until when. */
export function PlannedBy({ change }: { change: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const item = useAskedBy(change);
  if (!item) return null;
  const { planned, plan, state } = item;
  const isSettled = state.completed !== undefined || state.skipped !== undefined;
  return (
    <p className={styles.faint}>
      {t('changes.askedBy')}{' '}
      <Link to="/maintenance/$occurrence" params={{ occurrence: planned.id }}>
        {plan.doc.title}
      </Link>
      {!isSettled && (
        <span className={state.late ? styles.warn : undefined}>
          {' · '}
          {t(state.late ? 'changes.due.late' : 'changes.due.until', { day: format.shortDate(state.deadline - 1) })}
        </span>
      )}
    </p>
  );
}
