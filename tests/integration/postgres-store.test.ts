import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { lookAheadContract } from '../support/look-ahead-contract.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { processesContract } from '../support/processes-contract.ts';
import type { StoreBench } from '../support/store-bench.ts';
import { storeContract } from '../support/store-contract.ts';
import { syncContract } from '../support/sync-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.dispose());

async function database(): Promise<StoreBench> {
  const url = await postgres.createDatabase();
  return {
    parallel: true,
    open: (deps) => createPostgresStore({ url, ...deps }),
    async spoil(statement) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(statement);
      await client.end();
    },
    dispose: async () => undefined,
  };
}

storeContract('PostgreSQL', database);
processesContract('PostgreSQL', database);
lookAheadContract('PostgreSQL', database);

syncContract('PostgreSQL', async (deps) => createPostgresStore({ url: await postgres.createDatabase(), ...deps }), {
  runs: 15,
});
