import { expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId } from '../model/ids.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** A Monday, 09:00 in Paris: the first occurrence begins. */
const T = instant('2026-11-23T08:00:00Z');
const ID = 'checks@2026-11-23';
const APPLIED: Outcome = { kind: 'applied' };
const TERMS = {
  from: '2026-11-23',
  anchor: '2026-11-23',
  rrule: 'FREQ=DAILY',
  time: '09:00',
  duration: HOUR,
  zone: 'Europe/Paris',
  grace: HOUR,
  holidays: 'keep',
};
const LONG = { ...TERMS, grace: 30 * DAY };
let made = 0;
const as = (person: string, at: number, role: 'lead' | 'responder' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

async function withPlan(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines', T - HOUR, 'lead');
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir' }, lead);
  const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS };
  expect(await records.run('plan.create', plan, lead)).toEqual(APPLIED);
  return records;
}
const act = (records: MemoryRecords, what: string, args: object, ctx: MutatorContext) =>
  records.run(`occurrence.${what}`, { id: ID, ...args }, ctx);

test('an occurrence is moved by 400 days at most, however far the clocks go', async () => {
  const records = await withPlan();
  for (const at of [instant('9999-12-31T23:59:59.999Z'), T + 401 * DAY]) {
    expect(await act(records, 'move', { at }, as('lea', T))).toEqual({
      kind: 'rejected',
      reason: 'invalid',
      detail: { message: 'at: too far from 2026-11-23' },
    });
  }
  expect(await act(records, 'move', { at: T + 399 * DAY }, as('lea', T))).toEqual(APPLIED);
});

test('an occurrence whose time outlasts the calendar is refused to whoever acts on it', async () => {
  const records = await withPlan();
  const late = instant('9999-12-31T08:00:00Z');
  const id = 'checks@9999-12-31';
  await records.run('plan.edit', { id: 'checks', revision: 1, set: {}, terms: LONG }, as('ines', T - HOUR, 'lead'));
  for (const [what, args] of [
    ['start', { revision: 1 }],
    ['complete', { note: 'fait' }],
    ['skip', { reason: 'VPN' }],
    ['block', { reason: 'VPN' }],
    ['linkChange', { change: 'c1' }],
  ] as const) {
    const outcome = await act(records, what, { id, ...args }, as('lea', late));
    expect([what, outcome]).toMatchObject([what, { reason: 'invalid' }]);
  }
});

test('an occurrence is acted on within thirty years, and not looked for beyond', async () => {
  const records = await withPlan();
  const block = (date: string, more: object = {}) =>
    act(records, 'block', { id: `checks@${date}`, reason: 'VPN', ...more }, as('lea', T));
  expect(await block('2056-11-30')).toEqual(APPLIED);
  for (const date of ['2056-12-31', '9000-01-01']) {
    const refused = { kind: 'rejected', reason: 'invalid', detail: { message: `id: ${date} is too far ahead` } };
    expect(await block(date)).toEqual(refused);
    const at = instant(`${date}T08:00:00Z`);
    const planned = { at, end: at + HOUR, deadline: at + HOUR, allDay: false, zone: 'Europe/Paris' };
    expect(await block(date, { planned })).toEqual(refused);
  }
});

test('an occurrence is done however often it was blocked, moved and begun before, and what counts is kept', async () => {
  const records = await withPlan();
  await act(records, 'start', { revision: 1 }, as('max', T + 1));
  await act(records, 'move', { at: T + 2 * HOUR }, as('max', T + 2));
  for (let n = 0; n < 130; n += 1) {
    const at = T + MINUTE + n * 10;
    await act(records, 'block', { reason: `VPN ${n}` }, as('lea', at));
    await act(records, 'unblock', {}, as('lea', at + 1));
    await act(records, 'complete', { note: 'fait' }, as('lea', at + 2));
    expect(await act(records, 'reopen', { of: at + 2 }, as('lea', at + 3))).toEqual(APPLIED);
    await act(records, 'move', { at: T + (3 + (n % 2)) * HOUR }, as('lea', at + 4));
  }
  expect((await records.get('occurrence', ID))?.events).toHaveLength(500);
  expect(await act(records, 'complete', { note: 'enfin' }, as('lea', T + HOUR))).toEqual(APPLIED);
  const doc = await records.get('occurrence', ID);
  expect(doc?.events).toHaveLength(500);
  expect(doc && occurrenceState(undefined, doc, T + HOUR)).toMatchObject({
    status: 'done',
    at: T + 4 * HOUR,
    movedFrom: T,
    started: { by: { id: 'max' }, at: T + 1 },
    completed: { by: { id: 'lea' }, note: 'enfin' },
  });
});

test('that what is done was unblocked is taken back', async () => {
  const records = await withPlan();
  await act(records, 'block', { reason: 'VPN' }, as('lea', T));
  await act(records, 'complete', { note: 'fait' }, as('lea', T + 1));
  expect(await act(records, 'unblock', {}, as('max', T + 2))).toEqual(APPLIED);
  expect(await act(records, 'block', { reason: 'VPN' }, as('max', T + 3))).toMatchObject({ reason: 'alreadyDone' });
  expect(await act(records, 'block', { reason: 'VPN', of: T + 2 }, as('max', T + 4))).toEqual(APPLIED);
  const doc = await records.get('occurrence', ID);
  expect(doc && occurrenceState(undefined, doc, T + 5)).toMatchObject({
    status: 'done',
    blocked: { by: { id: 'lea' }, at: T, reason: 'VPN' },
  });
});
