import { useMemo } from 'react';
import { type RestoreAlarm, restoreAlarm } from '../../../src-shared/backup/restore-tests.ts';
import {
  BACKUP_STATES,
  type BackupRun,
  type BackupStanding,
  backupHistory,
  backupStanding,
} from '../../../src-shared/backup/state.ts';
import type { Backup, RestoreTest } from '../../../src-shared/model/backup.ts';
import type { Heartbeat, Ping } from '../../../src-shared/model/heartbeat.ts';
import type { VigieDatabase } from '../../data/database.ts';
import { useLive } from '../../data/hooks.ts';
import { useMinute } from '../../platform/now.ts';
import { missedTest } from './restore-plan.ts';

interface Named<D> {
  id: string;
  doc: D;
}

/** One backup as the register shows it. */
export interface BackupLine extends BackupStanding {
  id: string;
  doc: Backup;
  heartbeat: Heartbeat | undefined;
  history: readonly BackupRun[];
  /** Newest first. */
  tests: readonly Named<RestoreTest>[];
}

/** Backups that are in use, in the order of the written procedures, others after them by name. */
function inOrder(backups: readonly Named<Backup>[]): Named<Backup>[] {
  const place = ({ doc }: Named<Backup>) => doc.place ?? Number.MAX_SAFE_INTEGER;
  return backups
    .filter(({ doc }) => !doc.archived)
    .sort((a, b) => place(a) - place(b) || a.doc.title.localeCompare(b.doc.title));
}

async function readBackups(db: VigieDatabase) {
  const backups = inOrder(await db.backup.toArray());
  const watched = backups.flatMap(({ doc }) => doc.heartbeat ?? []);
  const [beats, pings, tests] = await Promise.all([
    db.heartbeat.bulkGet(watched),
    db.ping.where('ref').anyOf(watched).toArray(),
    db.restoreTest.toArray(),
  ]);
  const heartbeats = new Map(beats.flatMap((row) => (row ? [[row.id, row.doc] as const] : [])));
  const told = new Map<string, Named<Ping>[]>();
  for (const row of pings) {
    const known = told.get(row.doc.heartbeat) ?? [];
    known.push(row);
    told.set(row.doc.heartbeat, known);
  }
  return { backups, heartbeats, told, tests: tests.sort((a, b) => b.doc.startedAt - a.doc.startedAt) };
}

/** The register, or undefined while it is being read. */
export function useRegister(): { lines: readonly BackupLine[]; tests: readonly Named<RestoreTest>[] } | undefined {
  const read = useLive(readBackups, []);
  const minute = useMinute();
  return useMemo(() => {
    if (!read) return undefined;
    const { backups, heartbeats, told, tests } = read;
    const lines = backups.map(({ id, doc }): BackupLine => {
      const heartbeat = doc.heartbeat && heartbeats.get(doc.heartbeat);
      const history = backupHistory(doc, (doc.heartbeat && told.get(doc.heartbeat)) || []);
      const standing = backupStanding(doc, heartbeat || undefined, history, minute);
      const own = tests.filter((test) => test.doc.backup === id);
      return { id, doc, heartbeat: heartbeat || undefined, history, tests: own, ...standing };
    });
    return { lines, tests };
  }, [read, minute]);
}

/** How many are in each state. */
export const countBackups = (lines: readonly BackupLine[]) =>
  BACKUP_STATES.map((state) => ({ state, count: lines.filter((line) => line.state === state).length }));

/** What is wrong with restores: tests that failed, were too slow, or are overdue. Undefined while it is being read. */
export function useRestoreAlarm(): (RestoreAlarm & { titles: ReadonlyMap<string, string> }) | undefined {
  const minute = useMinute();
  return useLive(
    async (db) => {
      const [backups, tests, due] = await Promise.all([
        db.backup.toArray(),
        db.restoreTest.toArray(),
        missedTest(db, minute),
      ]);
      const titles = new Map(backups.flatMap(({ id, doc }) => (doc.archived ? [] : [[id, doc.title] as const])));
      return { titles, ...restoreAlarm(tests, due, new Set(titles.keys())) };
    },
    [minute],
  );
}
