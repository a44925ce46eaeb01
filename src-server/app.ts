import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import Fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { jsonSchemaTransform, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { withoutSecrets } from '../src-shared/diagnostics/redact.ts';
import { MINUTE, SECOND } from '../src-shared/time/clock.ts';
import type { App, AppDeps } from './app-deps.ts';
import { createIntake } from './intake/intake.ts';
import { accountRoutes } from './routes/account.ts';
import { blobRoutes } from './routes/blobs.ts';
import { registerCallers } from './routes/callers.ts';
import { answerBrokenRequest, answerError, answerErrors } from './routes/errors.ts';
import { healthRoutes } from './routes/health.ts';
import { intakeRoutes, type Refusals } from './routes/intake.ts';
import { intakeKeyRoutes } from './routes/intake-keys.ts';
import { type Failures, takeInTheShortWay } from './routes/intake-short-way.ts';
import { readJsonBodies } from './routes/json-body.ts';
import { LIVE, liveRoute } from './routes/live.ts';
import { pagerDutyRoutes } from './routes/pagerduty.ts';
import { pingRoutes } from './routes/pings.ts';
import { requestIdOf } from './routes/request-id.ts';
import { syncRoutes } from './routes/sync.ts';

/** People paste tokens where they do not belong, and cut them short: no path that is not a route stands in a log whole. */
const pathOf = (url: string): string => withoutSecrets(url.split('?', 1)[0] ?? '').slice(0, 120);

/** What is asked for, also where the caller names the server before it (RFC 9112, 3.2.2), as through a proxy. */
function withoutServer(target = '/'): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return path === target || path.startsWith('/') ? path : `/${path}`;
}

/** Long enough for the largest file over a bad line (0.3 Mbit/s), and an end to requests that have none. */
const REQUEST_TIMEOUT = 5 * MINUTE;

/** Pushes, payloads and pings come too often for a line each here: a push writes its own, with its mutations. */
const OFTEN = /^\/(?:api\/sync|intake|ping|v2)\//;

function levelOf(method: string, status: number, route: string | undefined): 'error' | 'info' | 'debug' {
  if (status >= 500) return 'error';
  if (status >= 400) return 'info';
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS' || OFTEN.test(route ?? '') ? 'debug' : 'info';
}

/** The HTTP side of the server, ready to listen or for `inject`. */
export async function buildApp(deps: AppDeps, logger?: FastifyBaseLogger): Promise<App> {
  const { settings } = deps;
  const app: App = Fastify({
    ...(logger ? { loggerInstance: logger } : { logger: false }),
    // One line a request is written below, without the sender's key.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: ({ headers }) => requestIdOf(headers),
    rewriteUrl: ({ url }) => withoutServer(url),
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
  app.decorateRequest('mapping', '');
  app.decorateRequest('digest', undefined);
  app.decorateRequest('knownAt', undefined);
  app.decorateRequest('ping', null);
  app.decorateReply('failure', '');
  registerCallers(app);
  readJsonBodies(app);
  answerErrors(app);
  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const { statusCode: status, elapsedTime, failure } = reply;
    const route = request.routeOptions.url;
    if (failure !== '') deps.metrics.errors.inc({ class: failure });
    // A live stream lasts as long as its console.
    if (route !== LIVE) {
      const labels = { method, route: route ?? 'none', code: String(status) };
      deps.metrics.requests.observe(labels, elapsedTime / SECOND);
    }
    request.log[levelOf(method, status, route)](
      {
        method,
        route: route ?? pathOf(request.url),
        status,
        ms: Math.round(elapsedTime),
        ...(failure === '' ? {} : { error: failure }),
        ...(request.caller ? { person: request.caller.person } : {}),
        ...(request.sender ? { sender: request.sender } : {}),
      },
      'request',
    );
  });

  app.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
  });

  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    // The console has another origin; CORS below says which pages may read.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
  });
  await app.register(cors, {
    origin: ['app://console', ...settings.corsOrigins],
    methods: ['GET', 'POST', 'PUT', 'DELETE'],
    allowedHeaders: ['authorization', 'content-type', 'last-event-id', 'x-request-id'],
    exposedHeaders: ['retry-after', 'x-request-id'],
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
  blobRoutes(app, deps);
  const refusals: Refusals = new Map();
  intakeKeyRoutes(app, deps, refusals);
  const intake = createIntake(deps);
  const failures: Failures = new WeakMap();
  intakeRoutes(app, deps, intake, { refusals, failures });
  pagerDutyRoutes(app, deps, intake, refusals);
  pingRoutes(app, deps, intake);
  healthRoutes(app, deps);
  takeInTheShortWay(app, deps, intake, failures);
  return app;
}
