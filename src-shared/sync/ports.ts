import type { Result } from '../contract/errors.ts';
import type {
  LiveBeat,
  LiveChanges,
  Me,
  PullResponse,
  PushRequest,
  PushResponse,
  SnapshotLine,
} from '../contract/http.ts';
import type { JournalEntry } from '../contract/ipc.ts';
import type { TravellingPage } from './cold-page.ts';

/** A request under way. After `cancel` the result no longer matters; it may stay open for ever. */
export interface Call<T> {
  result: Promise<Result<T>>;
  cancel(): void;
}

export type PushAnswer =
  | { kind: 'done'; response: PushResponse }
  /** `gap`: the server wants `expected` first. `forked`: another laptop used this numbering. */
  | { kind: 'gap' | 'forked'; expected: number; epoch: string };

export type PullAnswer = { kind: 'page'; page: PullResponse } | { kind: 'gone'; epoch: string };

export type LiveEvent = { kind: 'open' } | { kind: 'changes'; changes: LiveChanges } | { kind: 'beat'; beat: LiveBeat };

/** A line of a snapshot; a page of closed history comes with its documents, unread. */
export type SnapshotPiece = Exclude<SnapshotLine, { kind: 'cold' }> | { kind: 'cold'; page: TravellingPage };

/** The server, as the engine sees it. Answers that are not Vigie's (a captive portal) are `notVigie`. */
export interface SyncTransport {
  me(): Call<Me>;
  push(request: PushRequest): Call<PushAnswer>;
  pull(query: { since: number; clientId: string; epoch: string }): Call<PullAnswer>;
  /** Pieces in order, the next one only after `onPiece` has resolved; ends after the piece `end`. */
  snapshot(onPiece: (piece: SnapshotPiece) => Promise<void>): Call<void>;
  /** Ends, well or not, when the stream does. */
  live(query: { since: number; epoch: string }, on: (event: LiveEvent) => void): Call<void>;
}

/** The fsynced file beside the store. Every call rejects when it could not do what it was asked. */
export interface Journal {
  append(entries: JournalEntry[]): Promise<void>;
  settle(clientId: string, upTo: number): Promise<void>;
  read(): Promise<{ entries: JournalEntry[]; damaged: number }>;
}
