import { z } from 'zod';
import { personIdSchema } from './ids.ts';

/** Who caused a fact: a person, a sender of alerts (by its intake key's name), or Vigie itself. */
export const actorRefSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), id: personIdSchema }),
  z.object({ kind: z.literal('sender'), name: z.string().max(120) }),
  z.object({ kind: z.literal('system') }),
]);
export type ActorRef = z.infer<typeof actorRefSchema>;

/** From where a person acted. */
export const originSchema = z.enum(['console', 'tray', 'toast', 'api', 'intake', 'server', 'cli']);
export type Origin = z.infer<typeof originSchema>;
