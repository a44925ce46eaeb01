import type { RecordRow, RowRead, SumRow, TimerRow } from './rows.ts';
import { keyOf } from './staged.ts';
import type { Tables } from './tables.ts';
import type { TurnRows } from './turn.ts';

/** Half of what is kept at most, in records. */
const GENERATION = 20_000;

/** Forgets what was not asked for lately: two generations, the older of which is dropped as a whole. */
function createRecent<T>(size: number, onDrop?: (value: T) => void) {
  let young = new Map<string, T>();
  let old = new Map<string, T>();
  const set = (key: string, value: T) => {
    if (young.size >= size) {
      // What is asked for again as its generation goes is kept.
      if (onDrop) for (const [other, dropped] of old) if (other !== key && !young.has(other)) onDrop(dropped);
      old = young;
      young = new Map();
    }
    young.set(key, value);
  };
  return {
    get(key: string): T | undefined {
      const found = young.get(key);
      if (found !== undefined) return found;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete(key: string) {
      young.delete(key);
      old.delete(key);
    },
    clear() {
      young = new Map();
      old = new Map();
    },
  };
}

const ABSENT = Symbol('no such row');

/** What is remembered between turns of the rows that were read or written, so that a turn is short. */
export interface Memory {
  /** Rows from memory where they are known, else from the database, within a turn. */
  over(base: RowRead): RowRead;
  /** The version up to which the remembered records hold. */
  version(): number;
  /**
   * Within a turn, before anything is read: brings the memory up to date with what other processes committed.
   * `moved` are all records above `version()`; undefined when they are too many to follow.
   */
  refresh(ws: Tables['ws'], moved: readonly RecordRow[] | undefined): void;
  /** After a commit of this process. */
  committed(rows: TurnRows): void;
}

/**
 * Valid only while a process has the workspace's turn. Records follow the version index, which names every one that
 * changed; everything else is forgotten as soon as any other process has committed.
 */
export function createMemory(start: { version: number; epoch: string }, size = GENERATION): Memory {
  const records = createRecent<RecordRow | typeof ABSENT>(size);
  /** Where each record of `lists` is listed, so that it leaves that list when it moves. */
  const listOf = new Map<string, string>();
  const lists = createRecent<Map<string, RecordRow>>(size, (list) => {
    for (const row of list.values()) listOf.delete(keyOf(row.collection, row.id));
  });
  const clients = createRecent<Tables['client'] | typeof ABSENT>(size);
  const timers = createRecent<TimerRow[]>(size);
  const sums = new Map<string, SumRow>();
  const counters = new Map<string, number>();
  let known: Pick<Tables['ws'], 'version' | 'epoch' | 'commits'> = { ...start, commits: -1 };

  const forgetRest = () => {
    clients.clear();
    timers.clear();
    sums.clear();
    counters.clear();
  };
  const forgetAll = () => {
    records.clear();
    lists.clear();
    listOf.clear();
    forgetRest();
  };
  const learn = (row: RecordRow) => {
    const key = keyOf(row.collection, row.id);
    records.set(key, row);
    const now = row.deleted === 0 && row.ref !== null ? keyOf(row.collection, row.ref) : undefined;
    const before = listOf.get(key);
    if (before !== undefined && before !== now) {
      lists.get(before)?.delete(row.id);
      listOf.delete(key);
    }
    if (now === undefined) return;
    const list = lists.get(now);
    if (!list) return;
    list.set(row.id, row);
    listOf.set(key, now);
  };

  return {
    version: () => known.version,
    refresh(ws, moved) {
      if (ws.commits === known.commits && ws.epoch === known.epoch && ws.version === known.version) return;
      const lost = ws.epoch !== known.epoch || ws.version < known.version || ws.min_version > known.version;
      if (lost || !moved) forgetAll();
      else {
        forgetRest();
        for (const row of moved) learn(row);
      }
      known = { version: ws.version, epoch: ws.epoch, commits: ws.commits };
    },
    committed({ saved, droppedTimers, droppedOwners, workspace }) {
      for (const row of saved.record) learn(row);
      for (const row of saved.client) clients.set(row.id, row);
      for (const row of saved.counter) counters.set(row.series, row.value);
      for (const { scope, ...sum } of saved.scope_sum) sums.set(scope, sum);
      if (droppedTimers.length > 0) timers.clear();
      else for (const owner of droppedOwners) timers.delete(owner);
      known = { version: workspace.version, epoch: workspace.epoch, commits: workspace.commits };
    },
    over(base) {
      return {
        ...base,
        record(collection, id) {
          const key = keyOf(collection, id);
          const found = records.get(key);
          if (found !== undefined) return found === ABSENT ? undefined : found;
          const asked = base.record(collection, id);
          const keep = (row: RecordRow | undefined) => {
            records.set(key, row ?? ABSENT);
            return row;
          };
          return asked instanceof Promise ? asked.then(keep) : keep(asked);
        },
        async records(collection, ids) {
          const rows: RecordRow[] = [];
          const unknown: string[] = [];
          for (const id of ids) {
            const found = records.get(keyOf(collection, id));
            if (found === undefined) unknown.push(id);
            else if (found !== ABSENT) rows.push(found);
          }
          const read = await base.records(collection, unknown);
          for (const id of unknown) records.set(keyOf(collection, id), ABSENT);
          for (const row of read) records.set(keyOf(collection, row.id), row);
          return [...rows, ...read];
        },
        async referring(collection, ref) {
          const key = keyOf(collection, ref);
          const found = lists.get(key);
          if (found) return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
          const rows = await base.referring(collection, ref);
          lists.set(key, new Map(rows.map((row) => [row.id, row])));
          for (const row of rows) {
            const record = keyOf(collection, row.id);
            records.set(record, row);
            listOf.set(record, key);
          }
          return rows;
        },
        async client(id) {
          const found = clients.get(id);
          if (found !== undefined) return found === ABSENT ? undefined : found;
          const row = await base.client(id);
          clients.set(id, row ?? ABSENT);
          return row;
        },
        async timersOf(owner) {
          const found = timers.get(owner);
          if (found) return found;
          const rows = await base.timersOf(owner);
          timers.set(owner, rows);
          return rows;
        },
        async counter(series) {
          const found = counters.get(series);
          if (found !== undefined) return found;
          const value = await base.counter(series);
          counters.set(series, value);
          return value;
        },
        async sum(scope) {
          const found = sums.get(scope);
          if (found) return found;
          const row = await base.sum(scope);
          if (row) sums.set(scope, row);
          return row;
        },
      };
    },
  };
}
