import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { Dialect } from './query.ts';
import type { Tables } from './tables.ts';

type AnyDb = Kysely<unknown>;

/**
 * The same tables for both databases, which compare text alike: by its bytes. Never edited once released: a later
 * change of schema is a later migration.
 */
export function migrationsFor(dialect: Dialect): Record<string, Migration> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : 'text';
  return {
    '0001-start': start(dialect, text),
    '0002-several-processes': severalProcesses(),
    '0003-lists-in-order-of-arrival': listsInOrderOfArrival(),
    '0004-files': files(dialect, text),
    '0005-slugs': slugs(text),
  };
}

function start(dialect: Dialect, text: 'text' | ReturnType<typeof sql>): Migration {
  return {
    async up(db: AnyDb) {
      await db.schema
        .createTable('ws')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('epoch', text, (c) => c.notNull())
        .addColumn('min_version', 'bigint', (c) => c.notNull())
        .addColumn('log_hash', text, (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('record')
        .addColumn('collection', text, (c) => c.notNull())
        .addColumn('id', text, (c) => c.notNull())
        .addColumn('scope', text, (c) => c.notNull())
        .addColumn('ref', text)
        .addColumn('hot', 'integer', (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('deleted', 'integer', (c) => c.notNull())
        .addColumn('doc', text)
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
        .addColumn('scope', text, (c) => c.notNull())
        .addColumn('collection', text, (c) => c.notNull())
        .addColumn('id', text, (c) => c.notNull())
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('scope_exit_pk', ['scope', 'collection', 'id'])
        .execute();
      await db.schema.createIndex('scope_exit_version').on('scope_exit').columns(['scope', 'version']).execute();
      await db.schema
        .createTable('scope_sum')
        .addColumn('scope', text, (c) => c.primaryKey())
        .addColumn('hi', 'bigint', (c) => c.notNull())
        .addColumn('lo', 'bigint', (c) => c.notNull())
        .addColumn('live', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('client')
        .addColumn('id', text, (c) => c.primaryKey())
        .addColumn('person', text, (c) => c.notNull())
        .addColumn('last_seq', 'bigint', (c) => c.notNull())
        .addColumn('seen_at', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('mutation')
        .addColumn('id', dialect === 'postgres' ? 'bigint' : 'integer', (c) =>
          dialect === 'postgres' ? c.primaryKey() : c.primaryKey().autoIncrement(),
        )
        .addColumn('client', text, (c) => c.notNull())
        .addColumn('seq', 'bigint')
        .addColumn('name', text, (c) => c.notNull())
        .addColumn('args', text, (c) => c.notNull())
        .addColumn('actor', text, (c) => c.notNull())
        .addColumn('via', text, (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('received_at', 'bigint', (c) => c.notNull())
        .addColumn('status', text, (c) => c.notNull())
        .addColumn('reason', text)
        .addColumn('detail', text)
        .addColumn('version', 'bigint', (c) => c.notNull())
        .addColumn('args_hash', text, (c) => c.notNull())
        .addColumn('prev_hash', text, (c) => c.notNull())
        .addColumn('hash', text, (c) => c.notNull())
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
        .addColumn('series', text, (c) => c.primaryKey())
        .addColumn('value', 'bigint', (c) => c.notNull())
        .execute();
      await db.schema
        .createTable('timer')
        .addColumn('key', text, (c) => c.primaryKey())
        .addColumn('fire_at', 'bigint', (c) => c.notNull())
        .addColumn('kind', text, (c) => c.notNull())
        .addColumn('payload', text, (c) => c.notNull())
        .addColumn('owner', text, (c) => c.notNull())
        .execute();
      await db.schema.createIndex('timer_fire_at').on('timer').columns(['fire_at', 'key']).execute();
      await db.schema.createIndex('timer_owner').on('timer').column('owner').execute();
      await db.schema
        .createTable('intake_key')
        .addColumn('id', text, (c) => c.primaryKey())
        .addColumn('source', text, (c) => c.notNull())
        .addColumn('name', text, (c) => c.notNull())
        .addColumn('start', text, (c) => c.notNull())
        .addColumn('hash', text, (c) => c.notNull().unique())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('revoked_at', 'bigint')
        .execute();
    },
  };
}

/** What several processes on one database need to know of each other. */
function severalProcesses(): Migration {
  return {
    async up(db: AnyDb) {
      for (const column of ['log_id', 'commits']) {
        await db.schema
          .alterTable('ws')
          .addColumn(column, 'bigint', (c) => c.notNull().defaultTo(0))
          .execute();
      }
      await sql`update ws set log_id = (select coalesce(max(id), 0) from mutation)`.execute(db);
      await db.schema.alterTable('timer').addColumn('taken_until', 'bigint').execute();
      await db.schema.createIndex('scope_exit_by_version').on('scope_exit').column('version').execute();
    },
  };
}

/**
 * What is listed under a record stands there as it came: under the id, which for an alert is a hash, each new alert of
 * an incident dirtied a page of its own.
 */
function listsInOrderOfArrival(): Migration {
  return {
    async up(db: AnyDb) {
      await db.schema.dropIndex('record_ref').execute();
      await db.schema
        .createIndex('record_ref')
        .on('record')
        .columns(['ref', 'collection'])
        .where(sql.ref('ref'), 'is not', null)
        .execute();
    },
  };
}

/** Evidence and pictures, in parts, so that neither a request nor a turn ever holds more than one of them. */
function files(dialect: Dialect, text: 'text' | ReturnType<typeof sql>): Migration {
  return {
    async up(db: AnyDb) {
      await db.schema
        .createTable('blob')
        .addColumn('hash', text, (c) => c.primaryKey())
        .addColumn('size', 'bigint', (c) => c.notNull())
        .addColumn('upload', text, (c) => c.notNull().unique())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('unused_since', 'bigint')
        .execute();
      await db.schema
        .createTable('blob_part')
        .addColumn('upload', text, (c) => c.notNull())
        .addColumn('n', 'integer', (c) => c.notNull())
        .addColumn('bytes', dialect === 'postgres' ? 'bytea' : 'blob', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('blob_part_pk', ['upload', 'n'])
        .execute();
    },
  };
}

/** Heartbeats are found by the name in their addresses without reading all of them. */
function slugs(text: 'text' | ReturnType<typeof sql>): Migration {
  return {
    async up(db: Kysely<Pick<Tables, 'record'>>) {
      await db.schema.alterTable('record').addColumn('slug', text).execute();
      const heartbeats = await db
        .selectFrom('record')
        .select(['id', 'doc'])
        .where('collection', '=', 'heartbeat')
        .where('deleted', '=', 0)
        .execute();
      for (const { id, doc } of heartbeats) {
        const { slug }: { slug?: string } = JSON.parse(doc ?? '{}');
        if (slug === undefined) continue;
        await db
          .updateTable('record')
          .set({ slug })
          .where('collection', '=', 'heartbeat')
          .where('id', '=', id)
          .execute();
      }
      await db.schema
        .createIndex('record_slug')
        .on('record')
        .columns(['slug', 'collection'])
        .where(sql.ref('slug'), 'is not', null)
        .execute();
    },
  };
}
