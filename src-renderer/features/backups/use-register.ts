import { useMemo } from 'react';
import { type BackupLine, backupLines, registerLines, testsInOrder } from '../../../src-shared/backup/register.ts';
import { type RestoreAlarm, restoreAlarm } from '../../../src-shared/backup/restore-tests.ts';
import { pingId } from '../../../src-shared/model/heartbeat.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useMinuteAsOf } from '../../data/as-of.ts';
import type { VigieDatabase } from '../../data/database.ts';
import { useLive } from '../../data/hooks.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useMinute } from '../../platform/now.ts';
import { plannedProcedures, restoreTimes } from './restore-plan.ts';

export interface Register {
  lines: readonly BackupLine[];
  /** Newest first. */
  tests: readonly Pick<Row<'restoreTest'>, 'id' | 'doc'>[];
  /** Taken off the register, by title. */
  archived: readonly Row<'backup'>[];
  titles: ReadonlyMap<string, string>;
}

/** What the jobs of these backups told. */
async function readJobs(db: VigieDatabase, backups: readonly Row<'backup'>[]) {
  const watched = [...new Set(backups.flatMap(({ doc }) => doc.heartbeat ?? []))];
  const heartbeats = (await db.heartbeat.bulkGet(watched)).filter((row) => row !== undefined);
  // A call may have 10 KB of text: read is that of the last failure alone, whose last line is shown.
  const last = heartbeats.flatMap(({ id, doc: { facts } }) => (facts?.lastFail ? [pingId(id, facts.lastFail.n)] : []));
  const failures = (await db.ping.bulkGet(last)).filter((row) => row !== undefined);
  return { heartbeats, failures };
}

async function readFacts(db: VigieDatabase) {
  const backups = await db.backup.toArray();
  const [jobs, tests] = await Promise.all([
    readJobs(
      db,
      backups.filter(({ doc }) => !doc.archived),
    ),
    db.restoreTest.toArray(),
  ]);
  return { backups, tests, ...jobs };
}

/** The register as of what this laptop has heard, or undefined while it is being read. */
export function useRegister(): Register | undefined {
  const facts = useLive(readFacts, []);
  const minute = useMinuteAsOf();
  return useMemo(() => {
    if (!facts) return undefined;
    const { backups, tests } = facts;
    const archived = backups.filter(({ doc }) => doc.archived).sort((a, b) => a.doc.title.localeCompare(b.doc.title));
    return {
      lines: registerLines(facts, minute),
      tests: testsInOrder(tests),
      archived,
      titles: new Map(backups.map(({ id, doc }) => [id, doc.title])),
    };
  }, [facts, minute]);
}

/** One backup, on the register or taken off it. Undefined while it is being read, null where there is none. */
export function useBackupLine(id: string): BackupLine | null | undefined {
  const facts = useLive(
    async (db) => {
      const row = await db.backup.get(id);
      if (!row) return null;
      const tests = await db.restoreTest.where('ref').equals(id).toArray();
      return { backups: [row], tests, ...(await readJobs(db, [row])) };
    },
    [id],
  );
  const minute = useMinuteAsOf();
  return useMemo(() => facts && (backupLines(facts, minute)[0] ?? null), [facts, minute]);
}

/** What is wrong with restores: tests that failed, were too slow, or are overdue. Undefined while it is being read. */
export function useRestoreAlarm(): (RestoreAlarm & { titles: ReadonlyMap<string, string> }) | undefined {
  const maintenance = useMaintenance();
  const minute = useMinute();
  const read = useLive(
    async (db) => ({
      backups: await db.backup.toArray(),
      tests: await db.restoreTest.toArray(),
      procedures: await plannedProcedures(db),
    }),
    [],
  );
  return useMemo(() => {
    if (!read || !maintenance.loaded) return undefined;
    const { backups, tests, procedures } = read;
    const titles = new Map(backups.flatMap(({ id, doc }) => (doc.archived ? [] : [[id, doc.title] as const])));
    const times = restoreTimes(maintenance, procedures, minute);
    return { titles, ...restoreAlarm(tests, times, new Set(titles.keys()), minute) };
  }, [read, maintenance, minute]);
}
