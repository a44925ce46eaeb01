import { setImmediate } from 'node:timers/promises';
import type { LiveBeat, LiveChanges } from '../../src-shared/contract/http.ts';
import { type Clock, type Millis, type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import { type Commit, type Store, toChange } from '../store/store.ts';
import { pageOf, readableScopes } from '../sync/pull.ts';

export interface LiveEvent {
  event: 'changes' | 'beat';
  /** Cursor after it: what a client sends back as Last-Event-ID. */
  id: number;
  data: string;
}

/** A console that listens. */
interface Listener {
  person: string;
  tokenId: string;
  /** False when the other side no longer takes anything. */
  send(event: LiveEvent): boolean;
  close(): void;
  /** Whether its token still holds. */
  stillValid(): Promise<boolean>;
}

export interface LiveHub {
  /** Sends what was missed since `since` (none: nothing), then each commit. Returns the way to leave. */
  join(listener: Listener, since: number | undefined): () => void;
  /** Ends the streams of a revoked token. */
  drop(tokenId: string): void;
  size(): number;
  start(): void;
  stop(): void;
}

export const BEAT_EVERY: Millis = 10 * SECOND;
const PAGE = 1_000;

interface Seat {
  listener: Listener;
  scopes: readonly string[];
  cursor: number;
  /** Reading from the store: commits only mark it `behind` meanwhile. */
  busy: boolean;
  behind: boolean;
}

/** Fans commits out to the consoles, each filtered to what its person may read. */
export function createLiveHub(deps: {
  store: Store;
  clock: Clock;
  scheduler: Scheduler;
  onError?: (error: unknown) => void;
}): LiveHub {
  const { store, clock, scheduler } = deps;
  const seats = new Set<Seat>();
  let beating: { cancel(): void } | undefined;
  let unsubscribe: (() => void) | undefined;

  const leave = (seat: Seat) => {
    if (seats.delete(seat)) seat.listener.close();
  };
  const send = (seat: Seat, event: LiveEvent) => {
    if (!seat.listener.send(event)) leave(seat);
  };

  /** Brings a seat up to the head from the store. Its first act for a new listener, later only after a gap. */
  async function catchUp(seat: Seat): Promise<void> {
    if (seat.busy) {
      seat.behind = true;
      return;
    }
    seat.busy = true;
    try {
      do {
        seat.behind = false;
        const page = await store.read(async (tx) => {
          const scopes = await readableScopes(tx, seat.listener);
          if (!scopes) return undefined;
          const { version: head, epoch, minVersion } = await tx.workspace();
          // A cursor that only a snapshot can help sees a `prev` that is not its own, pulls and is told so.
          const lost = seat.cursor < 0 || seat.cursor > head || (seat.cursor > 0 && seat.cursor < minVersion);
          const from = lost ? head : seat.cursor;
          const found = await tx.changes({ scopes, since: from, limit: PAGE + 1 });
          const { changes, more } = pageOf(found, PAGE);
          return {
            scopes,
            epoch,
            from,
            changes: changes.map(toChange),
            more,
            to: more ? (changes.at(-1)?.version ?? head) : head,
          };
        });
        if (!page) {
          leave(seat);
          return;
        }
        seat.scopes = page.scopes;
        seat.cursor = page.to;
        if (page.to > page.from) {
          const data: LiveChanges = { prev: page.from, to: page.to, changes: page.changes, epoch: page.epoch };
          send(seat, { event: 'changes', id: page.to, data: JSON.stringify(data) });
        }
        if (page.more) {
          seat.behind = true;
          // A console that comes back after days is not served before all others.
          await setImmediate();
        }
      } while (seat.behind && seats.has(seat));
    } finally {
      seat.busy = false;
    }
  }

  const recover = (seat: Seat) => {
    catchUp(seat).catch((error) => {
      deps.onError?.(error);
      leave(seat);
    });
  };

  function fanOut(commit: Commit): void {
    const { changes } = commit;
    // One text for all who read the same scopes.
    const texts = new Map<string, string>();
    const touched = new Set(changes?.filter((one) => one.collection === 'person').map((one) => one.id));
    for (const seat of seats) {
      if (seat.busy || !changes || commit.prev !== seat.cursor || touched.has(seat.listener.person)) {
        recover(seat);
        continue;
      }
      const key = seat.scopes.join('\n');
      const data = texts.get(key) ?? visibleText(commit, changes, seat.scopes);
      texts.set(key, data);
      seat.cursor = commit.to;
      send(seat, { event: 'changes', id: commit.to, data });
    }
  }

  async function beatText(): Promise<string> {
    const { version, epoch } = await store.read((tx) => tx.workspace());
    return JSON.stringify({ head: version, epoch, serverTime: clock.now() } satisfies LiveBeat);
  }

  async function beat(): Promise<void> {
    const text = await beatText();
    for (const seat of [...seats]) {
      if (await seat.listener.stillValid()) send(seat, { event: 'beat', id: seat.cursor, data: text });
      else leave(seat);
    }
  }

  const beatOn = () => {
    beating = scheduler.after(BEAT_EVERY, () => {
      beat()
        .catch((error) => deps.onError?.(error))
        .finally(() => {
          if (beating) beatOn();
        });
    });
  };

  return {
    join(listener, since) {
      const seat: Seat = { listener, scopes: [], cursor: since ?? -1, busy: false, behind: false };
      seats.add(seat);
      catchUp(seat)
        .then(() => beatText())
        .then((data) => {
          if (seats.has(seat)) send(seat, { event: 'beat', id: seat.cursor, data });
        })
        .catch((error) => {
          deps.onError?.(error);
          leave(seat);
        });
      return () => seats.delete(seat);
    },
    drop(tokenId) {
      for (const seat of [...seats]) if (seat.listener.tokenId === tokenId) leave(seat);
    },
    size: () => seats.size,
    start() {
      unsubscribe = store.onCommit(fanOut);
      beatOn();
    },
    stop() {
      unsubscribe?.();
      beating?.cancel();
      beating = undefined;
      for (const seat of [...seats]) leave(seat);
    },
  };
}

function visibleText(commit: Commit, changes: NonNullable<Commit['changes']>, scopes: readonly string[]): string {
  const visible = changes.flatMap(({ leftScope, ...one }) => {
    if (scopes.includes(one.scope)) return [toChange(one)];
    if (leftScope === undefined || !scopes.includes(leftScope)) return [];
    return [toChange({ ...one, scope: leftScope, deleted: true, docText: null })];
  });
  const data: LiveChanges = { prev: commit.prev, to: commit.to, changes: visible, epoch: commit.epoch };
  return JSON.stringify(data);
}
