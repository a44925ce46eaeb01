import { type CollectionName, type Doc, type Entity, refOf, scopeOf } from '../../src-shared/model/collections.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { addSum, checksumOf, EMPTY_SUM, type Sum, subtractSum } from '../../src-shared/sync/checksum.ts';
import { isHot } from './hot.ts';
import { argsHash, canonicalJson, entryHash } from './log-chain.ts';
import type { Reads, Writes } from './queries.ts';
import type { ClientRow, CommittedChange, IntakeKey, LogEntry, StoreRead, StoreWrite, Timer } from './store.ts';

type TimerOp = { op: 'replace'; owner: string; timers: readonly Timer[] } | { op: 'drop'; key: string };

/** What one job wants written. Nothing of it is in the database before `flushJob`. */
export interface Staged {
  records: Map<string, BufferedWrite>;
  counters: Map<string, number>;
  clients: Map<string, ClientRow>;
  log: LogEntry[];
  timers: TimerOp[];
  keys: IntakeKey[];
}

interface ScopeSum extends Sum {
  live: number;
}

/** State of one database transaction, which may carry several jobs. */
export interface Batch {
  version: number;
  logHash: string;
  sums: Map<string, ScopeSum>;
  changes: CommittedChange[];
}

const keyOf = (collection: CollectionName, id: string) => `${collection}/${id}`;

/** The transaction a job sees: reads through its own writes, which stay in `staged`. */
export function stagedTx(read: StoreRead, reads: Reads): { tx: StoreWrite; staged: Staged } {
  const staged: Staged = {
    records: new Map(),
    counters: new Map(),
    clients: new Map(),
    log: [],
    timers: [],
    keys: [],
  };
  const claimed = new Set<string>();
  const tx: StoreWrite = {
    ...read,
    async get<C extends CollectionName>(collection: C, id: string) {
      const own = staged.records.get(keyOf(collection, id));
      return own ? (own.doc as Doc<C> | undefined) : read.get(collection, id);
    },
    async list<C extends CollectionName>(collection: C, ref: string) {
      const before = await read.list(collection, ref);
      if (staged.records.size === 0) return before;
      const kept: Entity<C>[] = before.filter((one) => !staged.records.has(keyOf(collection, one.id)));
      for (const write of staged.records.values()) {
        if (write.collection !== collection || write.doc === undefined) continue;
        const doc = write.doc as Doc<C>;
        if (refOf(collection, doc) === ref) kept.push({ id: write.id, doc });
      }
      return kept.sort((a, b) => (a.id < b.id ? -1 : 1));
    },
    async counter(series) {
      return staged.counters.get(series) ?? read.counter(series);
    },
    async client(id) {
      return staged.clients.get(id) ?? read.client(id);
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
    async timersOf(owner) {
      const replaced = staged.timers.findLast((one) => one.op === 'replace' && one.owner === owner);
      const timers = replaced?.op === 'replace' ? [...replaced.timers] : await read.timersOf(owner);
      return timers.filter((one) => !claimed.has(one.key));
    },
    replaceTimers(owner, timers) {
      staged.timers.push({ op: 'replace', owner, timers });
    },
    async claimTimer(key) {
      if (claimed.has(key) || reads.timer.get({ key }) === undefined) return false;
      claimed.add(key);
      staged.timers.push({ op: 'drop', key });
      return true;
    },
    saveIntakeKey(key) {
      staged.keys.push(key);
    },
  };
  return { tx, staged };
}

/** Writes what a job staged, each changed record at the next version. Synchronous: jobs cannot interleave here. */
export function flushJob(staged: Staged, batch: Batch, reads: Reads, writes: Writes): void {
  for (const write of staged.records.values()) flushRecord(write, batch, reads, writes);
  for (const [series, value] of staged.counters) writes.saveCounter.run({ series, value });
  for (const row of staged.clients.values()) {
    writes.saveClient.run({ id: row.id, person: row.person, last_seq: row.lastSeq, seen_at: row.seenAt });
  }
  for (const entry of staged.log) flushLog(entry, batch, writes);
  for (const op of staged.timers) {
    if (op.op === 'drop') writes.dropTimer.run({ key: op.key });
    else {
      writes.dropTimersOf.run({ owner: op.owner });
      for (const timer of op.timers) {
        writes.saveTimer.run({
          key: timer.key,
          fire_at: timer.fireAt,
          kind: timer.kind,
          payload: JSON.stringify(timer.payload ?? null),
          owner: op.owner,
        });
      }
    }
  }
  for (const key of staged.keys) {
    writes.saveIntakeKey.run({
      id: key.id,
      source: key.source,
      name: key.name,
      start: key.start,
      hash: key.hash,
      created_at: key.createdAt,
      revoked_at: key.revokedAt,
    });
  }
}

function flushRecord(write: BufferedWrite, batch: Batch, reads: Reads, writes: Writes): void {
  const { collection, id } = write;
  const before = reads.record.get({ collection, id });
  const wasLive = before !== undefined && before.deleted === 0;
  const count = (of: string, version: number, by: 1 | -1) => {
    const sum = batch.sums.get(of) ?? reads.sum.get({ scope: of }) ?? { ...EMPTY_SUM, live: 0 };
    const one = checksumOf(collection, id, version);
    batch.sums.set(of, { ...(by === 1 ? addSum(sum, one) : subtractSum(sum, one)), live: sum.live + by });
  };
  if (write.doc === undefined) {
    if (!wasLive) return;
    batch.version += 1;
    const { scope } = before;
    count(scope, before.version, -1);
    writes.saveRecord.run({ collection, id, scope, ref: null, hot: 0, version: batch.version, deleted: 1, doc: null });
    batch.changes.push({ collection, id, version: batch.version, deleted: true, scope, docText: null });
    return;
  }
  const docText = JSON.stringify(write.doc);
  const scope = scopeOf(collection, write.doc);
  if (wasLive && before.doc === docText && before.scope === scope) return;
  batch.version += 1;
  const { version } = batch;
  if (wasLive) count(before.scope, before.version, -1);
  count(scope, version, 1);
  if (before && before.scope !== scope) writes.saveExit.run({ scope: before.scope, collection, id, version });
  if (before) writes.dropExit.run({ scope, collection, id });
  writes.saveRecord.run({
    collection,
    id,
    scope,
    ref: refOf(collection, write.doc) ?? null,
    hot: isHot(collection, write.doc) ? 1 : 0,
    version,
    deleted: 0,
    doc: docText,
  });
  batch.changes.push({
    collection,
    id,
    version,
    deleted: false,
    scope,
    docText,
    ...(before && before.scope !== scope ? { leftScope: before.scope } : {}),
  });
}

function flushLog(entry: LogEntry, batch: Batch, writes: Writes): void {
  const { outcome } = entry;
  const rejected = outcome.kind === 'rejected' ? outcome : undefined;
  const args = canonicalJson(entry.args);
  const row = {
    client: entry.client,
    seq: entry.seq,
    name: entry.name,
    args,
    actor: JSON.stringify(entry.actor),
    via: entry.via,
    at: entry.at,
    received_at: entry.receivedAt,
    status: outcome.kind,
    reason: rejected?.reason ?? null,
    detail: rejected?.detail ? JSON.stringify(rejected.detail) : null,
    version: batch.version,
    args_hash: argsHash(entry.name, args),
    prev_hash: batch.logHash,
  };
  const hash = entryHash(row);
  batch.logHash = hash;
  writes.appendMutation.run({ ...row, hash });
}

/** The last writes of a transaction: the workspace counter is taken as late as can be. */
export function flushBatch(batch: Batch, writes: Writes): void {
  for (const [scope, sum] of batch.sums) writes.saveSum.run({ scope, ...sum });
  writes.saveWorkspace.run({ version: batch.version, log_hash: batch.logHash });
}
