import { z } from 'zod';
import {
  errorBodySchema,
  intakeKeyRequestSchema,
  intakeKeysSchema,
  newIntakeKeySchema,
} from '../../src-shared/contract/http.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { sourceOf } from '../intake/key-source.ts';
import { createIntakeKey, NameTaken, NoMapping, revokeIntakeKey } from '../intake/keys.ts';
import { callerOf, demandCaller, personOf } from './callers.ts';
import { Refusal } from './errors.ts';
import type { Refusals } from './intake.ts';

/** Keys of alert senders, for admins. The key itself is shown once, when it is made. */
export function intakeKeyRoutes(app: App, deps: AppDeps, refusals: Refusals): void {
  const onRequest = demandCaller(deps);

  app.get(
    '/api/intake-keys',
    { onRequest, schema: { response: { 200: intakeKeysSchema, '4xx': errorBodySchema } } },
    async (request) => {
      await personOf(deps, callerOf(request).person, 'admin');
      const keys = await deps.store.read((tx) => tx.intakeKeys());
      return {
        keys: keys
          .filter((one) => one.revokedAt === null)
          .map(({ id, name, source, start, createdAt }) => {
            const refused = refusals.get(name);
            return { id, name, ...sourceOf({ source }), start, createdAt, ...(refused ? { refused } : {}) };
          }),
      };
    },
  );

  app.post(
    '/api/intake-keys',
    {
      onRequest,
      schema: {
        body: intakeKeyRequestSchema,
        response: { 201: newIntakeKeySchema, '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      await personOf(deps, callerOf(request).person, 'admin');
      try {
        const { id, name, source, start, createdAt, key } = await createIntakeKey(deps, request.body);
        return reply.status(201).send({ id, name, ...sourceOf({ source }), start, createdAt, key });
      } catch (error) {
        if (error instanceof NameTaken) throw new Refusal(409, 'nameTaken', 'Another key has this name already.');
        if (error instanceof NoMapping)
          throw new Refusal(400, 'invalid', 'This mapping does not exist, or is not one of a key of its own.');
        throw error;
      }
    },
  );

  app.delete(
    '/api/intake-keys/:id',
    {
      onRequest,
      schema: {
        params: z.object({ id: z.string().max(200) }),
        response: { 204: z.undefined(), '4xx': errorBodySchema },
      },
    },
    async (request, reply) => {
      await personOf(deps, callerOf(request).person, 'admin');
      if (!(await revokeIntakeKey(deps, request.params.id))) {
        throw new Refusal(404, 'notFound', 'There is no such key.');
      }
      return reply.status(204).send(undefined);
    },
  );
}
