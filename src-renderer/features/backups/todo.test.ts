import { describe, expect, test } from 'vitest';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { backupId, type RestoreTest } from '../../../src-shared/model/backup.ts';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { calledFor, todosOf } from './todo.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'person', id: personId('max') } as const;
const heartbeat: Heartbeat = {
  name: 'dump',
  key: '00000000-0000-4000-8000-000000000000',
  tags: [],
  priority: 'P1',
  schedule: { kind: 'period', period: 24 * HOUR, grace: HOUR },
  createdAt: T,
  createdBy: by,
};
const test1 = (id: string, more: Partial<RestoreTest>) => ({
  id,
  doc: { backup: backupId('rds'), startedAt: T, startedBy: by, ...more },
});
const passed = test1('passed', { endedAt: T, took: HOUR, objective: HOUR, verdict: { result: 'ok' } });
const line = (more: Partial<BackupLine> = {}, doc: Partial<BackupLine['doc']> = {}): BackupLine => ({
  id: 'rds',
  doc: { title: 'RDS', entries: [], createdAt: T, createdBy: by, owner: personId('max'), ...doc },
  state: 'ok',
  heartbeat,
  history: [],
  tests: [passed],
  ...more,
});
const kinds = (of: BackupLine) => todosOf(of).map(({ kind }) => kind);

describe('what a backup asks for', () => {
  test('is nothing where it is watched, made, owned and was restored in time', () => {
    expect(todosOf(line())).toEqual([]);
    expect(calledFor([])).toBeUndefined();
  });

  test('is to be watched, then restored, then given to somebody, where nobody has done anything yet', () => {
    const fresh = line({ state: 'never', heartbeat: undefined, tests: [] }, { owner: undefined });
    expect(kinds(fresh)).toEqual(['unwatched', 'untested', 'unnamed']);
    expect(calledFor(todosOf(fresh))).toBe('watch');
  });

  test('is to mend what failed before anything that is done here', () => {
    const broken = line({ state: 'failed', tests: [] });
    expect(kinds(broken)).toEqual(['failed', 'untested']);
    expect(calledFor(todosOf(broken))).toBeUndefined();
    expect(kinds(line({ state: 'failed', tooSmall: true }))).toEqual(['tooSmall']);
    expect(calledFor(todosOf(line({ state: 'late' })))).toBe('record');
  });

  test('is a restore again where its last one failed or was too slow, with the run that tells why', () => {
    const bad = test1('bad', { endedAt: T + HOUR, verdict: { result: 'bad', reason: 'vide' } });
    expect(todosOf(line({ tests: [bad, passed] }))).toEqual([{ kind: 'unrestored', test: 'bad' }]);
    const slow = test1('slow', { endedAt: T, took: 2 * HOUR, objective: HOUR, verdict: { result: 'ok' } });
    expect(todosOf(line({ tests: [slow, bad] }))).toEqual([{ kind: 'slow', test: 'slow' }]);
    expect(calledFor(todosOf(line({ tests: [slow] })))).toBe('test');
  });

  test('is the verdict of a test that is under way, and not another test', () => {
    const todos = todosOf(line({ tests: [test1('now', {}), passed] }));
    expect(todos).toEqual([{ kind: 'running', test: 'now' }]);
    expect(calledFor(todos)).toBeUndefined();
  });

  test('is nothing once it is off the register', () => {
    expect(todosOf(line({ state: 'failed', heartbeat: undefined, tests: [] }, { archived: true }))).toEqual([]);
  });
});
