import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { incidentId } from '../../src-shared/model/ids.ts';
import { HOUR, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { createTestClock, settle, type TestClock } from '../../tests/support/server-app.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import { runMutation, systemActor } from '../sync/run-mutation.ts';
import { createTimerLoop, type TimerLoop } from './loop.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const ID = incidentId('01a20386-1b87-75d5-ba21-edbb38579410');
let clock: TestClock;
let store: Store;
let loop: TimerLoop;
let lags: number[];

beforeEach(async () => {
  clock = createTestClock(NOW);
  store = await createSqliteStore({ file: ':memory:' });
  lags = [];
  loop = createTimerLoop({ store, clock, scheduler: clock, onFired: (_timer, lag) => lags.push(lag) });
});
afterEach(async () => {
  await loop.stop();
  await store.close();
});

let runs = 0;
async function mutate(name: string, args: unknown) {
  runs += 1;
  const at = clock.now();
  const { value } = await store.write((tx) =>
    runMutation(tx, {
      name,
      args,
      actor: systemActor(),
      via: 'server',
      at,
      receivedAt: at,
      origin: { kind: 'server', id: `run-${runs}` },
    }),
  );
  expect(value).toEqual({ kind: 'applied' });
}
const openP0 = () => mutate('incident.open', { id: ID, title: 'Base injoignable', priority: 'P0' });
const kinds = async () =>
  (await store.read((tx) => tx.list('timelineEntry', ID)))
    .map(({ doc }) => doc)
    .sort((a, b) => a.at - b.at)
    .map((one) => ({
      what: one.event.kind === 'slaWarning' ? `${one.event.clock} ${one.event.at}` : one.event.kind,
      after: one.at - NOW,
    }));
const waiting = () => store.read((tx) => tx.timersOf(`incident:${ID}`));

describe('durable timers', () => {
  it('writes down each warning and the lapse at its instant, once', async () => {
    loop.start();
    await openP0();
    await clock.advance(6 * MINUTE);
    expect((await kinds()).filter((one) => one.what.startsWith('response') || one.what === 'slaLapsed')).toEqual([
      { what: 'response 0.5', after: 2.5 * MINUTE },
      { what: 'response 0.8', after: 4 * MINUTE },
      { what: 'slaLapsed', after: 5 * MINUTE },
    ]);
    expect(Math.max(...lags)).toBeLessThanOrEqual(20);
  });

  it('is re-derived when the incident changes: what is acknowledged warns no more', async () => {
    loop.start();
    await openP0();
    await clock.advance(MINUTE);
    await mutate('incident.acknowledge', { id: ID });
    expect((await waiting()).some((one) => one.key.includes('/response/'))).toBe(false);
    await clock.advance(10 * MINUTE);
    expect((await kinds()).map((one) => one.what)).not.toContain('response 0.5');
  });

  it('catches up after a stop: all that fell due is written with its own instant', async () => {
    await openP0();
    await clock.advance(2 * HOUR);
    loop.start();
    await settle();
    const lapses = (await kinds()).filter((one) => one.what === 'slaLapsed').map((one) => one.after);
    expect(lapses).toContain(5 * MINUTE);
    expect((await waiting()).every((one) => one.fireAt > clock.now())).toBe(true);
  });

  it('takes effect once although two loops see the same timer', async () => {
    await openP0();
    await clock.advance(6 * MINUTE);
    const other = createTimerLoop({ store, clock, scheduler: clock });
    const fired = await Promise.all([loop.runDue(), other.runDue()]);
    const total = fired[0] + fired[1];
    const again = await loop.runDue();
    expect({ total, again }).toEqual({ total: 3, again: 0 });
    expect(await store.verifyLog()).toBeUndefined();
  });

  it('is waited for under a changed policy', async () => {
    await openP0();
    const before = (await waiting()).length;
    const policy = await import('../../src-shared/sla/default-policy.ts');
    await mutate('slaPolicy.update', { id: 'default', doc: { ...policy.PROCEDURES_SLA_POLICY, warnAt: [0.25] } });
    const after = await waiting();
    expect(after.length).toBeLessThan(before);
    expect(after.some((one) => one.key.endsWith('/0.25'))).toBe(true);
  });

  it('looks again at once for what fell due while it looked', async () => {
    await openP0();
    let now = NOW + 2.5 * MINUTE - 1;
    const waits: number[] = [];
    const slow: Store = {
      ...store,
      async takeTimers(query) {
        const due = await store.takeTimers(query);
        now += 1;
        return due;
      },
    };
    const scheduler = {
      after(delay: number) {
        waits.push(delay);
        return { cancel: () => undefined };
      },
    };
    const late = createTimerLoop({ store: slow, clock: { now: () => now }, scheduler });
    late.start();
    await settle();
    await late.stop();
    expect(waits).toEqual([0]);
  });

  it('tries again in an hour what a bug kept from running', async () => {
    const owner = 'heartbeat:odd';
    // Arguments of this kind pass the schema and break what they are for.
    const timer = { key: owner, fireAt: NOW, kind: 'heartbeat.lapse', payload: { id: 'odd', at: NOW }, owner };
    await store.write(async (tx) => tx.replaceTimers(owner, [timer]));
    const broken: Store = {
      ...store,
      write: (fn) =>
        store.write((tx) =>
          fn({
            ...tx,
            get: (name, id) => (name === 'heartbeat' ? Promise.reject(new Error('bug')) : tx.get(name, id)),
          }),
        ),
    };
    const bugs: unknown[] = [];
    const other = createTimerLoop({ store: broken, clock, scheduler: clock, onBug: (error) => bugs.push(error) });
    expect(await other.runDue()).toBe(1);
    expect(await other.runDue()).toBe(0);
    expect(bugs).toHaveLength(1);
    expect(await store.read((tx) => tx.timersOf(owner))).toEqual([{ ...timer, fireAt: NOW + HOUR }]);
  });

  it('looks at least every five seconds, even idle', async () => {
    loop.start();
    await clock.advance(23 * SECOND);
    expect(clock.now() - (loop.ranAt() ?? 0)).toBeLessThanOrEqual(5 * SECOND);
  });
});
