import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../simulator/world.ts';
import { startLoad } from '../support/load.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** `VIGIE_KILLS=50 VIGIE_KILL_SEED=7`: so many kills, at other moments. */
const KILLS = Number(process.env.VIGIE_KILLS ?? 4);
const random = createRandom(Number(process.env.VIGIE_KILL_SEED ?? 1));

let server: TestServer | undefined;
afterEach(async () => {
  await server?.dispose();
  server = undefined;
});

describe('a server that is killed again and again under load', () => {
  it('loses nothing it acknowledged and does nothing twice, on SQLite', async () => {
    const one = await startServer({ flags: ['--log-level', 'fatal'] });
    server = one;
    const token = await one.token('ines');
    const load = await startLoad({
      url: () => one.url,
      token,
      intake: new URL(await one.intakeUrl('generic')).pathname,
    });
    for (let n = 0; n < KILLS; n += 1) {
      await pause(random.int(50, 1_200));
      await one.kill();
      await one.start();
    }
    await load.stop();
    expect(await load.faults(one.url)).toEqual([]);
    expect(load.acknowledged()).toEqual({ notes: expect.any(Number), alerts: expect.any(Number) });
    expect(load.acknowledged().notes).toBeGreaterThan(20 * KILLS);
    expect(load.repeated()).toBeGreaterThan(KILLS);
    expect(await one.vigie('log', 'verify')).toBe('the log is whole');
  });
});
