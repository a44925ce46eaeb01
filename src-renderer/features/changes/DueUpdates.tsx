import { Link, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type DueUpdate, dueSince, dueUpdates, isUpdatePlan } from '../../../src-shared/change/due.ts';
import { changeOfWork } from '../../../src-shared/change/planned.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { askedOf } from '../../data/asked-of.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './DueUpdates.module.css';
import { useChangeDesk } from './desk.ts';

/** The updates that their plans ask for by now, each a press away from its change. Nothing where none is due. */
export function DueUpdates({ changes }: { changes: readonly Row<'change'>[] }) {
  const { t } = useTranslation();
  const now = useMinute();
  const read = useMaintenance();
  const since = useMemo(() => dueSince(read, read.plans.values(), now), [read, now]);
  const maintenance = useMaintenance(since);
  const due = useMemo(() => {
    if (!maintenance.loaded) return [];
    const known = new Map<string, Row<'change'>['doc']>(changes.map(({ id, doc }) => [id, doc]));
    const range = { from: since, to: now + 1 };
    return dueUpdates(maintenance.occurrencesIn(range, now, isUpdatePlan), (id) => known.get(id), now);
  }, [maintenance, changes, since, now]);
  if (due.length === 0) return null;
  return (
    <section className={styles.due} aria-label={t('changes.due.title')}>
      <h2 className={styles.title}>{t('changes.due.title')}</h2>
      <ul className={styles.list}>
        {due.map((one) => (
          <DueLine key={one.item.planned.id} due={one} />
        ))}
      </ul>
    </section>
  );
}

function DueLine({ due: { item, missed, isOver } }: { due: DueUpdate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { db } = useData();
  const { actions, ask } = useChangeDesk();
  const { planned, plan, state } = item;
  const { id } = planned;
  const open = () => {
    const change = state.started ? changeOfWork(id, state.started.run) : id;
    void navigate({ to: '/changes/$id', params: { id: change } });
  };
  const begin = async () => {
    if (state.started) return open();
    const { procedure } = plan.doc;
    const revision = (await db.procedure.get(procedure))?.doc.revision ?? 1;
    const asked = askedOf(item);
    if (
      await actions.act('begun', 'occurrence.start', { ...asked, procedure, revision }, (of) =>
        actions.mutate('occurrence.unstart', { ...asked, of }),
      )
    ) {
      open();
    }
  };
  const isLate = state.status === 'missed' || state.late;
  const until = format.shortDate(state.deadline - 1);
  return (
    <li className={styles.line}>
      <Link to="/maintenance/$occurrence" params={{ occurrence: id }} className={styles.name}>
        {plan.doc.title}
      </Link>
      <span className={isLate ? styles.late : styles.dim}>
        {t(isLate ? 'changes.due.late' : 'changes.due.until', { day: until })}
      </span>
      {missed > 0 && <span className={styles.late}>{t('changes.due.missed', { count: missed })}</span>}
      {isOver && <span className={styles.dim}>{t('changes.due.over')}</span>}
      <span className={styles.acts}>
        <Button size="small" onPress={() => void begin()}>
          {t(isOver ? 'changes.due.open' : 'changes.due.begin')}
        </Button>
        <Button
          size="small"
          variant="quiet"
          aria-label={t('changes.due.linkTo', { title: plan.doc.title })}
          onPress={() => ask({ kind: 'linkUpdate', item })}
        >
          {t('changes.due.link')}
        </Button>
      </span>
    </li>
  );
}
