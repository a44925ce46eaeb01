import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

type AnyDb = Kysely<unknown>;

/** Never edited once released: a later change of schema is a later migration. */
export const migrations: Record<string, Migration> = {
  '0001-start': {
    async up(db: AnyDb) {
      await db.schema
        .createTable('ws')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('epoch', 'text', (c) => c.notNull())
        .addColumn('min_version', 'bigint', (c) => c.notNull())
        .addColumn('log_hash', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('record')
        .addColumn('collection', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('ref', 'text')
        .addColumn('hot', 'integer', (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('deleted', 'integer', (c) => c.notNull())
        .addColumn('doc', 'text')
        .addPrimaryKeyConstraint('record_pk', ['collection', 'id'])
        .execute();
      await db.schema.createIndex('record_version').on('record').column('version').unique().execute();
      await db.schema.createIndex('record_scope').on('record').columns(['scope', 'version']).execute();
      await db.schema
        .createIndex('record_ref')
        .on('record')
        .columns(['ref', 'collection', 'id'])
        .where(sql.ref('ref'), 'is not', null)
        .execute();
      await db.schema
        .createIndex('record_hot')
        .on('record')
        .columns(['scope', 'version'])
        .where(sql.ref('hot'), '=', sql.lit(1))
        .execute();
      await db.schema
        .createTable('scope_exit')
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('collection', 'text', (c) => c.notNull())
        .addColumn('id', 'text', (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('scope_exit_pk', ['scope', 'collection', 'id'])
        .execute();
      await db.schema.createIndex('scope_exit_version').on('scope_exit').columns(['scope', 'version']).execute();
      await db.schema
        .createTable('scope_sum')
        .addColumn('scope', 'text', (c) => c.primaryKey())
        .addColumn('hi', 'bigint', (c) => c.notNull())
        .addColumn('lo', 'bigint', (c) => c.notNull())
        .addColumn('live', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('client')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('person', 'text', (c) => c.notNull())
        .addColumn('last_seq', 'bigint', (c) => c.notNull())
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('mutation')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('client', 'text', (c) => c.notNull())
        .addColumn('seq', 'bigint')
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('args', 'text', (c) => c.notNull())
        .addColumn('actor', 'text', (c) => c.notNull())
        .addColumn('via', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('received_at', 'bigint', (c) => c.notNull())
        .addColumn('status', 'text', (c) => c.notNull())
        .addColumn('reason', 'text')
        .addColumn('detail', 'text')
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('args_hash', 'text', (c) => c.notNull())
        .addColumn('prev_hash', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .execute();
      await db.schema
        .createIndex('mutation_seq')
        .on('mutation')
        .columns(['client', 'seq'])
        .unique()
        .where(sql.ref('seq'), 'is not', null)
        .execute();
      await db.schema
        .createTable('counter')
        .addColumn('series', 'text', (c) => c.primaryKey())
        .addColumn('value', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('timer')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('fire_at', 'bigint', (c) => c.notNull())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('payload', 'text', (c) => c.notNull())
        .addColumn('owner', 'text', (c) => c.notNull())
        .execute();
      await db.schema.createIndex('timer_fire_at').on('timer').columns(['fire_at', 'key']).execute();
      await db.schema.createIndex('timer_owner').on('timer').column('owner').execute();
      await db.schema
        .createTable('intake_key')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('start', 'text', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull().unique())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('revoked_at', 'bigint')
        .execute();
    },
  },
};
