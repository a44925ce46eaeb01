import { err, type Result } from '../contract/errors.ts';
import type { Change } from '../contract/http.ts';
import { type Clock, type Millis, type Scheduler, SECOND } from '../time/clock.ts';
import type { TravellingPage } from './cold-page.ts';
import type { LocalStore } from './local-store.ts';
import type { SnapshotPiece, SyncTransport } from './ports.ts';
import type { Replica } from './replica.ts';
import { storageProblem } from './storage-problem.ts';

/** Between two lines of a snapshot. */
const LINE_TIMEOUT: Millis = 30 * SECOND;
/** Rows of the first transaction, so that the board is there soon; each next one may hold twice as many. */
const FIRST_ROWS = 250;
/** What may wait for the write before it: rows, and UTF-16 units of pages. Beyond it the network waits. */
const MOST_ROWS = 2_000;
const MOST_TEXT = 4_000_000;

export interface FirstCopyDeps {
  local: LocalStore;
  replica: Replica;
  transport: SyncTransport;
  clock: Clock;
  scheduler: Scheduler;
  onHeard(): void;
  /** The store has changed. */
  onApplied(): void;
}

interface Batch {
  changes: Change[];
  pages: TravellingPage[];
  text: number;
}

const emptyBatch = (): Batch => ({ changes: [], pages: [], text: 0 });

/**
 * Takes a whole copy. What arrives while a transaction is being written goes into the next one together: the first
 * lines are written at once, and a fast network makes few large transactions instead of one for each line.
 */
export async function takeFirstCopy(deps: FirstCopyDeps): Promise<Result<void>> {
  const { local, replica, clock, scheduler } = deps;
  let open = true;
  let ended = false;
  let waiting = emptyBatch();
  let rows = FIRST_ROWS;
  let writing: Promise<void> | null = null;
  let taken = () => {};

  let giveUp = () => {};
  const stuck = new Promise<Result<void>>((resolve) => {
    giveUp = () => resolve(err({ code: 'timeout' }));
  });
  let idle = scheduler.after(LINE_TIMEOUT, giveUp);
  const busy = () => {
    if (!open) return;
    idle.cancel();
    idle = scheduler.after(LINE_TIMEOUT, giveUp);
  };

  const write = async ({ changes, pages }: Batch): Promise<void> => {
    await local.write(async (tx) => {
      if (changes.length > 0) await replica.addToSnapshot(tx, changes, clock.now());
      if (pages.length > 0) await replica.addPagesToSnapshot(tx, pages, clock.now());
    });
    busy();
    deps.onApplied();
  };
  const isWaiting = () => open && waiting.changes.length + waiting.pages.length > 0;
  const next = (): Batch => {
    const batch = waiting;
    waiting = emptyBatch();
    if (batch.changes.length === 0) return batch;
    // Pages come after all rows: what is open is needed first.
    waiting = { ...batch, changes: batch.changes.splice(rows) };
    if (waiting.changes.length > 0) rows = Math.min(MOST_ROWS, 2 * rows);
    return { ...batch, pages: [] };
  };
  const writeAll = async () => {
    while (isWaiting()) {
      const batch = next();
      taken();
      await write(batch);
    }
    writing = null;
  };
  /** Writes what waits until nothing does; a write that failed is told to whoever comes next. */
  const drain = (): Promise<void> => {
    // Not at once: `writing` is set before it can be reset.
    writing ??= Promise.resolve().then(writeAll);
    writing.catch(() => undefined);
    return writing;
  };

  const onPiece = async (piece: SnapshotPiece): Promise<void> => {
    // Lines of an attempt that was given up must not mix with those of the next one.
    if (!open) return;
    deps.onHeard();
    busy();
    if (piece.kind === 'page') waiting.changes.push(...piece.changes);
    else if (piece.kind === 'cold') {
      waiting.pages.push(piece.page);
      waiting.text += piece.page.docs.length;
    } else {
      await drain();
      if (!open) return;
      await local.write((tx) =>
        piece.kind === 'begin'
          ? replica.beginSnapshot(tx, piece, clock.now())
          : replica.endSnapshot(tx, piece.cursor, clock.now()),
      );
      ended = piece.kind === 'end';
      deps.onApplied();
      return;
    }
    const written = drain();
    if (waiting.changes.length < MOST_ROWS && waiting.text < MOST_TEXT) return;
    const room = new Promise<void>((resolve) => {
      taken = resolve;
    });
    await Promise.race([room, written]);
  };

  const call = deps.transport.snapshot(onPiece);
  const result = await Promise.race([call.result, stuck]).catch(
    (error: unknown): Result<void> => err(storageProblem(error)),
  );
  open = false;
  idle.cancel();
  if (result.ok) return ended ? result : err({ code: 'offline' });
  call.cancel();
  return result;
}
