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
import { answerBrokenRequest, answerError, answerErrors } from './routes/errors.ts';
import { healthRoutes } from './routes/health.ts';
import { intakeRoutes } from './routes/intake.ts';
import { intakeKeyRoutes } from './routes/intake-keys.ts';
import { readJsonBodies } from './routes/json-body.ts';
import { liveRoute } from './routes/live.ts';
import { syncRoutes } from './routes/sync.ts';

/** Keys of senders stand in the path, and people paste tokens where they do not belong: a log must hold neither. */
export function withoutSecrets(url: string): string {
  return url
    .slice(0, 300)
    .replace(/(\/intake\/+[^/?]*\/+)[^?]*/i, '$1***')
    .replace(/\b(vk_|vigie_)[\w%-]+/g, '$1***');
}

/** Long enough for the largest push over a bad line, and an end to requests that have none. */
const REQUEST_TIMEOUT = 2 * MINUTE;

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
    requestTimeout: REQUEST_TIMEOUT,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: answerError,
    clientErrorHandler: answerBrokenRequest,
    // Consoles keep streams open: they are ended by the hub, the rest is idle keep-alive.
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  // Answers are our own typed objects; the schemas document them.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.decorateRequest('sender', '');
  registerCallers(app);
  readJsonBodies(app);
  answerErrors(app);
  app.addHook('onResponse', async (request, reply) => {
    const level = reply.statusCode >= 500 ? 'error' : reply.statusCode >= 400 ? 'info' : 'debug';
    const { method } = request;
    const url = request.routeOptions.url ?? withoutSecrets(request.url);
    request.log[level]({ method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
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
    // An OPTIONS that is no preflight gets the same answer, not an error in another shape.
    strictPreflight: false,
  });
  await app.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: MINUTE,
    cache: 20_000,
    // Whoever has hung up already has no address any more.
    keyGenerator: (request) => request.ip ?? 'gone',
  });
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
