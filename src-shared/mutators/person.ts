import { z } from 'zod';
import { personIdSchema } from '../model/ids.ts';
import { personSchema, saidPersonSchema } from '../model/person.ts';
import { applied, hasRole, mutator, noop, rejected } from './mutator.ts';
import { sameJson } from './same.ts';

/** On duty or off. One's own flag, or anybody's for a lead. */
export const setDuty = mutator({
  args: z.object({ person: personIdSchema, on: z.boolean() }),
  role: 'responder',
  async authorize(_tx, args, actor) {
    const own = actor.ref.kind === 'person' && actor.ref.id === args.person;
    return own || hasRole(actor, 'lead') ? undefined : 'forbidden';
  },
  async apply(tx, args, ctx) {
    const person = await tx.get('person', args.person);
    if (!person || person.disabled) return rejected('notFound');
    const { onDutySince, ...rest } = person;
    if ((onDutySince !== undefined) === args.on) return noop;
    tx.put('person', args.person, args.on ? { ...rest, onDutySince: ctx.at } : rest);
    return applied;
  },
});

/** The record of an account, made or brought in line by sign-in and the command line. Duty is left as it is. */
export const provisionPerson = mutator({
  args: z.object({ id: personIdSchema, doc: saidPersonSchema }),
  role: 'system',
  async apply(tx, args) {
    const before = await tx.get('person', args.id);
    const doc = { ...before, ...args.doc, onDutySince: args.doc.onDutySince ?? before?.onDutySince };
    if (sameJson(before, doc)) return noop;
    tx.put('person', args.id, doc);
    return applied;
  },
});

/** A change of what the record says of a person; `null` empties a field. Duty has its own mutator. */
export const updatePerson = mutator({
  args: z.object({
    id: personIdSchema,
    patch: z.object({
      name: saidPersonSchema.shape.name.optional(),
      email: personSchema.shape.email.nullable(),
      phone: personSchema.shape.phone.nullable(),
      role: personSchema.shape.role.optional(),
      supportLevel: personSchema.shape.supportLevel.nullable(),
      teams: personSchema.shape.teams.optional(),
      zone: personSchema.shape.zone.nullable(),
      languages: personSchema.shape.languages.nullable(),
      disabled: z.boolean().optional(),
    }),
  }),
  role: 'admin',
  async authorize(_tx, args, actor) {
    // Nobody locks themself out of the only role that could let them in again.
    const self = actor.ref.kind === 'person' && actor.ref.id === args.id;
    const steps = (args.patch.role !== undefined && args.patch.role !== 'admin') || args.patch.disabled === true;
    return self && steps ? 'forbidden' : undefined;
  },
  async apply(tx, args) {
    const before = await tx.get('person', args.id);
    if (!before) return rejected('notFound');
    const entries = Object.entries(args.patch).filter(([, value]) => value !== undefined);
    const patch = Object.fromEntries(entries.map(([key, value]) => [key, value ?? undefined]));
    const doc = personSchema.parse({ ...before, ...patch });
    if (sameJson(before, doc)) return noop;
    tx.put('person', args.id, doc);
    return applied;
  },
});
