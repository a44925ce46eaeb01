import { RESTORE_TESTS } from '../../../src-shared/backup/restore-tests.ts';
import { DAY, type Instant } from '../../../src-shared/time/clock.ts';
import type { VigieDatabase } from '../../data/database.ts';
import type { MaintenanceItem, MaintenanceSnapshot } from '../../data/maintenance.ts';

/** Further back nobody takes a time of a plan up again. */
const SIGHT = 400 * DAY;

/** The procedures that restores are tested by, as far as plans ask for them. */
export async function plannedProcedures(db: VigieDatabase): Promise<ReadonlySet<string>> {
  const plans = await db.plan.toArray();
  const rows = await db.procedure.bulkGet([...new Set(plans.map(({ doc }) => doc.procedure))]);
  return new Set(rows.flatMap((row) => (row?.doc.kind === 'restoreTest' ? [row.id] : [])));
}

/** The times of plans that test restores, which have begun, ascending. */
export function restoreTimes(
  { occurrencesIn }: Pick<MaintenanceSnapshot, 'occurrencesIn'>,
  procedures: ReadonlySet<string>,
  now: Instant,
): MaintenanceItem[] {
  return occurrencesIn({ from: now - SIGHT, to: now + 1 }, now, ({ doc }) => procedures.has(doc.procedure));
}

/** The procedure that a test which no plan asks for goes by: that of the written procedures, else the team's own. */
export async function restoreProcedure(db: VigieDatabase) {
  const known = await db.procedure.get(RESTORE_TESTS);
  if (known && !known.doc.archived) return known;
  return db.procedure.filter(({ doc }) => doc.kind === 'restoreTest' && !doc.archived).first();
}
