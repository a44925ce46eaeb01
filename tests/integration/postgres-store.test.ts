import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { storeContract } from '../support/store-contract.ts';
import { syncContract } from '../support/sync-contract.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.dispose());

storeContract('PostgreSQL', async () => {
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
});

syncContract('PostgreSQL', async (deps) => createPostgresStore({ url: await postgres.createDatabase(), ...deps }), {
  runs: 15,
});
