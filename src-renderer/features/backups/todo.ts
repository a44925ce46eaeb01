import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { Deed } from './use-backup-deeds.ts';

/** What a backup may ask of somebody. */
export type TodoKind =
  | 'failed'
  | 'tooSmall'
  | 'late'
  | 'running'
  | 'unrestored'
  | 'slow'
  | 'unwatched'
  | 'untested'
  | 'unnamed';

export interface Todo {
  kind: TodoKind;
  /** The run of the restore test that it is about. */
  test?: string;
}

/** What has to be done about a backup now, the most pressing first; nothing where all is well. */
export function todosOf({ doc, state, tooSmall, heartbeat, tests }: BackupLine): Todo[] {
  if (doc.archived) return [];
  const running = tests.find((one) => one.doc.endedAt === undefined);
  const last = tests.find((one) => one.doc.endedAt !== undefined);
  const outcome = last && restoreOutcome(last.doc);
  return [
    ...(state === 'failed' ? [{ kind: tooSmall ? 'tooSmall' : 'failed' } as const] : []),
    ...(state === 'late' ? [{ kind: 'late' } as const] : []),
    ...(running ? [{ kind: 'running', test: running.id } as const] : []),
    ...(last && outcome === 'failed' ? [{ kind: 'unrestored', test: last.id } as const] : []),
    ...(last && outcome === 'slow' ? [{ kind: 'slow', test: last.id } as const] : []),
    ...(heartbeat ? [] : [{ kind: 'unwatched' } as const]),
    ...(tests.length === 0 ? [{ kind: 'untested' } as const] : []),
    ...(doc.owner === undefined && doc.team === undefined ? [{ kind: 'unnamed' } as const] : []),
  ];
}

const DEEDS: Partial<Record<TodoKind, Deed>> = {
  late: 'record',
  unrestored: 'test',
  slow: 'test',
  unwatched: 'watch',
  untested: 'test',
};

/** The deed that is called for most; none while something outside of Vigie comes first, or a test is under way. */
export function calledFor([first]: readonly Todo[]): Deed | undefined {
  return first && DEEDS[first.kind];
}
