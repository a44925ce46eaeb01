import type { z } from 'zod';
import type { ActorRef, Origin } from '../model/actor.ts';
import type { CollectionName, Doc, Entity } from '../model/collections.ts';
import { ROLES, type Role } from '../model/person.ts';
import type { Instant } from '../time/clock.ts';

/** What a mutator may read. Both sides offer it: the laptop over its view, the server over its transaction. */
export interface ReadTx {
  get<C extends CollectionName>(collection: C, id: string): Promise<Doc<C> | undefined>;
  /** Live records whose `refOf` is `ref`, ordered by id. */
  list<C extends CollectionName>(collection: C, ref: string): Promise<Entity<C>[]>;
  /** Ids of the incidents that are not closed; on the server alone. */
  openIncidents?(): Promise<string[]>;
  /** Live records whose `slugOf` is `slug`, ordered by id; on the server alone. */
  bySlug?<C extends CollectionName>(collection: C, slug: string): Promise<Entity<C>[]>;
}

export interface MutatorTx extends ReadTx {
  put<C extends CollectionName>(collection: C, id: string, doc: Doc<C>): void;
  remove(collection: CollectionName, id: string): void;
  /** Next number of a series (1, 2, 3…) on the server; `undefined` on a laptop, which may not number anything. */
  nextNumber(series: 'incident'): Promise<number | undefined>;
}

/** Who runs the mutation. `system` is Vigie itself and the senders; it passes every role check. */
export interface Actor {
  ref: ActorRef;
  role: Role | 'system';
}

export interface MutatorContext {
  actor: Actor;
  via: Origin;
  /** When it was done: the laptop's clock corrected by the measured offset. Every domain fact uses this one. */
  at: Instant;
  /**
   * The server's clock when it ran there; absent on a laptop. Kept beside `at` in the timeline. Computed with only where
   * it bounds how far back a laptop may speak of a plan's past.
   */
  receivedAt?: Instant;
  /** Same ids on both sides: derived from the mutation and a counter. */
  newId(): string;
}

export type RejectionReason =
  | 'notFound'
  | 'forbidden'
  | 'invalid'
  | 'atInFuture'
  | 'atTooEarly'
  | 'alreadyAcknowledged'
  | 'notOpen'
  | 'notAcknowledged'
  | 'notResolved'
  | 'alreadyResolved'
  | 'alreadyPaused'
  | 'notPaused'
  | 'alreadyDone'
  | 'merged'
  | 'conflict'
  | 'frozen'
  | 'unknownMutator';

/** `applied` changed something, `noop` found it done already, `rejected` changed nothing and goes to « À revoir ». */
export type Outcome =
  | { kind: 'applied' }
  | { kind: 'noop' }
  | { kind: 'rejected'; reason: RejectionReason; detail?: Record<string, string | number> };

export const applied: Outcome = { kind: 'applied' };
export const noop: Outcome = { kind: 'noop' };
export const rejected = (reason: RejectionReason, detail?: Record<string, string | number>): Outcome =>
  detail ? { kind: 'rejected', reason, detail } : { kind: 'rejected', reason };

export interface Mutator<Args> {
  args: z.ZodType<Args>;
  /** The least role that may call it; `system` keeps it from people altogether. */
  role: Role | 'system';
  /** Texts that end with their record: of them the log keeps the hash and the length alone. */
  unlogged?: readonly (keyof Args & string)[];
  /** A finer rule, after the role: `undefined` allows. */
  authorize?(tx: ReadTx, args: Args, actor: Actor): Promise<RejectionReason | undefined>;
  /** Deterministic in (records, args, ctx). Buffered by the caller: a rejection leaves nothing behind. */
  apply(tx: MutatorTx, args: Args, ctx: MutatorContext): Promise<Outcome>;
}

/** Infers `Args` from the schema. */
export function mutator<Args>(definition: Mutator<Args>): Mutator<Args> {
  return definition;
}

export function hasRole(actor: Actor, role: Role | 'system'): boolean {
  if (actor.role === 'system') return true;
  return role !== 'system' && ROLES.indexOf(actor.role) >= ROLES.indexOf(role);
}
