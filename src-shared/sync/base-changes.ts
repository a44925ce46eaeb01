import type { Change } from '../contract/http.ts';
import { addSum, checksumOf, type Sum, subtractSum } from './checksum.ts';
import type { LocalRow, LocalTx, RecordKey } from './local-store.ts';
import { schemaMark } from './schema-mark.ts';
import { keyOfChange, serverRow } from './server-row.ts';
import type { WorkingCopy } from './working-copy.ts';

const sumOf = (row: LocalRow): Sum => checksumOf(row.collection, row.id, row.version);

/**
 * Brings the server's changes into the base and answers the sum over the records of generation `gen`. What an older
 * generation left behind does not count, and is replaced whatever its version: it may come from another history.
 * What this console cannot read, since the server is newer, is left as it was: the sum says nothing then,
 * and `unread` marks the schemas under which it could not be read.
 */
export async function takeChanges(
  copy: WorkingCopy,
  changes: readonly Change[],
  gen: number,
  sumBefore: Sum,
): Promise<{ sum: Sum; unread?: string }> {
  await copy.prefetch(changes.flatMap((change) => keyOfChange(change) ?? []));
  let sum = sumBefore;
  let unread = false;
  for (const change of changes) {
    const key = keyOfChange(change);
    const after = key && !change.deleted ? serverRow(change, gen) : null;
    if (!key || after === undefined) {
      unread = true;
      continue;
    }
    const before = await copy.base(key);
    const current = before?.gen === gen ? before : null;
    if (current && current.version > change.version) continue;
    if (current) sum = subtractSum(sum, sumOf(current));
    if (after) sum = addSum(sum, sumOf(after));
    if (before || after) copy.setBase(key, after);
  }
  return { sum, ...(unread ? { unread: schemaMark() } : {}) };
}

/** Takes out of the base every record that `gone` names, and answers the sum without them. */
export async function dropFromBase(
  tx: LocalTx,
  copy: WorkingCopy,
  gone: (row: LocalRow) => boolean,
  gen: number,
  sumBefore: Sum,
): Promise<Sum> {
  const suspects = new Map<string, RecordKey>();
  const note = (row: LocalRow | null) => {
    if (row && gone(row)) suspects.set(`${row.collection}/${row.id}`, { collection: row.collection, id: row.id });
  };
  // A record's scope and generation in the view are those of its base, or of an unconfirmed change: judge the base.
  await tx.eachRow(note);
  for (const undo of await tx.undo()) note(undo.base);
  await copy.prefetch([...suspects.values()]);
  let sum = sumBefore;
  for (const key of suspects.values()) {
    const base = await copy.base(key);
    if (!base || !gone(base)) continue;
    if (base.gen === gen) sum = subtractSum(sum, sumOf(base));
    copy.setBase(key, null);
  }
  return sum;
}
