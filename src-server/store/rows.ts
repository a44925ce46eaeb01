import type { CollectionName, Doc, Entity } from '../../src-shared/model/collections.ts';
import type { ReadQueries } from './queries.ts';
import type { Executor, Soon } from './query.ts';
import type { ClientRow, IntakeKey, LoggedMutation, Timer } from './store.ts';
import type { Tables } from './tables.ts';

export type RecordRow = Tables['record'];
export type TimerRow = Tables['timer'];
export type LogRow = Tables['mutation'];
export type SumRow = Omit<Tables['scope_sum'], 'scope'>;

/** What a change may have to know before it is written, as rows. */
export interface RowRead {
  record(collection: CollectionName, id: string): Soon<RecordRow | undefined>;
  /** Those of these records that there are, in any order. */
  records(collection: CollectionName, ids: readonly string[]): Soon<RecordRow[]>;
  /** Live records listed under `ref`, by id. */
  referring(collection: CollectionName, ref: string): Soon<RecordRow[]>;
  /** Live records whose slug is `slug`, by id. */
  bySlug(collection: CollectionName, slug: string): Soon<RecordRow[]>;
  /** Live records, by id. */
  collection(collection: CollectionName): Soon<RecordRow[]>;
  /** Keys of the live records that a board needs at once. */
  hot(): Soon<{ collection: string; id: string }[]>;
  client(id: string): Soon<Tables['client'] | undefined>;
  mutation(client: string, seq: number): Soon<LogRow | undefined>;
  counter(series: string): Soon<number>;
  sum(scope: string): Soon<SumRow | undefined>;
  timersOf(owner: string): Soon<TimerRow[]>;
  timer(key: string): Soon<TimerRow | undefined>;
  intakeKey(hash: string): Soon<Tables['intake_key'] | undefined>;
  intakeKeys(): Soon<Tables['intake_key'][]>;
}

const byId = (rows: RecordRow[]) => rows.sort((a, b) => (a.id < b.id ? -1 : 1));
const sortedById = (rows: Soon<RecordRow[]>) => (rows instanceof Promise ? rows.then(byId) : byId(rows));

/** The rows as the database has them. */
export function rowsOf(run: Executor, q: ReadQueries): RowRead {
  const first = <T>(rows: Soon<T[]>): Soon<T | undefined> =>
    rows instanceof Promise ? rows.then((some) => some[0]) : rows[0];
  return {
    record: (collection, id) => first(run.all(q.record, { collection, id })),
    async records(collection, ids) {
      if (ids.length === 0) return [];
      if (q.records) return run.all(q.records, { collection, ids });
      const found = await Promise.all(ids.map((id) => run.all(q.record, { collection, id })));
      return found.flat();
    },
    referring: (collection, ref) => sortedById(run.all(q.referring, { collection, ref })),
    bySlug: (collection, slug) => sortedById(run.all(q.bySlug, { collection, slug })),
    collection: (collection) => run.all(q.collection, { collection }),
    hot: () => run.all(q.hot, {}),
    client: (id) => first(run.all(q.client, { id })),
    mutation: (client, seq) => first(run.all(q.mutation, { client, seq })),
    async counter(series) {
      return (await first(run.all(q.counter, { series })))?.value ?? 0;
    },
    sum: (scope) => first(run.all(q.sum, { scope })),
    timersOf: (owner) => run.all(q.timersOf, { owner }),
    timer: (key) => first(run.all(q.timer, { key })),
    intakeKey: (hash) => first(run.all(q.intakeKey, { hash })),
    intakeKeys: () => run.all(q.intakeKeys, {}),
  };
}

export function docOf<C extends CollectionName>(_collection: C, row: RecordRow | undefined): Doc<C> | undefined {
  return row && row.deleted === 0 && row.doc !== null ? (JSON.parse(row.doc) as Doc<C>) : undefined;
}

export function toEntity<C extends CollectionName>(_collection: C, row: RecordRow): Entity<C> {
  return { id: row.id, doc: JSON.parse(row.doc ?? 'null') as Doc<C> };
}

export function toClient(row: Tables['client']): ClientRow {
  return { id: row.id, person: row.person, lastSeq: row.last_seq, seenAt: row.seen_at };
}

export function toTimer(row: TimerRow): Timer {
  return { key: row.key, fireAt: row.fire_at, kind: row.kind, payload: JSON.parse(row.payload), owner: row.owner };
}

export function toTimerRow(timer: Timer): TimerRow {
  return {
    key: timer.key,
    fire_at: timer.fireAt,
    kind: timer.kind,
    payload: JSON.stringify(timer.payload ?? null),
    owner: timer.owner,
    taken_until: null,
  };
}

export function toLogged(row: LogRow): LoggedMutation {
  return {
    id: row.id,
    client: row.client,
    seq: row.seq,
    name: row.name,
    status: row.status as LoggedMutation['status'],
    reason: row.reason,
    detail: row.detail === null ? null : JSON.parse(row.detail),
    version: row.version,
    argsHash: row.args_hash,
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}

export function toIntakeKey(row: Tables['intake_key']): IntakeKey {
  return {
    id: row.id,
    source: row.source,
    name: row.name,
    start: row.start,
    hash: row.hash,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

export function toIntakeKeyRow(key: IntakeKey): Tables['intake_key'] {
  return {
    id: key.id,
    source: key.source,
    name: key.name,
    start: key.start,
    hash: key.hash,
    created_at: key.createdAt,
    revoked_at: key.revokedAt,
  };
}
