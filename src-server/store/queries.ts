import type Database from 'better-sqlite3';
import { type Kysely, sql } from 'kysely';
import { REFERENCE } from './hot.ts';
import { param, prepare } from './prepared.ts';
import type { Tables } from './tables.ts';

const text = (name: string) => param<string>(name);
const int = (name: string) => param<number>(name);
const CHANGE = ['collection', 'id', 'version', 'deleted', 'scope', 'doc as docText'] as const;

type NewestQuery = {
  scope: string;
  upTo: number;
  limit: number;
};

export interface ChangeRow {
  collection: string;
  id: string;
  version: number;
  deleted: number;
  scope: string;
  docText: string | null;
}

export interface ListedRow extends ChangeRow {
  ref: string | null;
}

/** The reads of the store, bound to one connection. */
export function prepareReads(db: Database.Database, k: Kysely<Tables>) {
  const live = k.selectFrom('record').select(CHANGE).where('deleted', '=', 0);
  const newest = live
    .select('ref')
    .where('scope', '=', text('scope'))
    .where('version', '<=', int('upTo'))
    .orderBy('version', 'desc')
    .limit(int('limit'));
  return {
    workspace: prepare<Record<string, never>, Tables['ws']>(db, k.selectFrom('ws').selectAll().where('id', '=', 1)),
    record: prepare<{ collection: string; id: string }, Tables['record']>(
      db,
      k.selectFrom('record').selectAll().where('collection', '=', text('collection')).where('id', '=', text('id')),
    ),
    referring: prepare<{ collection: string; ref: string }, ChangeRow>(
      db,
      live.where('ref', '=', text('ref')).where('collection', '=', text('collection')).orderBy('id'),
    ),
    collection: prepare<{ collection: string }, ChangeRow>(
      db,
      live.where('collection', '=', text('collection')).orderBy('id'),
    ),
    changes: prepare<{ scope: string; since: number; limit: number }, ChangeRow>(
      db,
      k
        .selectFrom('record')
        .select(CHANGE)
        .where('scope', '=', text('scope'))
        .where('version', '>', int('since'))
        .orderBy('version')
        .limit(int('limit')),
    ),
    /** An exit counts only for readers who do not read the record where it is now, hence `nowIn`. */
    exits: prepare<
      { scope: string; since: number; limit: number },
      { collection: string; id: string; version: number; scope: string; nowIn: string | null }
    >(
      db,
      k
        .selectFrom('scope_exit as e')
        .leftJoin('record as r', (join) => join.onRef('r.collection', '=', 'e.collection').onRef('r.id', '=', 'e.id'))
        .select(['e.collection', 'e.id', 'e.version', 'e.scope', 'r.scope as nowIn'])
        .where('e.scope', '=', text('scope'))
        .where('e.version', '>', int('since'))
        .orderBy('e.version')
        .limit(int('limit')),
    ),
    newest: {
      all: prepare<NewestQuery, ListedRow>(db, newest),
      hot: prepare<NewestQuery, ListedRow>(db, newest.where('hot', '=', sql.lit(1))),
      reference: prepare<NewestQuery, ListedRow>(
        db,
        newest.where('hot', '=', sql.lit(1)).where('collection', 'in', REFERENCE.map(sql.lit)),
      ),
    },
    hot: prepare<Record<string, never>, { collection: string; id: string }>(
      db,
      k
        .selectFrom('record')
        .select(['collection', 'id'])
        .where('hot', '=', sql.lit(1))
        .orderBy('scope')
        .orderBy('version'),
    ),
    sum: prepare<{ scope: string }, { hi: number; lo: number; live: number }>(
      db,
      k.selectFrom('scope_sum').select(['hi', 'lo', 'live']).where('scope', '=', text('scope')),
    ),
    client: prepare<{ id: string }, Tables['client']>(
      db,
      k.selectFrom('client').selectAll().where('id', '=', text('id')),
    ),
    mutation: prepare<{ client: string; seq: number }, LogRow>(
      db,
      k.selectFrom('mutation').selectAll().where('client', '=', text('client')).where('seq', '=', int('seq')),
    ),
    log: prepare<{ after: number; limit: number }, LogRow>(
      db,
      k.selectFrom('mutation').selectAll().where('id', '>', int('after')).orderBy('id').limit(int('limit')),
    ),
    counter: prepare<{ series: string }, { value: number }>(
      db,
      k.selectFrom('counter').select('value').where('series', '=', text('series')),
    ),
    dueTimers: prepare<{ upTo: number; limit: number }, Tables['timer']>(
      db,
      k
        .selectFrom('timer')
        .selectAll()
        .where('fire_at', '<=', int('upTo'))
        .orderBy('fire_at')
        .orderBy('key')
        .limit(int('limit')),
    ),
    timersOf: prepare<{ owner: string }, Tables['timer']>(
      db,
      k.selectFrom('timer').selectAll().where('owner', '=', text('owner')).orderBy('fire_at').orderBy('key'),
    ),
    timer: prepare<{ key: string }, Tables['timer']>(
      db,
      k.selectFrom('timer').selectAll().where('key', '=', text('key')),
    ),
    intakeKey: prepare<{ hash: string }, Tables['intake_key']>(
      db,
      k.selectFrom('intake_key').selectAll().where('hash', '=', text('hash')),
    ),
    intakeKeys: prepare<Record<string, never>, Tables['intake_key']>(
      db,
      k.selectFrom('intake_key').selectAll().orderBy('created_at').orderBy('id'),
    ),
  };
}
export type Reads = ReturnType<typeof prepareReads>;
export type LogRow = Omit<Tables['mutation'], 'id'> & { id: number };

/** The writes of the store, bound to the one writing connection. */
export function prepareWrites(db: Database.Database, k: Kysely<Tables>) {
  return {
    saveWorkspace: prepare<{ version: number; log_hash: string }, unknown>(
      db,
      k
        .updateTable('ws')
        .set({ version: int('version'), log_hash: text('log_hash') })
        .where('id', '=', 1),
    ),
    saveRecord: prepare<Tables['record'], unknown>(
      db,
      k
        .insertInto('record')
        .values({
          collection: text('collection'),
          id: text('id'),
          scope: text('scope'),
          ref: param<string | null>('ref'),
          hot: int('hot'),
          version: int('version'),
          deleted: int('deleted'),
          doc: param<string | null>('doc'),
        })
        .onConflict((oc) =>
          oc.columns(['collection', 'id']).doUpdateSet((eb) => ({
            scope: eb.ref('excluded.scope'),
            ref: eb.ref('excluded.ref'),
            hot: eb.ref('excluded.hot'),
            version: eb.ref('excluded.version'),
            deleted: eb.ref('excluded.deleted'),
            doc: eb.ref('excluded.doc'),
          })),
        ),
    ),
    saveExit: prepare<Tables['scope_exit'], unknown>(
      db,
      k
        .insertInto('scope_exit')
        .values({ scope: text('scope'), collection: text('collection'), id: text('id'), version: int('version') })
        .onConflict((oc) =>
          oc.columns(['scope', 'collection', 'id']).doUpdateSet((eb) => ({ version: eb.ref('excluded.version') })),
        ),
    ),
    dropExit: prepare<{ scope: string; collection: string; id: string }, unknown>(
      db,
      k
        .deleteFrom('scope_exit')
        .where('scope', '=', text('scope'))
        .where('collection', '=', text('collection'))
        .where('id', '=', text('id')),
    ),
    saveSum: prepare<Tables['scope_sum'], unknown>(
      db,
      k
        .insertInto('scope_sum')
        .values({ scope: text('scope'), hi: int('hi'), lo: int('lo'), live: int('live') })
        .onConflict((oc) =>
          oc.column('scope').doUpdateSet((eb) => ({
            hi: eb.ref('excluded.hi'),
            lo: eb.ref('excluded.lo'),
            live: eb.ref('excluded.live'),
          })),
        ),
    ),
    saveClient: prepare<Tables['client'], unknown>(
      db,
      k
        .insertInto('client')
        .values({ id: text('id'), person: text('person'), last_seq: int('last_seq'), seen_at: int('seen_at') })
        .onConflict((oc) =>
          oc.column('id').doUpdateSet((eb) => ({
            last_seq: eb.ref('excluded.last_seq'),
            seen_at: eb.ref('excluded.seen_at'),
          })),
        ),
    ),
    appendMutation: prepare<Omit<Tables['mutation'], 'id'>, unknown>(
      db,
      k.insertInto('mutation').values({
        client: text('client'),
        seq: param<number | null>('seq'),
        name: text('name'),
        args: text('args'),
        actor: text('actor'),
        via: text('via'),
        at: int('at'),
        received_at: int('received_at'),
        status: text('status'),
        reason: param<string | null>('reason'),
        detail: param<string | null>('detail'),
        version: int('version'),
        args_hash: text('args_hash'),
        prev_hash: text('prev_hash'),
        hash: text('hash'),
      }),
    ),
    saveCounter: prepare<Tables['counter'], unknown>(
      db,
      k
        .insertInto('counter')
        .values({ series: text('series'), value: int('value') })
        .onConflict((oc) => oc.column('series').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') }))),
    ),
    saveTimer: prepare<Tables['timer'], unknown>(
      db,
      k
        .insertInto('timer')
        .values({
          key: text('key'),
          fire_at: int('fire_at'),
          kind: text('kind'),
          payload: text('payload'),
          owner: text('owner'),
        })
        .onConflict((oc) =>
          oc.column('key').doUpdateSet((eb) => ({
            fire_at: eb.ref('excluded.fire_at'),
            kind: eb.ref('excluded.kind'),
            payload: eb.ref('excluded.payload'),
            owner: eb.ref('excluded.owner'),
          })),
        ),
    ),
    dropTimer: prepare<{ key: string }, unknown>(db, k.deleteFrom('timer').where('key', '=', text('key'))),
    dropTimersOf: prepare<{ owner: string }, unknown>(db, k.deleteFrom('timer').where('owner', '=', text('owner'))),
    saveIntakeKey: prepare<Tables['intake_key'], unknown>(
      db,
      k
        .insertInto('intake_key')
        .values({
          id: text('id'),
          source: text('source'),
          name: text('name'),
          start: text('start'),
          hash: text('hash'),
          created_at: int('created_at'),
          revoked_at: param<number | null>('revoked_at'),
        })
        .onConflict((oc) => oc.column('id').doUpdateSet((eb) => ({ revoked_at: eb.ref('excluded.revoked_at') }))),
    ),
    dropTombstones: prepare<{ version: number }, unknown>(
      db,
      k.deleteFrom('record').where('deleted', '=', 1).where('version', '<=', int('version')),
    ),
    dropExits: prepare<{ version: number }, unknown>(
      db,
      k.deleteFrom('scope_exit').where('version', '<=', int('version')),
    ),
    raiseMinimum: prepare<{ version: number }, unknown>(
      db,
      k
        .updateTable('ws')
        .set({ min_version: int('version') })
        .where('id', '=', 1)
        .where('min_version', '<', int('version')),
    ),
    saveEpoch: prepare<{ epoch: string }, unknown>(
      db,
      k
        .updateTable('ws')
        .set({ epoch: text('epoch') })
        .where('id', '=', 1),
    ),
  };
}
export type Writes = ReturnType<typeof prepareWrites>;
