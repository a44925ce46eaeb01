import { type Health, healthSchema } from '../../src-shared/contract/http.ts';
import { type Millis, SECOND } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';

/** The timer loop looks every 5 s even when idle. */
const STALE: Millis = 15 * SECOND;

/** For load balancers, Prometheus and API readers; nothing secret. */
export function healthRoutes(app: App, deps: AppDeps): void {
  const { store, timers, clock, metrics, version } = deps;

  app.get('/healthz', { schema: { response: { 200: healthSchema, 503: healthSchema } } }, async (_request, reply) => {
    const readable = await store
      .read((tx) => tx.workspace())
      .then(
        () => true,
        () => false,
      );
    const timersRanAt = timers.ranAt();
    const serverTime = clock.now();
    const ok = readable && timersRanAt !== null && serverTime - timersRanAt <= STALE;
    const health: Health = {
      status: ok ? 'ok' : 'degraded',
      version,
      store: readable ? 'ok' : 'failed',
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
