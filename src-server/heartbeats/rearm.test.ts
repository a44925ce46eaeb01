import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stateAt } from '../../src-shared/heartbeat/state.ts';
import { HOUR, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { rearmHeartbeats } from './rearm.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
let server: TestApp;

const ping = (kind = 'success') => server.asSystem('heartbeat.ping', { id: 'hourly', kind, method: 'GET' });
const state = async () => {
  const found = await server.deps.store.read((tx) => tx.get('heartbeat', 'hourly'));
  return found && stateAt(found, server.clock.now()).state;
};
const incidents = () => server.deps.store.read((tx) => tx.all('incident'));
const timers = async () =>
  (await server.deps.store.read((tx) => tx.timersOf('heartbeat:hourly'))).map((one) => one.fireAt);
/** As `startServer` does: the timers, and then the loop. */
async function start() {
  await rearmHeartbeats(server.deps.store, server.clock.now());
  server.timers.start();
}

beforeEach(async () => {
  server = await startTestApp(NOW);
  const schedule = { kind: 'period', period: HOUR, grace: 10 * MINUTE };
  const name = 'Hourly';
  await server.asSystem('heartbeat.create', { id: 'hourly', key: KEY, name, tags: [], priority: 'P1', schedule });
  await ping();
});
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

describe('a server that was away', () => {
  it('waits a minute for pings that are tried again before it calls a job down', async () => {
    await server.clock.advance(2 * HOUR);
    await start();
    await server.clock.advance(31 * SECOND);
    expect(await incidents()).toEqual([]);
    await ping();
    await server.clock.advance(MINUTE);
    expect([await state(), await incidents()]).toEqual(['up', []]);
  });

  it('calls it down when that minute has passed, as of when it was due', async () => {
    await server.clock.advance(2 * HOUR);
    await start();
    await server.clock.advance(MINUTE - 1);
    expect(await incidents()).toEqual([]);
    await server.clock.advance(1);
    expect(await incidents()).toHaveLength(1);
    const found = await server.deps.store.read((tx) => tx.get('heartbeat', 'hourly'));
    expect(found?.facts?.down).toEqual({ at: NOW + HOUR + 10 * MINUTE, why: 'missed' });
  });

  it('holds what falls due within that minute as well, and nothing later', async () => {
    await server.clock.advance(HOUR + 10 * MINUTE - 20 * SECOND);
    await start();
    expect(await timers()).toEqual([server.clock.now() + MINUTE]);
    await server.timers.stop();
    await ping();
    await start();
    expect(await timers()).toEqual([server.clock.now() + HOUR + 10 * MINUTE]);
  });

  it('puts nothing off for ever by starting again and again', async () => {
    await server.clock.advance(2 * HOUR);
    const first = server.clock.now();
    for (let n = 0; n < 3; n += 1) {
      await start();
      await server.clock.advance(25 * SECOND);
      await server.timers.stop();
    }
    expect(await incidents()).toHaveLength(1);
    // Set for when it is raised again.
    expect((await timers())[0]).toBeGreaterThan(first + MINUTE);
  });

  it('calls it down at once when the hold ended while it was away again', async () => {
    await server.clock.advance(2 * HOUR);
    await start();
    await server.clock.advance(55 * SECOND);
    await server.timers.stop();
    expect(await incidents()).toEqual([]);
    await server.clock.advance(10 * SECOND);
    await start();
    await server.clock.advance(SECOND);
    expect(await incidents()).toHaveLength(1);
  });

  it('sets a timer that was lost, and one that was set by other rules', async () => {
    await server.deps.store.write(async (tx) => tx.replaceTimers('heartbeat:hourly', []));
    await start();
    expect(await timers()).toEqual([NOW + HOUR + 10 * MINUTE]);
    const wrong = { key: 'heartbeat:hourly', fireAt: NOW + MINUTE, kind: 'heartbeat.lapse', owner: 'heartbeat:hourly' };
    await server.deps.store.write(async (tx) =>
      tx.replaceTimers('heartbeat:hourly', [{ ...wrong, payload: { id: 'hourly', at: NOW + MINUTE } }]),
    );
    // Too early: it looks, finds nothing due, and is set for when it is.
    await server.clock.advance(2 * MINUTE);
    expect(await timers()).toEqual([NOW + HOUR + 10 * MINUTE]);
    expect(await incidents()).toEqual([]);
  });
});
