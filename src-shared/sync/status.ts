import type { AppError } from '../contract/errors.ts';
import type { Instant, Millis } from '../time/clock.ts';

/**
 * `starting`: outbox and journal are being put in step. `snapshotting`: the first copy, or a new one, is coming in.
 * `syncing`: catching up. `live`: in step, changes arrive as they happen. `retrying`: waiting before another attempt.
 * `signedOut`: the server wants a new sign-in. `paused`: no server is named, or the person went offline on purpose.
 */
export const PHASES = [
  'starting',
  'snapshotting',
  'syncing',
  'live',
  'retrying',
  'signedOut',
  'paused',
  'stopped',
] as const;
export type Phase = (typeof PHASES)[number];

/** All that the status line says. */
export interface SyncStatus {
  phase: Phase;
  /** Why it is not live. */
  problem: AppError | null;
  cursor: number | null;
  /** When this copy was last in step with the server, by the laptop's clock; null before the first copy. */
  dataAt: Instant | null;
  /** The server was last heard then, and should have been heard since; null while it is heard. */
  silentSince: Instant | null;
  /** When the next attempt is due, while `retrying`. */
  retryAt: Instant | null;
  /** Changes made here that the server has not answered yet. */
  pending: number;
  /** Of these, the ones that are not yet in the journal. */
  unsaved: number;
  /** Why the journal did not take them. */
  unsavedWhy: AppError | null;
  /** Changes the server refused, waiting for the person. */
  review: number;
  /** While a copy comes in: records received of those announced. */
  snapshot: { done: number; total: number } | null;
  /** Server's clock minus this laptop's. */
  clockOffset: Millis;
  /** Times this copy was found to differ from the server and was taken anew. */
  repairs: number;
}
