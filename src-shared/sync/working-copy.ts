import { type CollectionName, type Doc, type Entity, refOf, scopeOf } from '../model/collections.ts';
import type { BufferedWrite } from '../mutators/buffer.ts';
import type { ReadTx } from '../mutators/mutator.ts';
import { sameJson } from '../mutators/same.ts';
import { keyText, type LocalRow, type LocalTx, type RecordKey, type UndoRow } from './local-store.ts';

/**
 * The records during one rebase, in memory: the server's side (`base`) with its changes, and above it what the
 * unconfirmed mutations make of it. `flush` writes only what differs from what is stored, so that a screen's query
 * runs again for real changes alone.
 */
export interface WorkingCopy {
  /** What mutators read while they run again. */
  read: ReadTx;
  /** Loads records in one go, before they are asked for one by one. */
  prefetch(keys: readonly RecordKey[]): Promise<void>;
  base(key: RecordKey): Promise<LocalRow | null>;
  setBase(key: RecordKey, row: LocalRow | null): void;
  /** Lays what a mutation wrote over the base. */
  overlay(writes: readonly BufferedWrite[]): Promise<void>;
  flush(): Promise<void>;
}

/** The row that an unconfirmed write shows, above its base. */
export function optimisticRow(write: BufferedWrite, base: LocalRow | null): LocalRow | null {
  const { collection, id, doc } = write;
  if (doc === undefined) return null;
  const ref = refOf(collection, doc);
  return {
    collection,
    id,
    version: base?.version ?? 0,
    gen: base?.gen ?? 0,
    scope: scopeOf(collection, doc),
    ...(ref === undefined ? {} : { ref }),
    doc,
  } as LocalRow;
}

function sameRow(a: LocalRow | null, b: LocalRow | null): boolean {
  if (a === null || b === null) return a === b;
  return a.version === b.version && a.gen === b.gen && a.scope === b.scope && sameJson(a.doc, b.doc);
}

/** Ascending by id, as the server lists. */
export function entities<C extends CollectionName>(rows: Iterable<LocalRow>): Entity<C>[] {
  return [...rows].map((row) => ({ id: row.id, doc: row.doc as Doc<C> })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

export async function openWorkingCopy(tx: LocalTx): Promise<WorkingCopy> {
  const undoBefore = new Map<string, UndoRow>((await tx.undo()).map((row) => [keyText(row), row]));
  const stored = new Map<string, LocalRow | null>();
  const base = new Map<string, { key: RecordKey; row: LocalRow | null }>();
  const overlaid = new Map<string, { key: RecordKey; row: LocalRow | null }>();

  const prefetch = async (keys: readonly RecordKey[]) => {
    const wanted = keys.filter((key) => !stored.has(keyText(key)));
    if (wanted.length === 0) return;
    const rows = await tx.rows(wanted);
    wanted.forEach((key, index) => {
      stored.set(keyText(key), rows[index] ?? null);
    });
  };
  const storedRow = async (key: RecordKey) => {
    await prefetch([key]);
    return stored.get(keyText(key)) ?? null;
  };
  const baseRow = async (key: RecordKey): Promise<LocalRow | null> => {
    const text = keyText(key);
    const changed = base.get(text) ?? undefined;
    if (changed) return changed.row;
    const undo = undoBefore.get(text);
    return undo ? undo.base : storedRow(key);
  };
  const viewRow = async (key: RecordKey) => {
    const over = overlaid.get(keyText(key));
    return over ? over.row : baseRow(key);
  };

  const read: ReadTx = {
    async get<C extends CollectionName>(collection: C, id: string) {
      return (await viewRow({ collection, id }))?.doc as Doc<C> | undefined;
    },
    async list<C extends CollectionName>(collection: C, ref: string) {
      const found = new Map<string, LocalRow>();
      for (const row of await tx.referring(collection, ref)) found.set(row.id, row);
      const touched = [undoBefore.values(), ...[base, overlaid].map((map) => [...map.values()].map(({ key }) => key))];
      for (const key of touched.flatMap((keys): RecordKey[] => [...keys])) {
        if (key.collection !== collection) continue;
        const row = await viewRow(key);
        if (row && row.ref === ref) found.set(key.id, row);
        else found.delete(key.id);
      }
      return entities<C>(found.values());
    },
  };

  return {
    read,
    prefetch,
    base: baseRow,
    setBase(key, row) {
      base.set(keyText(key), { key: { collection: key.collection, id: key.id }, row });
    },
    async overlay(writes) {
      for (const write of writes) {
        const key = { collection: write.collection, id: write.id };
        overlaid.set(keyText(key), { key, row: optimisticRow(write, await baseRow(key)) });
      }
    },
    async flush() {
      const keys = new Map<string, RecordKey>();
      for (const [text, { collection, id }] of undoBefore) keys.set(text, { collection, id });
      for (const map of [base, overlaid]) for (const [text, { key }] of map) keys.set(text, key);
      await prefetch([...keys.values()]);
      const puts: LocalRow[] = [];
      const deletes: RecordKey[] = [];
      const undoPuts: UndoRow[] = [];
      const undoDeletes: RecordKey[] = [];
      for (const [text, key] of keys) {
        const before = stored.get(text) ?? null;
        const below = await baseRow(key);
        const over = overlaid.get(text);
        const after = over ? over.row : below;
        if (!sameRow(before, after)) {
          if (after) puts.push(after);
          else deletes.push(key);
        }
        const undo = undoBefore.get(text);
        if (over && !(undo && sameRow(undo.base, below))) undoPuts.push({ ...key, base: below });
        if (!over && undo) undoDeletes.push(key);
      }
      if (puts.length > 0) await tx.putRows(puts);
      if (deletes.length > 0) await tx.deleteRows(deletes);
      if (undoPuts.length > 0) await tx.putUndo(undoPuts);
      if (undoDeletes.length > 0) await tx.deleteUndo(undoDeletes);
    },
  };
}
