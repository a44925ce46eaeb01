import { setImmediate } from 'node:timers/promises';
import type { Logger } from 'pino';
import { buildApp } from '../../src-server/app.ts';
import type { App, AppDeps } from '../../src-server/app-deps.ts';
import { ensureAccount } from '../../src-server/identity/accounts.ts';
import { createAttempts } from '../../src-server/identity/attempts.ts';
import { createIdentity } from '../../src-server/identity/identity.ts';
import { createLiveHub } from '../../src-server/live/hub.ts';
import { mutationIds } from '../../src-server/log.ts';
import { createMetrics } from '../../src-server/metrics.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import { type BugListener, runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { createTimerLoop } from '../../src-server/timers/loop.ts';
import type { Role } from '../../src-shared/model/person.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { MutatorName } from '../../src-shared/mutators/registry.ts';
import type { Clock, Instant, Millis, Scheduler } from '../../src-shared/time/clock.ts';

/** A clock that stands still until it is told to go on; its timers fire on the way. */
export interface TestClock extends Clock, Scheduler {
  advance(by: Millis): Promise<void>;
}

/** Lets everything that waits for a settled promise or a read from memory go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}

export function createTestClock(start: Instant): TestClock {
  let now = start;
  let timers: { at: Instant; run: () => void }[] = [];
  return {
    now: () => now,
    after(delay, run) {
      const timer = { at: now + Math.max(0, delay), run };
      timers.push(timer);
      return {
        cancel: () => {
          timers = timers.filter((one) => one !== timer);
        },
      };
    },
    async advance(by) {
      const end = now + by;
      await settle();
      for (;;) {
        const next = timers.filter((one) => one.at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.run();
        await settle();
      }
      now = end;
    },
  };
}

export interface TestApp {
  app: App;
  deps: AppDeps;
  clock: TestClock;
  timers: ReturnType<typeof createTimerLoop>;
  bugs: unknown[];
  /** Everything that is kept, as bytes. */
  image(): Promise<Uint8Array>;
  /** An account, its token as a header. */
  signedIn(login: string, role: Role, password?: string): Promise<{ id: string; authorization: string }>;
  /** Runs one mutator as the server itself does. */
  asSystem(name: MutatorName, args: unknown): Promise<Outcome>;
  close(): Promise<void>;
}

/** The whole HTTP side over a store in memory, for `app.inject`. */
export async function startTestApp(
  now: Instant,
  settings: Partial<AppDeps['settings']> = {},
  logger?: Logger,
): Promise<TestApp> {
  const clock = createTestClock(now);
  const store = await createSqliteStore({ file: ':memory:', gather: () => setImmediate() });
  const identity = await createIdentity({ file: ':memory:', clock });
  const bugs: unknown[] = [];
  const onBug: BugListener = (err, mutation) => {
    bugs.push(err);
    logger?.error({ err, ...mutationIds(mutation) }, 'a mutator failed');
  };
  const onError = (error: unknown) => bugs.push(error);
  const hub = createLiveHub({ store, clock, scheduler: clock, onError });
  const timers = createTimerLoop({ store, clock, scheduler: clock, onError, onBug });
  const deps: AppDeps = {
    store,
    identity,
    attempts: createAttempts({ clock }),
    hub,
    timers,
    metrics: createMetrics({ liveConsoles: () => hub.size(), version: async () => 0 }),
    clock,
    settings: {
      corsOrigins: [],
      filesQuota: 1_000,
      requestsPerMinute: 1_000_000,
      signInsPerMinute: 1_000,
      trustProxy: false,
      ...settings,
    },
    version: '0.0.0-test',
    onBug,
  };
  identity.onRevoked((tokenId) => hub.drop(tokenId));
  const app = await buildApp(deps, logger);
  hub.start();
  return {
    app,
    deps,
    clock,
    timers,
    bugs,
    image: async () => Buffer.concat([await store.image(), identity.image()]),
    async signedIn(login, role, password) {
      const wanted = { login, name: login, role, ...(password === undefined ? {} : { password }) };
      const { account } = await ensureAccount({ identity, store, clock }, wanted);
      const { token } = await identity.createToken(account.id, 'test');
      return { id: account.id, authorization: `Bearer ${token}` };
    },
    async asSystem(name, args) {
      const { value } = await store.write((tx) =>
        runMutation(tx, {
          name,
          args,
          actor: systemActor(),
          via: 'server',
          at: clock.now(),
          receivedAt: clock.now(),
          origin: { kind: 'server', id: `test-${name}-${JSON.stringify(args)}` },
        }),
      );
      return value;
    },
    async close() {
      hub.stop();
      await timers.stop();
      await app.close();
      await store.close();
      await identity.close();
    },
  };
}
