import { describe, expect, test } from 'vitest';
import { CHANGE_STATUSES, type ChangeStatus } from '../model/change.ts';
import { afterMove, CHANGE_MOVES, type ChangeMove, lastGate, mayPassGate, nextGate } from './transitions.ts';

/** Every way there is; whatever is not here leads nowhere. */
const WAYS: readonly (readonly [ChangeStatus, ChangeMove, ChangeStatus])[] = [
  ['draft', 'propose', 'proposed'],
  ['draft', 'cancel', 'cancelled'],
  ['proposed', 'withdraw', 'draft'],
  ['proposed', 'approve', 'approved'],
  ['proposed', 'refuse', 'draft'],
  ['proposed', 'cancel', 'cancelled'],
  ['approved', 'withdraw', 'draft'],
  ['approved', 'start', 'inProgress'],
  ['approved', 'cancel', 'cancelled'],
  ['approved', 'unapprove', 'proposed'],
  ['inProgress', 'complete', 'done'],
  ['inProgress', 'rollBack', 'rolledBack'],
  ['inProgress', 'unstart', 'approved'],
  ['done', 'reopen', 'inProgress'],
  ['rolledBack', 'reopen', 'draft'],
  ['cancelled', 'reopen', 'draft'],
];

describe('a change', () => {
  test.each(CHANGE_STATUSES.flatMap((status) => CHANGE_MOVES.map((move) => [status, move] as const)))(
    'that is %s goes on by %s only where the table says so',
    (status, move) => {
      const way = WAYS.find(([from, by]) => from === status && by === move);
      expect(afterMove(status, move)).toBe(way?.[2]);
    },
  );

  test('passes its gates in their order, and takes them back in the other', () => {
    const passed = { contentId: 'first', by: { kind: 'system' }, at: 1 } as const;
    expect(nextGate({ gates: {} })).toBe('test');
    expect(nextGate({ gates: { test: passed } })).toBe('staging');
    expect(nextGate({ gates: { test: passed, staging: passed, production: passed } })).toBeUndefined();
    expect(lastGate({ gates: {} })).toBeUndefined();
    expect(lastGate({ gates: { test: passed, staging: passed } })).toBe('staging');
  });

  test('reaches production only while it is worked on, which is after its approval', () => {
    expect(CHANGE_STATUSES.filter((status) => mayPassGate({ status }, 'production'))).toEqual(['inProgress']);
    expect(CHANGE_STATUSES.filter((status) => mayPassGate({ status }, 'staging'))).toEqual([
      'draft',
      'proposed',
      'approved',
      'inProgress',
    ]);
  });
});
