import { type CollectionName, type Doc, type Entity, refOf, slugOf } from '../../src-shared/model/collections.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { isHot } from './hot.ts';
import { docOf, type RowRead, toClient, toEntity, toIntakeKey, toLogged, toTimer } from './rows.ts';
import type { ClientRow, IntakeKey, LogEntry, StoreWrite, Timer, Workspace } from './store.ts';

type TimerOp = { op: 'replace'; owner: string; timers: readonly Timer[] } | { op: 'claim'; key: string };

/** What one job wants written. */
export interface Staged {
  records: Map<string, BufferedWrite>;
  counters: Map<string, number>;
  clients: Map<string, ClientRow>;
  log: LogEntry[];
  timers: TimerOp[];
  keys: IntakeKey[];
}

export const keyOf = (collection: string, id: string) => `${collection}/${id}`;

/** The transaction that a job sees: it reads through its own writes, which stay in `staged`. */
export function stagedTx(rows: RowRead, workspace: () => Workspace): { tx: StoreWrite; staged: Staged } {
  const staged: Staged = {
    records: new Map(),
    counters: new Map(),
    clients: new Map(),
    log: [],
    timers: [],
    keys: [],
  };
  const claimed = new Set<string>();

  /** What was read, with the job's own records in their places. */
  const overlaid = <C extends CollectionName>(
    collection: C,
    before: Entity<C>[],
    belongs: (doc: Doc<C>) => boolean,
  ): Entity<C>[] => {
    if (staged.records.size === 0) return before;
    const kept = before.filter((one) => !staged.records.has(keyOf(collection, one.id)));
    for (const write of staged.records.values()) {
      if (write.collection !== collection || write.doc === undefined) continue;
      const doc = write.doc as Doc<C>;
      if (belongs(doc)) kept.push({ id: write.id, doc });
    }
    return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
  };

  const tx: StoreWrite = {
    async workspace() {
      return workspace();
    },
    async get<C extends CollectionName>(collection: C, id: string) {
      const own = staged.records.get(keyOf(collection, id));
      return own ? (own.doc as Doc<C> | undefined) : docOf(collection, await rows.record(collection, id));
    },
    async lookAhead(collection, ids) {
      await rows.records(collection, ids);
    },
    async list<C extends CollectionName>(collection: C, ref: string) {
      const found = (await rows.referring(collection, ref)).map((row) => toEntity(collection, row));
      return overlaid(collection, found, (doc) => refOf(collection, doc) === ref);
    },
    async bySlug<C extends CollectionName>(collection: C, slug: string) {
      const found = (await rows.bySlug(collection, slug)).map((row) => toEntity(collection, row));
      return overlaid(collection, found, (doc) => slugOf(collection, doc) === slug);
    },
    async all<C extends CollectionName>(collection: C) {
      const found = (await rows.collection(collection)).map((row) => toEntity(collection, row));
      return overlaid(collection, found, () => true);
    },
    async openIncidents() {
      const found = (await rows.hot()).flatMap((row) => (row.collection === 'incident' ? [row.id] : []));
      const kept = found.filter((id) => !staged.records.has(keyOf('incident', id)));
      for (const write of staged.records.values()) {
        if (write.collection === 'incident' && write.doc && isHot('incident', write.doc)) kept.push(write.id);
      }
      return kept;
    },
    async counter(series) {
      return staged.counters.get(series) ?? rows.counter(series);
    },
    async client(id) {
      const own = staged.clients.get(id);
      if (own) return own;
      const row = await rows.client(id);
      return row && toClient(row);
    },
    async mutation(client, seq) {
      const row = await rows.mutation(client, seq);
      return row && toLogged(row);
    },
    async timersOf(owner) {
      const replaced = staged.timers.findLast((one) => one.op === 'replace' && one.owner === owner);
      const timers = replaced?.op === 'replace' ? [...replaced.timers] : (await rows.timersOf(owner)).map(toTimer);
      return timers.filter((one) => !claimed.has(one.key));
    },
    async intakeKey(hash) {
      const own = staged.keys.findLast((one) => one.hash === hash);
      if (own) return own;
      const row = await rows.intakeKey(hash);
      return row && toIntakeKey(row);
    },
    async intakeKeys() {
      const own = new Map(staged.keys.map((one) => [one.id, one]));
      const before = (await rows.intakeKeys()).filter((row) => !own.has(row.id)).map(toIntakeKey);
      return [...before, ...own.values()];
    },
    apply(writes) {
      for (const write of writes) staged.records.set(keyOf(write.collection, write.id), write);
    },
    saveCounter(series, value) {
      staged.counters.set(series, value);
    },
    saveClient(row) {
      staged.clients.set(row.id, row);
    },
    logMutation(entry) {
      staged.log.push(entry);
    },
    replaceTimers(owner, timers) {
      staged.timers.push({ op: 'replace', owner, timers });
    },
    async claimTimer(key) {
      if (claimed.has(key) || (await rows.timer(key)) === undefined) return false;
      claimed.add(key);
      staged.timers.push({ op: 'claim', key });
      return true;
    },
    saveIntakeKey(key) {
      staged.keys.push(key);
    },
  };
  return { tx, staged };
}
