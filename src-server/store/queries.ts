import { type Kysely, sql } from 'kysely';
import { REFERENCE } from './hot.ts';
import { compile, type Dialect, param } from './query.ts';
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

/** The reads of the store. */
export function readQueries(k: Kysely<Tables>, dialect: Dialect) {
  const live = k.selectFrom('record').select(CHANGE).where('deleted', '=', 0);
  const whole = k.selectFrom('record').selectAll().where('deleted', '=', 0);
  const newest = live
    .select('ref')
    .where('scope', '=', text('scope'))
    .where('version', '<=', int('upTo'))
    .orderBy('version', 'desc')
    .limit(int('limit'));
  return {
    workspace: compile<Record<string, never>, Tables['ws']>(k.selectFrom('ws').selectAll().where('id', '=', 1)),
    /** What others committed above a version; with `limit` to notice that it is too much to follow. */
    above: compile<{ since: number; limit: number }, Tables['record']>(
      k.selectFrom('record').selectAll().where('version', '>', int('since')).orderBy('version').limit(int('limit')),
    ),
    exitAbove: compile<{ since: number }, { version: number }>(
      k.selectFrom('scope_exit').select('version').where('version', '>', int('since')).limit(1),
    ),
    record: compile<{ collection: string; id: string }, Tables['record']>(
      k.selectFrom('record').selectAll().where('collection', '=', text('collection')).where('id', '=', text('id')),
    ),
    /** Several at once; SQLite, where a statement costs no way, reads them one by one. */
    records:
      dialect === 'sqlite'
        ? undefined
        : compile<{ collection: string; ids: readonly string[] }, Tables['record']>(
            k
              .selectFrom('record')
              .selectAll()
              .where('collection', '=', text('collection'))
              .where(sql<boolean>`id = any(${param<string[]>('ids')}::text[])`),
          ),
    /** In any order: for the order by id SQLite would rather read the whole collection than sort a few rows. */
    referring: compile<{ collection: string; ref: string }, Tables['record']>(
      whole.where('ref', '=', text('ref')).where('collection', '=', text('collection')),
    ),
    bySlug: compile<{ collection: string; slug: string }, Tables['record']>(
      whole.where('slug', '=', text('slug')).where('collection', '=', text('collection')),
    ),
    collection: compile<{ collection: string }, Tables['record']>(
      whole.where('collection', '=', text('collection')).orderBy('id'),
    ),
    changes: compile<{ scope: string; since: number; limit: number }, ChangeRow>(
      k
        .selectFrom('record')
        .select(CHANGE)
        .where('scope', '=', text('scope'))
        .where('version', '>', int('since'))
        .orderBy('version')
        .limit(int('limit')),
    ),
    /** An exit counts only for readers who do not read the record where it is now, hence `nowIn`. */
    exits: compile<
      { scope: string; since: number; limit: number },
      { collection: string; id: string; version: number; scope: string; nowIn: string | null }
    >(
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
      all: compile<NewestQuery, ListedRow>(newest),
      hot: compile<NewestQuery, ListedRow>(newest.where('hot', '=', sql.lit(1))),
      reference: compile<NewestQuery, ListedRow>(
        newest.where('hot', '=', sql.lit(1)).where('collection', 'in', REFERENCE.map(sql.lit)),
      ),
    },
    hot: compile<Record<string, never>, { collection: string; id: string }>(
      k
        .selectFrom('record')
        .select(['collection', 'id'])
        .where('hot', '=', sql.lit(1))
        .orderBy('scope')
        .orderBy('version'),
    ),
    sum: compile<{ scope: string }, { hi: number; lo: number; live: number }>(
      k.selectFrom('scope_sum').select(['hi', 'lo', 'live']).where('scope', '=', text('scope')),
    ),
    client: compile<{ id: string }, Tables['client']>(k.selectFrom('client').selectAll().where('id', '=', text('id'))),
    mutation: compile<{ client: string; seq: number }, Tables['mutation']>(
      k.selectFrom('mutation').selectAll().where('client', '=', text('client')).where('seq', '=', int('seq')),
    ),
    log: compile<{ after: number; limit: number }, Tables['mutation']>(
      k.selectFrom('mutation').selectAll().where('id', '>', int('after')).orderBy('id').limit(int('limit')),
    ),
    counter: compile<{ series: string }, { value: number }>(
      k.selectFrom('counter').select('value').where('series', '=', text('series')),
    ),
    dueTimers: compile<{ upTo: number; limit: number }, Tables['timer']>(
      k
        .selectFrom('timer')
        .selectAll()
        .where('fire_at', '<=', int('upTo'))
        .orderBy('fire_at')
        .orderBy('key')
        .limit(int('limit')),
    ),
    timersOf: compile<{ owner: string }, Tables['timer']>(
      k.selectFrom('timer').selectAll().where('owner', '=', text('owner')).orderBy('fire_at').orderBy('key'),
    ),
    timer: compile<{ key: string }, Tables['timer']>(k.selectFrom('timer').selectAll().where('key', '=', text('key'))),
    intakeKey: compile<{ hash: string }, Tables['intake_key']>(
      k.selectFrom('intake_key').selectAll().where('hash', '=', text('hash')),
    ),
    intakeKeys: compile<Record<string, never>, Tables['intake_key']>(
      k.selectFrom('intake_key').selectAll().orderBy('created_at').orderBy('id'),
    ),
  };
}
export type ReadQueries = ReturnType<typeof readQueries>;
