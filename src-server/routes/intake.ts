import { z } from 'zod';
import { errorBodySchema } from '../../src-shared/contract/http.ts';
import { adapterOf, SENDERS } from '../../src-shared/intake/senders.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { livingKey, receive } from '../intake/receive.ts';
import { Refusal } from './errors.ts';

const INTAKE_LIMIT = 1024 * 1024;
/** Guesses of a key from one address; honest traffic is not limited here. */
const GUESSES_A_MINUTE = 60;

const acceptedSchema = z.object({ status: z.enum(['applied', 'noop']), version: z.int() });

/** One address per sender: the key is part of it, because few senders can send a header of their own. */
export function intakeRoutes(app: App, deps: AppDeps): void {
  const { store, clock, metrics } = deps;
  const limitGuesses = app.createRateLimit({ max: GUESSES_A_MINUTE, timeWindow: MINUTE });

  for (const { name: source } of SENDERS) {
    const adapter = adapterOf(source);
    app.post(
      `/intake/${source}/:key`,
      {
        bodyLimit: INTAKE_LIMIT,
        config: { rateLimit: false },
        schema: {
          description: `Alerts as ${source} sends them. Answers 2xx only when they are durably kept.`,
          params: z.object({ key: z.string().max(200) }),
          response: { 200: acceptedSchema, '4xx': errorBodySchema },
        },
        // Before the body is read: a stranger's megabyte is not parsed.
        onRequest: async (request) => {
          const key = await livingKey(store, source, new URL(request.url, 'http://x').pathname.split('/').at(-1) ?? '');
          if (key) {
            request.sender = key.name;
            return;
          }
          metrics.intake.inc({ sender: 'unknown', result: 'unauthorized' });
          const guess = await limitGuesses(request);
          if (!guess.isAllowed && guess.isExceeded) {
            throw new Refusal(429, 'tooMany', 'Too many requests with unknown keys; wait a minute.', {
              'retry-after': String(guess.ttlInSeconds),
            });
          }
          throw new Refusal(401, 'unauthorized', `This ${source} intake key is unknown or was revoked.`);
        },
        onError: async (request, _reply, error) => {
          const refused = error instanceof Refusal && error.statusCode === 401;
          if (request.sender && !refused) metrics.intake.inc({ sender: request.sender, result: 'refused' });
        },
      },
      async (request) => {
        const sender = request.sender;
        const groups = adapter(request.body, clock.now());
        if (!groups.ok) {
          const { code, message } = groups.error;
          throw code === 'tooMany' ? new Refusal(413, 'tooLarge', message) : new Refusal(400, 'invalid', message);
        }
        const { outcome, version } = await receive(deps, sender, groups.value);
        if (outcome.kind === 'rejected') {
          throw new Refusal(500, 'internal', 'The alerts could not be taken in; the log has the cause.');
        }
        metrics.intake.inc({ sender, result: outcome.kind });
        return { status: outcome.kind, version };
      },
    );
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Name of the intake key a sender used; '' elsewhere. */
    sender: string;
  }
}
