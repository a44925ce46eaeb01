import type { Me, Mutation, MutationResult } from '../contract/http.ts';
import type { CollectionName, Doc } from '../model/collections.ts';
import type { RejectionReason } from '../mutators/mutator.ts';
import type { Instant, Millis } from '../time/clock.ts';
import type { Sum } from './checksum.ts';
import type { ColdPage, PageKeys } from './cold-page.ts';

export interface RecordKey {
  collection: CollectionName;
  id: string;
}

/** A record of collection `C` as the laptop keeps it: the current view, this laptop's own unconfirmed changes included. */
export interface Row<C extends CollectionName> {
  collection: C;
  id: string;
  /** The server's version of the record below the unconfirmed changes; 0 where the server has none yet. */
  version: number;
  /** Snapshot generation the server's version came with: what an older one left behind is swept. */
  gen: number;
  scope: string;
  ref?: string;
  doc: Doc<C>;
}

export type LocalRow = { [C in CollectionName]: Row<C> }[CollectionName];

/** What the server says of a record that an unconfirmed change touches; `base` is null where it has none. */
export interface UndoRow extends RecordKey {
  base: LocalRow | null;
}

/** A mutation on its way. `outcome` is set by the server's answer; it stays until the cursor has reached its version. */
export interface PendingRow {
  /** Place in the queue: the order in which mutations were made, whatever number they travel under. */
  order: number;
  /** Under whose numbering `mutation.seq` counts. */
  clientId: string;
  mutation: Mutation;
  /** `journaled`: it survives the loss of this store, and may be sent. */
  state: 'queued' | 'journaled';
  /** Answered once already; asked again for its answer alone, so it shows nothing. */
  quiet?: true;
  outcome?: MutationResult;
}

/** A change the server refused, kept until the person retries or discards it. */
export interface ReviewRow {
  /** `<clientId>/<seq>`. */
  id: string;
  mutation: Mutation;
  reason: RejectionReason | (string & {});
  detail?: Record<string, string | number>;
  rejectedAt: Instant;
}

interface SnapshotProgress {
  epoch: string;
  gen: number;
  total: number;
  done: number;
  /** Sum over the records of this snapshot so far. */
  sum: Sum;
}

export interface Meta {
  clientId: string;
  /** The next mutation's `seq` and `order`. */
  nextSeq: number;
  nextOrder: number;
  /** Numberings given up, still to be settled in the journal before anything is sent under the new one. */
  retired: { clientId: string; upTo: number }[];
  /** Which server history `cursor` and versions belong to; null before the first contact. */
  epoch: string | null;
  /** Everything up to this version is here; null until a snapshot has ended. */
  cursor: number | null;
  gen: number;
  scopes: string[];
  /** Sum over the server's records held here, at `cursor`. */
  sum: Sum;
  /** Highest `seq` the server of this epoch has answered. */
  ackedSeq: number;
  /** The server's history is another one (a restore): ask it again about all that the journal holds, before anything else. */
  resend: boolean;
  /** Set while a snapshot is being received. */
  snapshot: SnapshotProgress | null;
  /** Server's clock minus this laptop's. */
  clockOffset: Millis;
  /**
   * Some records could not be read by the console of these schemas (see `schemaMark`): the server is newer. Sums are
   * not compared, and the updated console takes a new copy.
   */
  unread?: string;
  /** When this copy was last in step with the server, by the laptop's clock. */
  inStepAt: Instant | null;
  /** Last snapshot taken because the checksums differed. */
  repairedAt: Instant | null;
  me: Me | null;
}

/** What is read of a record is the same whether it lies as a row or on a page of closed history. */
interface LocalRead {
  rows(keys: readonly RecordKey[]): Promise<(LocalRow | undefined)[]>;
  /** Live rows whose `ref` is `ref`, in any order. */
  referring(collection: CollectionName, ref: string): Promise<LocalRow[]>;
  /** Visits every row, and no page, in any order. Slow: for purges. */
  eachRow(visit: (row: LocalRow) => void): Promise<void>;
  /** All of them, or those of `keys`. */
  undo(keys?: readonly RecordKey[]): Promise<UndoRow[]>;
  /** Ascending by `order`. */
  pending(): Promise<PendingRow[]>;
  review(): Promise<ReviewRow[]>;
  meta(): Promise<Meta | undefined>;
}

export interface LocalTx extends LocalRead {
  putRows(rows: readonly LocalRow[]): Promise<void>;
  deleteRows(keys: readonly RecordKey[]): Promise<void>;
  putUndo(rows: readonly UndoRow[]): Promise<void>;
  deleteUndo(keys: readonly RecordKey[]): Promise<void>;
  putPending(rows: readonly PendingRow[]): Promise<void>;
  deletePending(orders: readonly number[]): Promise<void>;
  putReview(rows: readonly ReviewRow[]): Promise<void>;
  deleteReview(ids: readonly string[]): Promise<void>;
  putMeta(meta: Meta): Promise<void>;
  /**
   * Adds pages of closed history and answers the sum over what counts on them. Their records take the place of the rows
   * under the same keys; those at the positions `shadowed` do not count. What pages for which `replaced` holds say of
   * the same records does not count any more.
   */
  putPages(
    pages: readonly { page: ColdPage; shadowed: readonly number[] }[],
    replaced: (page: PageKeys) => boolean,
  ): Promise<Sum>;
  /** Drops pages and answers the sum over what counted on those of generation `gen`. */
  dropPages(gone: (page: Pick<PageKeys, 'gen' | 'scope'>) => boolean, gen: number): Promise<Sum>;
  /** Deletes what other generations than `gen` left: pages, and rows that show no unconfirmed change. */
  sweep(gen: number): Promise<void>;
}

/**
 * The laptop's store. `write` is atomic, sees its own writes, excludes other writers, and has committed when it
 * resolves; when `fn` throws, or the commit fails, nothing is left behind. `fn` awaits nothing but the transaction.
 */
export interface LocalStore {
  read<T>(fn: (tx: LocalRead) => Promise<T>): Promise<T>;
  write<T>(fn: (tx: LocalTx) => Promise<T>): Promise<T>;
}

export const keyText = (key: RecordKey): string => `${key.collection}/${key.id}`;
