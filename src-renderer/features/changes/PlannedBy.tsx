import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { askedBy } from '../../../src-shared/change/planned.ts';
import { changeId } from '../../../src-shared/model/change.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { askedOf } from '../../data/asked-of.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';

type ChangeRow = Pick<Row<'change'>, 'id' | 'doc'>;

/** The occurrence of a plan that a change is done for, as it stands; undefined where no plan asks for it. */
export function useAskedBy({ id: change, doc }: ChangeRow) {
  const maintenance = useMaintenance();
  const now = useMinute();
  const id = askedBy(change, doc);
  return id && maintenance.item(id, now);
}

/** Which plan asks for a change, and until when; taken off again where a person has said so. */
export function PlannedBy({ row, may }: { row: ChangeRow; may: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actions } = useChangeDesk();
  const item = useAskedBy(row);
  if (!item) return null;
  const unlink = () => {
    const change = changeId(row.id);
    void actions.act('updateUnlinked', 'occurrence.unlinkChange', { change }, () =>
      actions.mutate('occurrence.linkChange', { ...askedOf(item), change }),
    );
  };
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
      {may && row.doc.occurrence !== undefined && row.doc.status !== 'done' && (
        <>
          {' '}
          <Button
            size="small"
            variant="quiet"
            aria-label={t('changes.unlinkThis', { what: plan.doc.title })}
            onPress={unlink}
          >
            {t('changes.act.unlink')}
          </Button>
        </>
      )}
    </p>
  );
}
