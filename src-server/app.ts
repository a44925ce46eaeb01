import { randomUUID } from 'node:crypto';
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { jsonSchemaTransform, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { MINUTE } from '../src-shared/time/clock.ts';
import type { App, AppDeps } from './app-deps.ts';
import { accountRoutes } from './routes/account.ts';
import { registerCallers } from './routes/callers.ts';
import { answerErrors } from './routes/errors.ts';
import { healthRoutes } from './routes/health.ts';
import { intakeRoutes } from './routes/intake.ts';
import { intakeKeyRoutes } from './routes/intake-keys.ts';
import { liveRoute } from './routes/live.ts';
import { syncRoutes } from './routes/sync.ts';

/** Keys of senders stand in the path: a log must not hold them. */
export function withoutKey(url: string): string {
  return url.replace(/^(\/intake\/[^/?]*\/)[^/?]*/, '$1***');
}

/** The HTTP side of the server, ready to listen or for `inject`. */
export async function buildApp(deps: AppDeps, logger?: FastifyBaseLogger): Promise<App> {
  const { settings } = deps;
  const app: App = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    // One line a request is written below, without the sender's key.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    trustProxy: settings.trustProxy,
    bodyLimit: 1024 * 1024,
    // Consoles keep streams open: they are ended by the hub, the rest is idle keep-alive.
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();

  // JSON is all that is understood.
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  // Answers are our own typed objects; the schemas document them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('sender', '');
  registerCallers(app);
  answerErrors(app);
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'info' : 'debug';
    const { method } = request;
    request.log[level](
      { method, url: withoutKey(request.url), status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'request',
    );
  });

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // The console has another origin; CORS below says which pages may read.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: ['app://console', ...settings.corsOrigins],
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id'],
    exposedHeaders: ['retry-after'],
    maxAge: 86_400,
  });
  await app.register(rateLimit, { max: settings.requestsPerMinute, timeWindow: MINUTE, cache: 20_000 });
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1_024,
    customTypes: /^(?:application\/(?:json|x-ndjson)|text\/plain)/,
    // Flushed with each page, so that the first ones arrive before the last are read.
    brotliOptions: { flush: constants.BROTLI_OPERATION_FLUSH, params: { [constants.BROTLI_PARAM_QUALITY]: 3 } },
    zlibOptions: { flush: constants.Z_SYNC_FLUSH, level: 3 },
  });
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Vigie', version: deps.version },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    },
    transform: jsonSchemaTransform,
  });

  syncRoutes(app, deps);
  liveRoute(app, deps);
  accountRoutes(app, deps);
  intakeKeyRoutes(app, deps);
  intakeRoutes(app, deps);
  healthRoutes(app, deps);
  return app;
}
