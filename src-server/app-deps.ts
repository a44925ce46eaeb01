import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock } from '../src-shared/time/clock.ts';
import type { Settings } from './config.ts';
import type { Attempts } from './identity/attempts.ts';
import type { Identity } from './identity/identity.ts';
import type { LiveHub } from './live/hub.ts';
import type { Metrics } from './metrics.ts';
import type { Store } from './store/store.ts';
import type { BugListener } from './sync/run-mutation.ts';
import type { TimerLoop } from './timers/loop.ts';
import type { WatchedStore } from './upkeep/watch-store.ts';

/** What the HTTP side works with; made by the process entry or by a test. */
export interface AppDeps {
  store: Store & Partial<Pick<WatchedStore, 'isDamaged'>>;
  identity: Identity;
  attempts: Attempts;
  hub: LiveHub;
  timers: Pick<TimerLoop, 'ranAt'>;
  metrics: Metrics;
  clock: Clock;
  settings: Pick<Settings, 'corsOrigins' | 'filesQuota' | 'requestsPerMinute' | 'signInsPerMinute' | 'trustProxy'>;
  version: string;
  onBug: BugListener;
  /** Visits the address by which Amazon wants a subscription confirmed; the network, unless a test says otherwise. */
  visit?: (url: URL) => Promise<boolean>;
}

/** Fastify whose routes take their types from zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
