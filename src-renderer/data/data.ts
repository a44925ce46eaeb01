import type { AppError, Result } from '../../src-shared/contract/errors.ts';
import type { Me } from '../../src-shared/contract/http.ts';
import type { Origin } from '../../src-shared/model/actor.ts';
import type { RejectionReason } from '../../src-shared/mutators/mutator.ts';
import type { ArgsOf, MutatorName } from '../../src-shared/mutators/registry.ts';
import type { ReviewRow } from '../../src-shared/sync/local-store.ts';
import type { SyncStatus } from '../../src-shared/sync/status.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { VigieDatabase } from './database.ts';
import type { IncidentIndex } from './incident-index.ts';

/** Why a change was not taken on this laptop: a rule of the domain, or the laptop itself. */
export type MutateError =
  | { code: 'rejected'; reason: RejectionReason; detail?: Record<string, string | number> }
  | AppError;

export interface Mutated {
  /** Number it travels under; null for a noop, which is not sent: the change was there already. */
  seq: number | null;
  outcome: 'applied' | 'noop';
  /** Resolves once the change survives the loss of this laptop's database (journal fsynced); rejects if it cannot. */
  saved: Promise<void>;
}

/** A value that changes, in the shape of React's `useSyncExternalStore`. Snapshots are stable between changes. */
export interface Observable<T> {
  getSnapshot(): T;
  subscribe(listener: () => void): () => void;
}

/** What the screens know: the laptop's status and where its records are kept. */
export interface DataStatus extends SyncStatus {
  /** `memory`: IndexedDB could not be opened; everything works, but the copy is taken anew at the next start. */
  storage: 'disk' | 'memory';
}

/** The only door to records and changes for the screens. */
export interface Data {
  db: VigieDatabase;
  /** Who is signed in; null before the first contact with a server. */
  me: Observable<Me | null>;
  status: Observable<DataStatus>;
  /**
   * Runs a mutator here and now and sends it when it can. Rejected here: nothing happened, and the reason says why.
   * `via` tells from where the person acted (default `console`).
   */
  mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>, options?: { via?: Origin }): Promise<Result<Mutated, MutateError>>;
  /** The server's time as this laptop knows it: what deadlines are compared with. */
  now(): Instant;
  review: {
    /** Runs the refused change again as a new one, and takes it off the list when this laptop accepts it. */
    retry(row: ReviewRow): Promise<Result<Mutated, MutateError>>;
    /** The change as text, to be put elsewhere by hand. */
    copy(row: ReviewRow): string;
    discard(row: ReviewRow): Promise<void>;
  };
  /** Try now instead of waiting: network is back, laptop woke up, person asked. */
  syncNow(): void;
  /** `createIncidentIndex(db)`: the incidents in memory; nothing is read before a screen listens. Stopped by `stop`. */
  incidents: IncidentIndex;
  stop(): Promise<void>;
}
