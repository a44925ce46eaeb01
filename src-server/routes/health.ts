import { type Health, healthSchema } from '../../src-shared/contract/http.ts';
import { type Instant, type Millis, SECOND } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { storageProblem } from '../store/failure.ts';

/** The timer loop looks every 5 s even when idle. */
const STALE: Millis = 15 * SECOND;
/** A write that changes nothing is as durable as any other: not more often than this. */
const WRITE_EVERY: Millis = 5 * SECOND;
/** A database that is gone may leave a question open for long. */
const PATIENCE: Millis = 3 * SECOND;

type StoreState = Health['store'];

const stateOf = (error: unknown): StoreState => (storageProblem(error) === 'full' ? 'full' : 'failed');

/** What `work` says about the store; `failed` when it does not end in time. */
async function within(work: Promise<unknown>): Promise<StoreState> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<StoreState>((resolve) => {
    timer = setTimeout(() => resolve('failed'), PATIENCE);
  });
  const done = work.then((): StoreState => 'ok', stateOf);
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}

/** Whether the store can be read now, and could be written a moment ago: a full disk lets itself be read. */
function createStoreCheck({ store, clock }: Pick<AppDeps, 'store' | 'clock'>): () => Promise<StoreState> {
  let written: { at: Instant; state: Promise<StoreState> } | undefined;
  return async () => {
    const now = clock.now();
    if (!written || Math.abs(now - written.at) >= WRITE_EVERY) {
      written = { at: now, state: within(store.write(async () => undefined)) };
    }
    if (store.isDamaged?.()) return 'failed';
    const states = await Promise.all([within(store.read((tx) => tx.workspace())), written.state]);
    return states.find((one) => one !== 'ok') ?? 'ok';
  };
}

/** For load balancers, Prometheus and API readers; nothing secret. */
export function healthRoutes(app: App, deps: AppDeps): void {
  const { timers, clock, metrics, version } = deps;
  const checkStore = createStoreCheck(deps);

  app.get('/healthz', { schema: { response: { 200: healthSchema, 503: healthSchema } } }, async (_request, reply) => {
    const store = await checkStore();
    const timersRanAt = timers.ranAt();
    const serverTime = clock.now();
    const ok = store === 'ok' && timersRanAt !== null && serverTime - timersRanAt <= STALE;
    const health: Health = {
      status: ok ? 'ok' : 'degraded',
      version,
      store,
      timersRanAt,
      serverTime,
    };
    return reply
      .status(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(health);
  });

  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const text = await metrics.registry.metrics();
    return reply
      .type(metrics.registry.contentType)
      .serializer((body: string) => body)
      .send(text);
  });

  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
