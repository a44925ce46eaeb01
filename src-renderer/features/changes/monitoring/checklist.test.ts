import { expect, test } from 'vitest';
import type { RunEvent } from '../../../../src-shared/model/run.ts';
import { runId } from '../../../../src-shared/model/run.ts';
import { parseRun } from '../../../../src-shared/procedure/parse.ts';
import type { EntryRow } from '../../../../src-shared/procedure/run-state.ts';
import { DAY, instant } from '../../../../src-shared/time/clock.ts';
import { checkedOf, checksOf } from './checklist.ts';

const NOW = instant('2026-11-23T03:00:00Z');
const LEA = { kind: 'person', id: 'lea' } as EntryRow['doc']['by'];
const { steps } = parseRun({ body: '- [ ] Métriques {#a}\n- [ ] Alertes {#b}\n- [ ] Rapports {#c}\n', numbered: true });
const entry = (id: string, step: string, days: number, event: RunEvent): EntryRow => ({
  id,
  doc: { run: runId('monitoring/api'), step, event, by: LEA, via: 'console', at: NOW - days * DAY },
});
const read = (entries: readonly EntryRow[]) =>
  checksOf(steps, { entries, seen: { P0: 3, P1: 0, P2: 0, P3: 0, P4: 0 }, now: NOW });

test('a check holds for a quarter, and what sends alerts needs none', () => {
  const checks = read([
    entry('1', 'a', 1, { kind: 'done' }),
    entry('2', 'b', 90, { kind: 'done' }),
    entry('3', 'c', 2, { kind: 'skipped', reason: 'aucun' }),
    entry('4', 'alert-P2', 10, { kind: 'done' }),
  ]);
  expect(checks.map(({ id, status }) => [id, status])).toEqual([
    ['a', 'fresh'],
    ['b', 'stale'],
    ['c', 'skipped'],
    ['alert-P0', 'alive'],
    ['alert-P1', 'todo'],
    ['alert-P2', 'fresh'],
    ['alert-P3', 'todo'],
    ['alert-P4', 'todo'],
  ]);
  expect(checkedOf(checks)).toEqual({
    done: 4,
    total: 8,
    stale: 1,
    last: { by: LEA, at: NOW - DAY },
    due: NOW + 80 * DAY,
  });
});

test('looked at again, it holds again; taken back, it is as before', () => {
  const old = entry('1', 'a', 100, { kind: 'done' });
  const anew = entry('2', 'a', 0, { kind: 'done' });
  expect(read([old, anew])[0]).toMatchObject({ status: 'fresh', last: { at: NOW } });
  const back = entry('3', 'a', 0, { kind: 'undone', entries: ['2'] });
  expect(read([old, anew, back])[0]).toMatchObject({ status: 'stale' });
});

test('nothing was ever looked at', () => {
  expect(checkedOf(read([]))).toEqual({ done: 1, total: 8, stale: 0, last: undefined, due: undefined });
});
