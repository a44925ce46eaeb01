import type { Entity } from '../model/collections.ts';
import type { Heartbeat, Ping } from '../model/heartbeat.ts';
import type { Instant } from '../time/clock.ts';
import { restoreOutcome } from './restore-tests.ts';
import { BACKUP_STATES, type BackupRun, type BackupStanding, backupHistory, backupStanding } from './state.ts';

/** One backup as the register and its own page show it. */
export interface BackupLine extends BackupStanding, Entity<'backup'> {
  heartbeat: Heartbeat | undefined;
  /** Newest first. */
  history: readonly BackupRun[];
  /** Restore tests of it that were not called off, newest first. */
  tests: readonly Entity<'restoreTest'>[];
}

export interface RegisterFacts {
  backups: readonly Entity<'backup'>[];
  heartbeats: readonly Entity<'heartbeat'>[];
  /** Of those heartbeats, the last that failed. */
  failures: readonly Entity<'ping'>[];
  tests: readonly Entity<'restoreTest'>[];
}

/** What needs somebody first: no backup, a backup that could not be restored, one too slowly, one never made. */
const RANKS = ['failed', 'unrestored', 'late', 'slow', 'never', 'untimed', 'ok'] as const;

function rankOf({ state, tests }: BackupLine): number {
  const last = tests.find(({ doc }) => doc.endedAt !== undefined);
  const outcome = last && restoreOutcome(last.doc);
  const restored = outcome === 'failed' ? 'unrestored' : outcome === 'slow' ? 'slow' : 'ok';
  return Math.min(RANKS.indexOf(state), RANKS.indexOf(restored));
}

function inOrder(a: BackupLine, b: BackupLine): number {
  const place = ({ doc }: BackupLine) => doc.place ?? Number.MAX_SAFE_INTEGER;
  return (
    rankOf(a) - rankOf(b) || place(a) - place(b) || a.doc.title.localeCompare(b.doc.title) || (a.id < b.id ? -1 : 1)
  );
}

/** Newest first; the same whatever order they come in. */
export function testsInOrder(tests: readonly Entity<'restoreTest'>[]): Entity<'restoreTest'>[] {
  return tests
    .filter(({ doc }) => doc.cancelled === undefined)
    .sort((a, b) => b.doc.startedAt - a.doc.startedAt || (a.id < b.id ? 1 : -1));
}

/**
 * What is known of each of these backups, in use or not, in the order they come in: a function of what was told and the
 * time. `now` is that of the copy where the server is silent; what was heard after it counts all the same.
 */
export function backupLines({ backups, heartbeats, failures, tests }: RegisterFacts, now: Instant): BackupLine[] {
  const beats = new Map<string, Heartbeat>(heartbeats.map(({ id, doc }) => [id, doc]));
  const failed = new Map<string, Ping>(failures.map(({ doc }) => [doc.heartbeat, doc]));
  const tested = Map.groupBy(testsInOrder(tests), ({ doc }): string => doc.backup);
  return backups.map(({ id, doc }): BackupLine => {
    const { heartbeat: of = '' } = doc;
    const heartbeat = beats.get(of);
    const history = backupHistory(doc, heartbeat?.facts, failed.get(of));
    const standing = backupStanding(doc, heartbeat, history, Math.max(now, heartbeat?.facts?.last.at ?? 0));
    return { id, doc, heartbeat, history, tests: tested.get(id) ?? [], ...standing };
  });
}

/** The backups in use, what is wrong first, then in the order of the written procedures. */
export function registerLines(facts: RegisterFacts, now: Instant): BackupLine[] {
  return backupLines({ ...facts, backups: facts.backups.filter(({ doc }) => !doc.archived) }, now).sort(inOrder);
}

/** How many are in each state, the worst first. */
export const countBackups = (lines: readonly BackupLine[]) =>
  BACKUP_STATES.map((state) => ({ state, count: lines.filter((line) => line.state === state).length }));
