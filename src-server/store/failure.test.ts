import Database from 'better-sqlite3';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { ConnectionLost, isOutage, isRefusedTurn, isStoreFailure, storageProblem } from './failure.ts';

const postgres = (code: string) => Object.assign(new pg.DatabaseError('it failed', 1, 'error'), { code });

describe('a failure of the storage', () => {
  it.each([
    ['53100', 'full'],
    ['53300', 'unavailable'],
    ['57P01', 'unavailable'],
    ['25P03', 'unavailable'],
    ['55P03', 'unavailable'],
    ['40001', 'unavailable'],
    ['25006', 'unavailable'],
    ['28P01', 'unavailable'],
    ['XX001', 'damaged'],
    ['XX002', 'damaged'],
    // The fault of what was written.
    ['23505', undefined],
    ['22021', undefined],
    ['54000', undefined],
  ])('of PostgreSQL, %s, is told as %s', (code, problem) => {
    expect(storageProblem(postgres(code))).toBe(problem);
    expect(storageProblem(new Error('wrapped', { cause: postgres(code) }))).toBe(problem);
    expect({ failure: isStoreFailure(postgres(code)), outage: isOutage(postgres(code)) }).toEqual({
      failure: true,
      outage: problem !== undefined,
    });
  });

  it.each([
    ['SQLITE_FULL', 'full'],
    ['SQLITE_BUSY', 'unavailable'],
    ['SQLITE_CORRUPT', 'damaged'],
    ['SQLITE_CONSTRAINT_UNIQUE', undefined],
  ])('of SQLite, %s, is told as %s', (code, problem) => {
    expect(storageProblem(new Database.SqliteError('it failed', code))).toBe(problem);
  });

  it('is told from what is none, and a lost connection is one', () => {
    expect([isStoreFailure(new Error('a bug')), storageProblem(new Error('a bug'))]).toEqual([false, undefined]);
    expect(storageProblem(new ConnectionLost('gone'))).toBe('unavailable');
  });

  it('of a deadlock or a serialization is one to try again', () => {
    expect(['40001', '40P01', '57P01', '23505'].map((code) => isRefusedTurn(postgres(code)))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});
