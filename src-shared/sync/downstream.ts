import type { AppError, Result } from '../contract/errors.ts';
import { type Clock, type Instant, MINUTE, type Millis, type Scheduler, SECOND } from '../time/clock.ts';
import { backoff } from './backoff.ts';
import { answered } from './call.ts';
import { takeFirstCopy } from './first-copy.ts';
import { createInbox } from './inbox.ts';
import type { LocalStore, Meta } from './local-store.ts';
import { metaOf } from './meta.ts';
import type { LiveEvent, SyncTransport } from './ports.ts';
import type { Applied, Replica } from './replica.ts';
import type { Phase } from './status.ts';
import { storageProblem } from './storage-problem.ts';
import { createStreamWatch } from './stream-watch.ts';

const TIMEOUT: Millis = 20 * SECOND;
/** A token that was refused may be good again: a server restored, a proxy that lied. Half of it at random. */
const ASK_SIGNED_OUT_EVERY: Millis = 2 * MINUTE;
const REPAIR_AT_MOST_EVERY: Millis = 10 * MINUTE;
/** Changes that are written together at most: a person's own must not wait behind them for long. */
const TOGETHER = 500;

type Active = Exclude<Phase, 'stopped'>;

/** Every step there is from one phase to another; anything else is a bug. `stopped` is reached from each. */
const TRANSITIONS: Record<Active, readonly Phase[]> = {
  starting: ['syncing', 'paused'],
  syncing: ['live', 'snapshotting', 'retrying', 'signedOut', 'paused'],
  snapshotting: ['syncing', 'retrying', 'signedOut', 'paused'],
  live: ['syncing', 'snapshotting', 'retrying', 'signedOut', 'paused'],
  retrying: ['syncing', 'paused'],
  signedOut: ['syncing', 'paused'],
  paused: ['syncing'],
};

export function mayEnter(from: Phase, to: Phase): boolean {
  return to === 'stopped' || (from !== 'stopped' && TRANSITIONS[from].includes(to));
}

type Event =
  | { kind: 'stream'; event: LiveEvent; stream: number }
  | { kind: 'closed'; stream: number; problem: AppError | null }
  | { kind: 'wake' }
  | { kind: 'pause' }
  | { kind: 'signedOut' }
  | { kind: 'epoch'; epoch: string }
  | { kind: 'stop' };

const isRefusal = ({ code }: AppError): boolean => code === 'unauthorized' || code === 'forbidden';

export interface DownstreamDeps {
  local: LocalStore;
  /** Not before `start` has resolved. */
  replica(): Replica;
  transport: SyncTransport;
  clock: Clock;
  scheduler: Scheduler;
  random: () => number;
  newClientId: () => string;
  /** Puts store and journal in step; resolves when the store may be used. */
  start(): Promise<void>;
  onPhase(phase: Phase, about: { problem: AppError | null; retryAt: Instant | null }): void;
  /** Something came from the server, `serverTime` being its clock when it answered a question asked at `askedAt`. */
  onHeard(measure?: { serverTime: Instant; askedAt: Instant }): void;
  /** The store has changed. */
  onApplied(): void;
  /** The server lacks mutations of this numbering from `seq` on. */
  onLacking(seq: number): Promise<void>;
  /** This copy differed from the server's at the head. */
  onRepair(): void;
}

export interface Downstream {
  /** Network is back, laptop woke up, another token: try at once. Ends `paused` and `signedOut`. */
  wake(): void;
  pause(): void;
  signedOut(): void;
  epochChanged(epoch: string): void;
  stop(): Promise<void>;
}

/** Brings the server's changes in: first copy, catching up, live stream, and again after every failure. */
export function createDownstream(deps: DownstreamDeps): Downstream {
  const { local, replica, transport, clock, scheduler } = deps;
  const inbox = createInbox<Event>(scheduler);
  let phase: Phase = 'starting';
  let problem: AppError | null = null;
  let failures = 0;
  let streams = 0;
  let waiting: { delay: Millis; retryAt: Instant | null } = { delay: 0, retryAt: null };

  const fail = (error: AppError): Phase => {
    problem = error;
    return isRefusal(error) ? 'signedOut' : 'retrying';
  };
  /** Events that decide over the phase, whatever the phase. */
  const command = (event: Event): Phase | null => {
    if (event.kind === 'stop') return 'stopped';
    if (event.kind === 'pause') return 'paused';
    if (event.kind === 'signedOut') return fail({ code: 'unauthorized' });
    return null;
  };
  const readMeta = (): Promise<Meta> => local.read(metaOf);

  async function ask<T>(call: Parameters<typeof answered<T>>[0]): Promise<Result<T>> {
    const result = await answered(call, scheduler, TIMEOUT);
    if (result.ok) deps.onHeard();
    return result;
  }

  async function repair(): Promise<Phase | null> {
    deps.onRepair();
    const { repairedAt } = await readMeta();
    const now = clock.now();
    // A clock that was set back must not forbid repairs for years.
    if (repairedAt !== null && Math.abs(now - repairedAt) < REPAIR_AT_MOST_EVERY) return null;
    await local.write(async (tx) => tx.putMeta({ ...(await metaOf(tx)), repairedAt: now }));
    return 'snapshotting';
  }

  /** The phase that an applied change leads to, or null to go on. */
  async function after(applied: Applied): Promise<Phase | null> {
    if (applied.kind === 'snapshot') return 'snapshotting';
    deps.onApplied();
    if (applied.kind === 'differs') return repair();
    if (applied.kind === 'applied' && applied.resendFrom !== undefined) await deps.onLacking(applied.resendFrom);
    return null;
  }

  /** Pulls until in step; null when it is. */
  async function catchUp(): Promise<Phase | null> {
    for (;;) {
      const { cursor, epoch, clientId } = await readMeta();
      if (cursor === null || epoch === null) return 'snapshotting';
      const askedAt = clock.now();
      const answer = await ask(transport.pull({ since: cursor, clientId, epoch }));
      if (!answer.ok) return fail(answer.error);
      if (answer.value.kind === 'gone') return 'snapshotting';
      const { page } = answer.value;
      deps.onHeard({ serverTime: page.serverTime, askedAt });
      const applied = await local.write((tx) => replica().applyPull(tx, cursor, page, clock.now()));
      const next = await after(applied);
      if (next) return next;
      if (applied.kind !== 'stale' && !page.more) return null;
    }
  }

  async function syncing(): Promise<Phase> {
    const askedAt = clock.now();
    const me = await ask(transport.me());
    if (!me.ok) return fail(me.error);
    deps.onHeard({ serverTime: me.value.serverTime, askedAt });
    await local.write((tx) => replica().setMe(tx, me.value, deps.newClientId(), clock.now()));
    deps.onApplied();
    return (await catchUp()) ?? 'live';
  }

  async function live(): Promise<Phase> {
    const watch = createStreamWatch(clock.now());
    let drop = () => {};
    let words = 0;
    let lost = 0;
    const open = async () => {
      drop();
      const { cursor, epoch } = await readMeta();
      if (cursor === null || epoch === null) return false;
      streams += 1;
      words = 0;
      const stream = streams;
      watch.opened(clock.now());
      const call = transport.live({ since: cursor, epoch }, (event) => inbox.put({ kind: 'stream', event, stream }));
      drop = call.cancel;
      call.result.then(
        (result) => inbox.put({ kind: 'closed', stream, problem: result.ok ? null : result.error }),
        () => inbox.put({ kind: 'closed', stream, problem: { code: 'offline' } }),
      );
      return true;
    };
    try {
      for (;;) {
        const isTime = watch.mayOpen(clock.now()) && !watch.mayPull(clock.now());
        if (isTime && !(await open())) return 'snapshotting';
        const event = withFollowers(await inbox.next(watch.wait(clock.now())));
        if (event && 'stream' in event && event.stream !== streams) continue;
        const ordered = event ? command(event) : null;
        if (ordered) return ordered;
        if (event?.kind === 'stream') {
          deps.onHeard();
          if (event.event.kind !== 'open') {
            words += 1;
            watch.spoke(clock.now());
            // A second word: this stream lasts, and the next failure is a new one.
            if (words > 1) failures = lost = 0;
          }
        }
        if (event?.kind === 'closed') {
          if (event.problem && isRefusal(event.problem)) return fail(event.problem);
          // The server may well answer: only the stream is gone, and what it would have said can be asked for.
          watch.closed(clock.now(), backoff(lost, deps.random()));
          lost += 1;
        }
        const next = await advance(event);
        if (next) return next;
        if (watch.mayPull(clock.now()) || event?.kind === 'wake' || (event && (await isBehind(event)))) {
          watch.pulled(clock.now());
          const after = await catchUp();
          if (after) return after;
          if (lost > 0) failures = 0;
        }
      }
    } finally {
      drop();
    }
  }

  /** In a storm the server speaks faster than the store writes: what followed meanwhile is written with it. */
  function withFollowers(first: Event | undefined): Event | undefined {
    if (first?.kind !== 'stream' || first.event.kind !== 'changes') return first;
    let joined = first.event.changes;
    const follows = (next: Event): boolean =>
      next.kind === 'stream' &&
      next.stream === first.stream &&
      next.event.kind === 'changes' &&
      next.event.changes.prev === joined.to &&
      next.event.changes.epoch === joined.epoch &&
      next.event.changes.changes.length + joined.changes.length <= TOGETHER;
    for (;;) {
      const next = inbox.takeIf(follows);
      if (next?.kind !== 'stream' || next.event.kind !== 'changes') break;
      const { to, changes } = next.event.changes;
      joined = { ...joined, to, changes: [...joined.changes, ...changes] };
    }
    return { ...first, event: { kind: 'changes', changes: joined } };
  }

  /** Applies a live event that continues this copy; the phase it leads to, or null. */
  async function advance(event: Event | undefined): Promise<Phase | null> {
    if (event?.kind === 'epoch') return (await readMeta()).epoch === event.epoch ? null : 'snapshotting';
    if (event?.kind !== 'stream' || event.event.kind !== 'changes') return null;
    const { changes } = event.event;
    return after(await local.write((tx) => replica().applyLive(tx, changes, clock.now())));
  }

  async function isBehind(event: Event): Promise<boolean> {
    if (event.kind !== 'stream') return false;
    const meta = await readMeta();
    switch (event.event.kind) {
      case 'open':
        return true;
      case 'beat': {
        const { head, epoch } = event.event.beat;
        return head > (meta.cursor ?? 0) || epoch !== meta.epoch;
      }
      case 'changes': {
        const { changes, to } = event.event.changes;
        // One's own record decides over what one may read: the pull tells the scopes.
        const own = changes.some((one) => one.collection === 'person' && one.id === meta.me?.person);
        return own || (meta.cursor ?? 0) < to;
      }
    }
  }

  const steps: Record<Active, () => Promise<Phase>> = {
    async starting() {
      await deps.start();
      return 'syncing';
    },
    syncing,
    async snapshotting() {
      const result = await takeFirstCopy({ ...deps, replica: replica(), onHeard: () => deps.onHeard() });
      return result.ok ? 'syncing' : fail(result.error);
    },
    live,
    async retrying() {
      const { delay, retryAt } = waiting;
      for (;;) {
        // The clock may have been set meanwhile: never longer than it was meant.
        const event = await inbox.next(Math.min(delay, Math.max(0, (retryAt ?? 0) - clock.now())));
        const ordered = event ? command(event) : null;
        if (ordered === 'stopped' || ordered === 'paused') return ordered;
        if (!event || event.kind === 'wake') return 'syncing';
      }
    },
    signedOut: () => untilWoken(ASK_SIGNED_OUT_EVERY * (0.5 + deps.random() / 2)),
    paused: () => untilWoken(null),
  };
  async function untilWoken(limit: Millis | null): Promise<Phase> {
    for (;;) {
      const event = await inbox.next(limit);
      if (!event) return 'syncing';
      if (event?.kind === 'stop') return 'stopped';
      if (event?.kind === 'pause' && phase === 'signedOut') return 'paused';
      if (event?.kind === 'wake') return 'syncing';
    }
  }

  const enter = (next: Phase) => {
    if (!mayEnter(phase, next)) throw new Error(`sync: no way from ${phase} to ${next}`);
    phase = next;
    waiting = { delay: 0, retryAt: null };
    if (next === 'retrying') {
      const delay = backoff(failures, deps.random());
      waiting = { delay, retryAt: clock.now() + delay };
      failures += 1;
    }
    if (next === 'live' || next === 'paused') problem = null;
    deps.onPhase(phase, { problem, retryAt: waiting.retryAt });
  };

  async function run(): Promise<void> {
    while (phase !== 'stopped') {
      const current: Active = phase;
      const next = await steps[current]().catch((error: unknown): Phase => {
        if (current === 'starting') throw error;
        return fail(storageProblem(error));
      });
      const order = ordersMeanwhile();
      enter(order && mayEnter(current, order) ? order : next);
    }
  }
  /** The last order that came while a step was busy is due now; what else came is of the past. */
  function ordersMeanwhile(): Phase | null {
    let order: Phase | null = null;
    let woken = false;
    inbox.clear((event) => {
      if (event.kind === 'wake') {
        woken = true;
        if (order === 'paused') order = null;
      }
      if (event.kind === 'pause' && order !== 'stopped') {
        woken = false;
        order = 'paused';
      }
      if (event.kind === 'stop') order = 'stopped';
      return event.kind === 'epoch';
    });
    if (woken) inbox.put({ kind: 'wake' });
    return order;
  }
  const ended = run().catch((error: unknown) => {
    problem = { code: 'storageBroken', message: String(error) };
    enter('stopped');
  });

  return {
    wake: () => inbox.put({ kind: 'wake' }),
    pause: () => inbox.put({ kind: 'pause' }),
    signedOut: () => inbox.put({ kind: 'signedOut' }),
    epochChanged: (epoch) => inbox.put({ kind: 'epoch', epoch }),
    stop() {
      inbox.put({ kind: 'stop' });
      return ended;
    },
  };
}
