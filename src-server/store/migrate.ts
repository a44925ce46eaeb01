import type { Kysely } from 'kysely';
import { Migrator } from 'kysely/migration';
import { CHAIN_START } from './log-chain.ts';
import { migrationsFor } from './migrations.ts';
import type { Dialect } from './query.ts';
import type { Tables } from './tables.ts';

/** Brings the tables up to date and makes the workspace row; safe when several processes do it at once. */
export async function migrate(k: Kysely<Tables>, dialect: Dialect, newEpoch: () => string): Promise<void> {
  const migrator = new Migrator({ db: k, provider: { getMigrations: async () => migrationsFor(dialect) } });
  const { error } = await migrator.migrateToLatest();
  if (error instanceof Error && error.message.startsWith('corrupted migrations')) {
    throw new Error('the data was written by a newer Vigie than this one; update this one, or restore a backup', {
      cause: error,
    });
  }
  if (error) throw error;
  await k
    .insertInto('ws')
    .values({ id: 1, version: 0, epoch: newEpoch(), min_version: 0, log_hash: CHAIN_START, log_id: 0, commits: 0 })
    .onConflict((oc) => oc.doNothing())
    .execute();
}
