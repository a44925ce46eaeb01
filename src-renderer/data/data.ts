import type { Result } from '../../src-shared/contract/errors.ts';
import type { Me } from '../../src-shared/contract/http.ts';
import type { Origin } from '../../src-shared/model/actor.ts';
import type { ArgsOf, MutatorName } from '../../src-shared/mutators/registry.ts';
import type { Mutated, MutateError } from '../../src-shared/sync/engine.ts';
import type { ReviewRow } from '../../src-shared/sync/local-store.ts';
import type { Observable } from '../../src-shared/sync/observable.ts';
import type { SyncStatus } from '../../src-shared/sync/status.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { BlobTransfers } from './blob-uploads.ts';
import type { Blobs } from './blobs.ts';
import type { VigieDatabase } from './database.ts';
import type { DirectoryIndex } from './directory-index.ts';
import type { Drafts } from './drafts.ts';
import type { IncidentIndex } from './incident-index.ts';
import type { MaintenanceIndex } from './maintenance.ts';
import type { ProcedureIndex } from './procedure-index.ts';
import type { ProcedureSearch } from './procedure-search.ts';
import type { Records } from './records.ts';

export type { Mutated, MutateError, Observable };

/** What the screens know: the laptop's status and where its records are kept. */
export interface DataStatus extends SyncStatus {
  /** `memory`: IndexedDB could not be opened; everything works, but the copy is taken anew at the next start. */
  storage: 'disk' | 'memory';
}

/** The only door to records and changes for the screens. */
export interface Data {
  db: VigieDatabase;
  /** Incidents, alerts and timelines, closed history included; `db` alone holds what is open or has changed of late. */
  records: Records;
  /** Who is signed in; null before the first contact with a server. */
  me: Observable<Me | null>;
  status: Observable<DataStatus>;
  /**
   * Runs a mutator here and now and sends it when it can. Rejected here: nothing happened, and the reason says why.
   * `via` tells from where the person acted (default `console`).
   */
  mutate<Name extends MutatorName>(
    name: Name,
    args: ArgsOf<Name>,
    options?: { via?: Origin },
  ): Promise<Result<Mutated, MutateError>>;
  /** The server's time as this laptop knows it: what deadlines are compared with. */
  now(): Instant;
  review: {
    /** Runs the refused change again as a new one, and takes it off the list when this laptop accepts it. */
    retry(row: ReviewRow): Promise<Result<Mutated, MutateError>>;
    /** The change as text, to be put elsewhere by hand. */
    copy(row: ReviewRow): string;
    discard(row: ReviewRow): Promise<void>;
  };
  /** Files by their content: evidence, pictures. */
  blobs: Blobs;
  /** What of the files made here is not on the server yet. */
  transfers: Observable<BlobTransfers>;
  /** What is being written and not sent yet. */
  drafts: Drafts;
  /** Try now instead of waiting: network is back, laptop woke up, person asked. */
  syncNow(): void;
  /** `createIncidentIndex(db, records)`: the incidents in memory; nothing is read before a screen listens. Stopped by `stop`. */
  incidents: IncidentIndex;
  /** What is known of every procedure but its text; nothing is read before somebody asks. */
  procedures: ProcedureIndex;
  /** Plans and their occurrences; nothing is read before somebody asks. */
  maintenance: MaintenanceIndex;
  /** Full text of procedures and runbooks, beside the page. */
  procedureSearch: ProcedureSearch;
  /** People, teams, services, policies, calendars. */
  directory: DirectoryIndex;
  stop(): Promise<void>;
}
