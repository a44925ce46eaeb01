import { z } from 'zod';
import {
  errorBodySchema,
  meSchema,
  sessionsSchema,
  signInRequestSchema,
  signInResponseSchema,
} from '../../src-shared/contract/http.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { callerOf, demandCaller, describeMe, disabledAccount, personOf } from './callers.ts';
import { Refusal } from './errors.ts';

/** Sign-in, who am I, and one's own tokens. */
export function accountRoutes(app: App, deps: AppDeps): void {
  const { identity, attempts, clock, settings } = deps;
  const onRequest = demandCaller(deps);

  app.post(
    '/api/sign-in',
    {
      config: { rateLimit: { max: settings.signInsPerMinute, timeWindow: MINUTE } },
      bodyLimit: 16_384,
      schema: { body: signInRequestSchema, response: { 200: signInResponseSchema, '4xx': errorBodySchema } },
    },
    async (request) => {
      const { user, password, device } = request.body;
      const wait = attempts.wait(user);
      if (wait > 0) {
        throw new Refusal(429, 'tooMany', `Too many failed sign-ins for this user; wait ${wait} s.`, {
          'retry-after': String(wait),
        });
      }
      // Counted before the slow check: guesses that come together are all counted.
      attempts.failed(user);
      const account = await identity.checkPassword(user, password);
      if (!account) {
        throw new Refusal(401, 'unauthorized', 'User or password is wrong.');
      }
      attempts.succeeded(user);
      const record = await deps.store.read((tx) => tx.get('person', account.id));
      if (!record || record.disabled) throw disabledAccount();
      const { token } = await identity.createToken(account.id, device ?? 'console');
      return { token, me: describeMe(account.id, record, clock.now()) };
    },
  );

  app.post(
    '/api/sign-out',
    { onRequest, schema: { response: { 204: z.undefined(), '4xx': errorBodySchema } } },
    async (request, reply) => {
      await identity.revokeToken(callerOf(request).tokenId);
      return reply.status(204).send(undefined);
    },
  );

  app.get(
    '/api/me',
    { onRequest, schema: { response: { 200: meSchema, '4xx': errorBodySchema } } },
    async (request) => {
      const { person } = callerOf(request);
      return describeMe(person, await personOf(deps, person), clock.now());
    },
  );

  app.get(
    '/api/tokens',
    { onRequest, schema: { response: { 200: sessionsSchema, '4xx': errorBodySchema } } },
    async (request) => {
      const { person, tokenId } = callerOf(request);
      await personOf(deps, person);
      const tokens = await identity.tokens(person);
      return { tokens: tokens.map(({ person: _, ...one }) => ({ ...one, current: one.id === tokenId })) };
    },
  );

  app.delete(
    '/api/tokens/:id',
    {
      onRequest,
      schema: {
        params: z.object({ id: z.string().max(200) }),
        response: { 204: z.undefined(), '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      const { person } = callerOf(request);
      const own = (await identity.tokens(person)).some((one) => one.id === request.params.id);
      if (!own) throw new Refusal(404, 'notFound', 'You have no such token.');
      await identity.revokeToken(request.params.id);
      return reply.status(204).send(undefined);
    },
  );
}
