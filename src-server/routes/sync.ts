import { Readable } from 'node:stream';
import { z } from 'zod';
import {
  errorBodySchema,
  pullGoneSchema,
  pullQuerySchema,
  pullResponseSchema,
  pushConflictSchema,
  pushRequestSchema,
  pushResponseSchema,
  snapshotQuerySchema,
} from '../../src-shared/contract/http.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { logPush } from '../sync/log-push.ts';
import { pull } from '../sync/pull.ts';
import { push } from '../sync/push.ts';
import { snapshotText } from '../sync/snapshot.ts';
import { callerOf, demandCaller, disabledAccount } from './callers.ts';

const PUSH_LIMIT = 8 * 1024 * 1024;

async function* withLineFeeds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

export function syncRoutes(app: App, deps: AppDeps): void {
  const { store, clock, metrics } = deps;
  const onRequest = demandCaller(deps);

  app.post(
    '/api/sync/push',
    {
      onRequest,
      bodyLimit: PUSH_LIMIT,
      schema: {
        description: "A laptop's changes, in order. Repeating a push is safe.",
        body: pushRequestSchema,
        response: { 200: pushResponseSchema, 409: pushConflictSchema, '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      const answer = await push(store, clock, callerOf(request), request.body, deps.onBug);
      metrics.pushes.inc({ result: answer.kind });
      logPush(request.log, request.body, answer);
      if (answer.kind === 'forbidden') throw disabledAccount();
      if (answer.kind === 'conflict') return reply.status(409).send(answer.body);
      for (const one of answer.body.results) metrics.mutations.inc({ status: one.status });
      return answer.body;
    },
  );

  app.get(
    '/api/sync/pull',
    {
      onRequest,
      schema: {
        description: 'Changes above a cursor that the caller may read, in version order.',
        querystring: pullQuerySchema,
        response: { 200: pullResponseSchema, 410: pullGoneSchema, '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      const answer = await pull(store, clock, callerOf(request), request.query);
      metrics.pulls.inc({ result: answer.kind });
      if (answer.kind === 'forbidden') throw disabledAccount();
      if (answer.kind === 'gone') return reply.status(410).send(answer.body);
      return answer.body;
    },
  );

  app.get(
    '/api/sync/snapshot',
    {
      onRequest,
      schema: {
        description: 'Everything the caller may read as newline-delimited JSON, what a board needs first.',
        querystring: snapshotQuerySchema,
        response: { 200: z.unknown(), '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      const lines = await snapshotText(store, clock, callerOf(request), { cold: request.query.cold === '1' });
      metrics.pulls.inc({ result: lines ? 'snapshot' : 'forbidden' });
      if (!lines) throw disabledAccount();
      const body = Readable.from(withLineFeeds(lines));
      return reply
        .type('application/x-ndjson')
        .serializer((payload: string) => payload)
        .send(body);
    },
  );
}
