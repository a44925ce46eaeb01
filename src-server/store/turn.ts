import { type CollectionName, refOf, scopeOf, slugOf } from '../../src-shared/model/collections.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import { addSum, checksumOf, EMPTY_SUM, subtractSum } from '../../src-shared/sync/checksum.ts';
import { isHot } from './hot.ts';
import { argsHash, canonicalJson, entryHash } from './log-chain.ts';
import {
  type LogRow,
  type RecordRow,
  type RowRead,
  type SumRow,
  type TimerRow,
  toIntakeKeyRow,
  toTimerRow,
} from './rows.ts';
import type { SavedTable } from './saves.ts';
import { keyOf, type Staged } from './staged.ts';
import type { CommittedChange, LogEntry } from './store.ts';
import type { Tables } from './tables.ts';

/** What a turn leaves in the database: each row once, as its last job left it. */
export interface TurnRows {
  saved: { [T in SavedTable]: Tables[T][] };
  droppedExits: Omit<Tables['scope_exit'], 'version'>[];
  droppedTimers: string[];
  /** Whose timers are dropped all, before `saved.timer` is added. */
  droppedOwners: string[];
  workspace: Tables['ws'];
}

/** One database transaction, which may carry several jobs: what they wrote, over the rows that were there before. */
interface Turn {
  /** The rows as the jobs so far leave them. */
  rows: RowRead;
  workspace(): Tables['ws'];
  /** Takes over what a job staged, each changed record at the next version. */
  take(staged: Staged): Promise<void>;
  changes: readonly CommittedChange[];
  /** Undefined when there is nothing to write. */
  result(): TurnRows | undefined;
}

/** An exit that is gone counts as null. */
type Exit = { row: Tables['scope_exit']; gone: boolean };

export function createTurn(base: RowRead, before: Readonly<Tables['ws']>): Turn {
  const ws = { ...before };
  const records = new Map<string, RecordRow>();
  /** Keys of the records above by what they are or were listed under. */
  const listed = new Map<string, Set<string>>();
  const exits = new Map<string, Exit>();
  const sums = new Map<string, SumRow>();
  const clients = new Map<string, Tables['client']>();
  const counters = new Map<string, number>();
  const log: LogRow[] = [];
  const logged = new Map<string, LogRow>();
  const timers = new Map<string, Map<string, TimerRow>>();
  const droppedTimers = new Set<string>();
  const keys = new Map<string, Tables['intake_key']>();
  const changes: CommittedChange[] = [];
  let dirty = false;

  const byId = (a: RecordRow, b: RecordRow) => (a.id < b.id ? -1 : 1);
  const put = (row: RecordRow) => {
    const key = keyOf(row.collection, row.id);
    records.set(key, row);
    if (row.ref === null) return;
    const list = keyOf(row.collection, row.ref);
    const members = listed.get(list);
    if (members) members.add(key);
    else listed.set(list, new Set([key]));
  };
  /** `found` without what was written since, and what was written instead. */
  const merged = (found: RecordRow[], written: RecordRow[]) => {
    if (records.size === 0) return found;
    return [...found.filter((row) => !records.has(keyOf(row.collection, row.id))), ...written].sort(byId);
  };

  const rows: RowRead = {
    record: (collection, id) => records.get(keyOf(collection, id)) ?? base.record(collection, id),
    async records(collection, ids) {
      const written: RecordRow[] = [];
      const others: string[] = [];
      for (const id of ids) {
        const row = records.get(keyOf(collection, id));
        if (row) written.push(row);
        else others.push(id);
      }
      return [...written, ...(await base.records(collection, others))];
    },
    async referring(collection, ref) {
      const written = [...(listed.get(keyOf(collection, ref)) ?? [])].flatMap((key) => {
        const row = records.get(key);
        return row && row.deleted === 0 && row.ref === ref ? [row] : [];
      });
      return merged(await base.referring(collection, ref), written);
    },
    async bySlug(collection, slug) {
      const written = [...records.values()].filter((row) => row.collection === collection && row.slug === slug);
      return merged(await base.bySlug(collection, slug), written);
    },
    async collection(collection) {
      const written = [...records.values()].filter((row) => row.collection === collection && row.deleted === 0);
      return merged(await base.collection(collection), written);
    },
    async hot() {
      const found = (await base.hot()).filter((row) => !records.has(keyOf(row.collection, row.id)));
      return [...found, ...[...records.values()].filter((row) => row.hot === 1)];
    },
    client: (id) => clients.get(id) ?? base.client(id),
    mutation: (client, seq) => logged.get(`${client}/${seq}`) ?? base.mutation(client, seq),
    counter: (series) => counters.get(series) ?? base.counter(series),
    sum: (scope) => sums.get(scope) ?? base.sum(scope),
    async timersOf(owner) {
      const own = timers.get(owner);
      if (!own) return (await base.timersOf(owner)).filter((row) => !droppedTimers.has(row.key));
      return [...own.values()].sort((a, b) => a.fire_at - b.fire_at || (a.key < b.key ? -1 : 1));
    },
    async timer(key) {
      for (const own of timers.values()) {
        const row = own.get(key);
        if (row) return row;
      }
      const row = droppedTimers.has(key) ? undefined : await base.timer(key);
      return row && timers.has(row.owner) ? undefined : row;
    },
    async intakeKey(hash) {
      for (const key of keys.values()) if (key.hash === hash) return key;
      return base.intakeKey(hash);
    },
    async intakeKeys() {
      return [...(await base.intakeKeys()).filter((row) => !keys.has(row.id)), ...keys.values()];
    },
  };

  const count = async (scope: string, collection: string, id: string, version: number, by: 1 | -1) => {
    const sum = (await rows.sum(scope)) ?? { ...EMPTY_SUM, live: 0 };
    const one = checksumOf(collection, id, version);
    sums.set(scope, { ...(by === 1 ? addSum(sum, one) : subtractSum(sum, one)), live: sum.live + by });
  };
  const exit = (scope: string, collection: CollectionName, id: string, version: number, gone: boolean) =>
    exits.set(`${scope}\n${collection}\n${id}`, { row: { scope, collection, id, version }, gone });

  async function takeRecord({ collection, id, doc }: BufferedWrite): Promise<void> {
    const old = await rows.record(collection, id);
    const wasLive = old !== undefined && old.deleted === 0;
    if (doc === undefined) {
      if (!wasLive) return;
      const { scope } = old;
      ws.version += 1;
      await count(scope, collection, id, old.version, -1);
      put({ collection, id, scope, ref: null, slug: null, hot: 0, version: ws.version, deleted: 1, doc: null });
      changes.push({ collection, id, version: ws.version, deleted: true, scope, docText: null });
      return;
    }
    const docText = JSON.stringify(doc);
    const scope = scopeOf(collection, doc);
    if (wasLive && old.doc === docText && old.scope === scope) return;
    ws.version += 1;
    const { version } = ws;
    if (wasLive) await count(old.scope, collection, id, old.version, -1);
    await count(scope, collection, id, version, 1);
    if (old && old.scope !== scope) exit(old.scope, collection, id, version, false);
    if (old) exit(scope, collection, id, version, true);
    const [ref, slug] = [refOf(collection, doc) ?? null, slugOf(collection, doc) ?? null];
    put({ collection, id, scope, ref, slug, hot: isHot(collection, doc) ? 1 : 0, version, deleted: 0, doc: docText });
    changes.push({
      collection,
      id,
      version,
      deleted: false,
      scope,
      docText,
      ...(old && old.scope !== scope ? { leftScope: old.scope } : {}),
    });
  }

  function takeLog(entry: LogEntry): void {
    const { outcome } = entry;
    const rejected = outcome.kind === 'rejected' ? outcome : undefined;
    // Only what a laptop may send again is ever compared with what was logged.
    const args = entry.seq === null ? JSON.stringify(entry.args) : canonicalJson(entry.args);
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
      version: ws.version,
      args_hash: argsHash(entry.name, args),
      prev_hash: ws.log_hash,
    };
    ws.log_hash = entryHash(row);
    ws.log_id += 1;
    const whole = { ...row, id: ws.log_id, hash: ws.log_hash };
    log.push(whole);
    if (whole.seq !== null) logged.set(`${whole.client}/${whole.seq}`, whole);
  }

  async function takeTimers(ops: Staged['timers']): Promise<void> {
    for (const one of ops) {
      if (one.op === 'replace') {
        timers.set(
          one.owner,
          new Map(one.timers.map((timer) => [timer.key, toTimerRow({ ...timer, owner: one.owner })])),
        );
        continue;
      }
      droppedTimers.add(one.key);
      for (const own of timers.values()) own.delete(one.key);
    }
  }

  return {
    rows,
    workspace: () => ws,
    changes,
    async take(staged) {
      dirty ||=
        staged.records.size + staged.counters.size + staged.clients.size > 0 ||
        staged.log.length + staged.timers.length + staged.keys.length > 0;
      const written = Map.groupBy(staged.records.values(), ({ collection }) => collection);
      await Promise.all(
        [...written].map(([name, writes]) =>
          rows.records(
            name,
            writes.map(({ id }) => id),
          ),
        ),
      );
      for (const write of staged.records.values()) await takeRecord(write);
      for (const [series, value] of staged.counters) counters.set(series, value);
      for (const row of staged.clients.values()) {
        clients.set(row.id, { id: row.id, person: row.person, last_seq: row.lastSeq, seen_at: row.seenAt });
      }
      for (const entry of staged.log) takeLog(entry);
      await takeTimers(staged.timers);
      for (const key of staged.keys) keys.set(key.id, toIntakeKeyRow(key));
    },
    result() {
      if (!dirty) return undefined;
      const left = [...exits.values()];
      return {
        saved: {
          record: [...records.values()],
          scope_exit: left.flatMap(({ row, gone }) => (gone ? [] : [row])),
          scope_sum: [...sums].map(([scope, sum]) => ({ scope, ...sum })),
          client: [...clients.values()],
          mutation: log,
          counter: [...counters].map(([series, value]) => ({ series, value })),
          timer: [...timers.values()].flatMap((own) => [...own.values()]),
          intake_key: [...keys.values()],
        },
        droppedExits: left.flatMap(({ row: { scope, collection, id }, gone }) =>
          gone ? [{ scope, collection, id }] : [],
        ),
        droppedTimers: [...droppedTimers],
        droppedOwners: [...timers.keys()],
        workspace: { ...ws, commits: before.commits + 1 },
      };
    },
  };
}
