import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addTally, type Tally } from '../simulator/coverage.ts';
import { createTemplate } from '../simulator/people.ts';
import { createPostgresWorkspaces, type PostgresWorkspaces } from '../simulator/postgres-database.ts';
import { simulate } from '../simulator/simulate.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';

/** `VIGIE_SIM_PG_SEEDS=500` (from 1), or `VIGIE_SIM_PG_SEEDS=1234:1` to see one again. */
const [a = '', b] = (process.env.VIGIE_SIM_PG_SEEDS ?? '8').split(':');
const seeds = Array.from({ length: Number(b ?? a) }, (_, index) => (b === undefined ? 1 : Number(a)) + index);

let postgres: Postgres;
let workspaces: PostgresWorkspaces;
beforeAll(async () => {
  postgres = await startPostgres();
  workspaces = await createPostgresWorkspaces(await postgres.createDatabase(), await createTemplate());
});
afterAll(async () => {
  await workspaces?.close();
  await postgres?.dispose();
});

describe('sync, simulated over PostgreSQL', () => {
  it('keeps its promises with several server processes', { timeout: 3_600_000 }, async () => {
    const tally: Tally = new Map();
    for (const seed of seeds) {
      const run = await simulate(seed, { with: { processes: true } }, workspaces.open);
      addTally(tally, run.tally);
    }
    if (process.env.VIGIE_SIM_TRACE) console.log(Object.fromEntries(tally));
    expect(tally.get('comes to rest')).toBe(seeds.length);
    for (const what of ['commit of another process found', 'console served by another process'] as const) {
      expect(tally.get(what)).toBeGreaterThan(0);
    }
  });
});
