import type { Change } from '../../src-shared/contract/http.ts';
import type { ActorRef, Origin } from '../../src-shared/model/actor.ts';
import type { CollectionName, Doc } from '../../src-shared/model/collections.ts';
import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import type { Outcome, ReadTx } from '../../src-shared/mutators/mutator.ts';
import type { Sum } from '../../src-shared/sync/checksum.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { BlobTables } from './blob-tables.ts';

/** One workspace per database. `minVersion`: a cursor below it has missed compacted tombstones. */
export interface Workspace {
  version: number;
  epoch: string;
  minVersion: number;
}

/** What a snapshot sends first, second and last; each holds the one before. */
export type SnapshotPart = 'reference' | 'hot' | 'all';

/** A record as it lies in the store; `docText` is its JSON, so that a snapshot need not parse it. */
export interface StoredChange {
  collection: CollectionName;
  id: string;
  version: number;
  deleted: boolean;
  scope: string;
  docText: string | null;
}

/** With the record it is listed under (`refOf`), so that a snapshot can lay together what belongs together. */
export interface ListedChange extends StoredChange {
  ref: string | null;
}

export interface ClientRow {
  id: string;
  person: string;
  lastSeq: number;
  seenAt: Instant;
}

/** What is known of a mutation when it is logged; the store adds version and hashes when it commits. */
export interface LogEntry {
  /** The laptop, or '' when Vigie itself or a sender is the cause. */
  client: string;
  seq: number | null;
  name: string;
  args: unknown;
  actor: ActorRef;
  via: Origin;
  at: Instant;
  receivedAt: Instant;
  outcome: Outcome;
}

export interface LoggedMutation {
  id: number;
  client: string;
  seq: number | null;
  name: string;
  status: Outcome['kind'];
  reason: string | null;
  detail: Record<string, string | number> | null;
  version: number;
  argsHash: string;
  prevHash: string;
  hash: string;
}

/** Fires once at or after `fireAt`. `key` is deterministic; `owner` groups what is replaced together. */
export interface Timer {
  key: string;
  fireAt: Instant;
  kind: string;
  payload: unknown;
  owner: string;
}

/** The key itself is shown once and never kept: only its SHA-256. */
export interface IntakeKey {
  id: string;
  /** One of `KEY_SOURCES`, or `custom:` and the id of its mapping. */
  source: string;
  name: string;
  /** Its first characters, to tell keys apart. */
  start: string;
  hash: string;
  createdAt: Instant;
  revokedAt: Instant | null;
}

/** What a change may look at before it is written. */
interface ReadInTurn extends ReadTx {
  workspace(): Promise<Workspace>;
  /** Last number given in a series, 0 before the first. */
  counter(series: string): Promise<number>;
  client(id: string): Promise<ClientRow | undefined>;
  mutation(client: string, seq: number): Promise<LoggedMutation | undefined>;
  /** All live records of a small collection, ordered by id. */
  all<C extends CollectionName>(collection: C): Promise<{ id: string; doc: Doc<C> }[]>;
  /** Live records whose `slugOf` is `slug`, ordered by id. */
  bySlug<C extends CollectionName>(collection: C, slug: string): Promise<{ id: string; doc: Doc<C> }[]>;
  /** Ids of the incidents that are not closed. */
  openIncidents(): Promise<string[]>;
  timersOf(owner: string): Promise<Timer[]>;
  intakeKey(hash: string): Promise<IntakeKey | undefined>;
  intakeKeys(): Promise<IntakeKey[]>;
}

/** Everything here is one consistent picture. */
export interface StoreRead extends ReadInTurn {
  /** Records and scope exits above `since`, readable in `scopes`, in version order, at most `limit`. */
  changes(query: { scopes: readonly string[]; since: number; limit: number }): Promise<StoredChange[]>;
  /** Live records at or below `upTo`, newest first; `part` narrows to what every screen needs, or to what a board needs. */
  newest(query: {
    scopes: readonly string[];
    upTo: number;
    limit: number;
    part: SnapshotPart;
  }): Promise<ListedChange[]>;
  /** Live records whose `refOf` is `ref`. */
  referring(collection: CollectionName, ref: string): Promise<StoredChange[]>;
  countLive(scopes: readonly string[]): Promise<number>;
  checksum(scopes: readonly string[]): Promise<Sum>;
  dueTimers(query: { upTo: Instant; limit: number }): Promise<Timer[]>;
  nextTimer(): Promise<Timer | undefined>;
  /** Log entries above `after`, oldest first. */
  log(query: {
    after: number;
    limit: number;
  }): Promise<(LoggedMutation & { args: string; actor: string; at: Instant })[]>;
}

/** Buffered: reads see the writes, the database sees them only when `fn` has ended well. */
export interface StoreWrite extends ReadInTurn {
  /** Reads records together that `get` will be asked for one by one: one way to a database elsewhere, not many. */
  lookAhead(collection: CollectionName, ids: readonly string[]): Promise<void>;
  /** Takes over what a mutation wrote; the documents are valid already. */
  apply(writes: readonly BufferedWrite[]): void;
  saveCounter(series: string, value: number): void;
  saveClient(row: ClientRow): void;
  logMutation(entry: LogEntry): void;
  /** All timers of `owner` become these. */
  replaceTimers(owner: string, timers: readonly Timer[]): void;
  /** True for whoever takes it first; the timer is gone when this transaction commits. */
  claimTimer(key: string): Promise<boolean>;
  saveIntakeKey(key: IntakeKey): void;
}

/** What was committed. Without `changes` (others committed much, or records left a scope) it is read from the store. */
export interface Commit {
  prev: number;
  to: number;
  epoch: string;
  changes?: CommittedChange[];
}

/** `leftScope` is where the record could be read before. */
export interface CommittedChange extends StoredChange {
  leftScope?: string;
}

export interface Store {
  /**
   * Runs `fn` alone, writes what it buffered and commits durably; concurrent calls share one commit.
   * `version` is the workspace's after these writes. When `fn` throws nothing is left behind. `fn` may be run
   * again (never twice with effect), must await nothing but the transaction, and must not call `write`.
   */
  write<T>(fn: (tx: StoreWrite) => Promise<T>): Promise<{ value: T; version: number }>;
  /** Runs `fn` on one consistent snapshot. `fn` awaits nothing but the transaction. */
  read<T>(fn: (tx: StoreRead) => Promise<T>): Promise<T>;
  /** Called after each commit that moved the version, in order. Returns the way to stop listening. */
  onCommit(listener: (commit: Commit) => void): () => void;
  /** Looks for commits of other processes and reports them to the listeners. */
  poll(): Promise<void>;
  /**
   * Timers that are due, earliest first. Where several processes share the database each is given others for a few
   * seconds. Whoever fires one still has to claim it.
   */
  takeTimers(query: { upTo: Instant; limit: number }): Promise<Timer[]>;
  /** Forgets tombstones and scope exits at or below `version`: a cursor below it must take a snapshot. */
  compact(version: number): Promise<void>;
  /** After a restore: laptops rebuild their copy and send their journal again. */
  renewEpoch(): Promise<string>;
  /** Checks the hash chain of the whole log. The first broken entry's id, or undefined. */
  verifyLog(): Promise<number | undefined>;
  /** Files beside the records. */
  blobs: BlobTables;
  stats(): StoreStats;
  close(): Promise<void>;
}

interface StoreStats {
  commits: number;
  jobs: number;
}

export function toChange(stored: StoredChange): Change {
  const { docText, ...rest } = stored;
  return docText === null || stored.deleted ? rest : { ...rest, doc: JSON.parse(docText) };
}
