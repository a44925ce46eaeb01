import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { createRandom } from '../simulator/world.ts';
import { startLoad } from '../support/load.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { until } from '../support/processes.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** `VIGIE_KILLS=50 VIGIE_KILL_SEED=7`: so many kills, at other moments. */
const KILLS = Number(process.env.VIGIE_KILLS ?? 3);
/** Notes that are acknowledged between two kills at least. */
const WORK = 20;
const random = createRandom(Number(process.env.VIGIE_KILL_SEED ?? 1));

let server: TestServer | undefined;
let postgres: Postgres | undefined;
afterEach(async () => {
  await server?.dispose();
  await postgres?.dispose();
  server = undefined;
  postgres = undefined;
});

describe('a server that is killed again and again under load', { timeout: 180_000 }, () => {
  /** Kills what `victim` says under load, `KILLS` times; then everything acknowledged is there, once. */
  async function killUnderLoad(one: TestServer, victims: readonly { kill(): Promise<void>; start(): Promise<void> }[]) {
    const token = await one.token('ines');
    const intake = new URL(await one.intakeUrl('generic')).pathname;
    const load = await startLoad({ url: () => one.url, token, intake });
    for (let n = 0; n < KILLS; n += 1) {
      const { notes } = load.acknowledged();
      await until('some work', () => load.acknowledged().notes >= notes + WORK);
      await pause(random.int(0, 500));
      const victim = victims[n % victims.length] ?? one;
      await victim.kill();
      await pause(random.int(0, 300));
      await victim.start();
    }
    await load.stop();
    expect(await load.faults(one.url)).toEqual([]);
    expect(load.repeated()).toBeGreaterThan(0);
    expect(await one.vigie('log', 'verify')).toBe('the log is whole');
    if (process.env.VIGIE_KILLS) console.log(`${KILLS} kills`, load.acknowledged(), `${load.repeated()} repeated`);
  }

  it('loses nothing it acknowledged and does nothing twice, on SQLite', async () => {
    server = await startServer({ flags: ['--log-level', 'fatal'] });
    await killUnderLoad(server, [server]);
  });

  it('does the same on PostgreSQL, which is killed as well', async () => {
    postgres = await startPostgres({ durable: true });
    const env = { VIGIE_DATABASE: await postgres.createDatabase() };
    server = await startServer({ env, flags: ['--log-level', 'fatal'] });
    await killUnderLoad(server, [server, postgres]);
  });
});
