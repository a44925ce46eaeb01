import { z } from 'zod';
import {
  acknowledge,
  assign,
  close,
  isOpen,
  isPaused,
  openingClocks,
  pause,
  precedesResponse,
  reopen,
  resolve,
  resume,
  setPriority,
  unacknowledge,
} from '../incident/transitions.ts';
import { incidentIdSchema, personIdSchema, serviceIdSchema, teamIdSchema } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { nameSchema } from '../model/name.ts';
import { occurrenceIdSchema } from '../model/plan.ts';
import { prioritySchema } from '../model/priority.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import { actorLabel, alreadyResolved, append, CLOCK_TOLERANCE, onIncident, policyOf } from './incident-change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';

const id = incidentIdSchema;
const reason = z.string().trim().min(1).max(2_000);

/** By hand. The caller makes the id (UUIDv7), so that the laptop can show it before the server has it. */
export const open = mutator({
  args: z.object({
    id: z.uuidv7().pipe(incidentIdSchema),
    title: nameSchema(500),
    priority: prioritySchema,
    service: serviceIdSchema.optional(),
    team: teamIdSchema.optional(),
    assignee: personIdSchema.optional(),
    /** The occurrence of a plan during which it was found. */
    occurrence: occurrenceIdSchema.optional(),
  }),
  role: 'responder',
  async apply(tx, args, ctx) {
    if (await tx.get('incident', args.id)) return rejected('conflict');
    if (args.assignee && !(await tx.get('person', args.assignee))) return rejected('notFound', { what: 'person' });
    const service = args.service && (await tx.get('service', args.service));
    const policy = await policyOf(tx, { policy: DEFAULT_SLA_POLICY });
    const number = await tx.nextNumber('incident');
    const incident: Incident = {
      number,
      title: args.title,
      priority: args.priority,
      status: 'triggered',
      service: args.service,
      team: args.team ?? (service ? service.team : undefined),
      policy: DEFAULT_SLA_POLICY,
      openedAt: ctx.at,
      openedBy: ctx.actor.ref,
      assignee: args.assignee,
      occurrence: args.occurrence,
      links: [],
      alertsTotal: 0,
      alertsFiring: 0,
      clocks: openingClocks(policy, args.priority, ctx.at),
    };
    tx.put('incident', args.id, incident);
    append(tx, ctx, args.id, {
      kind: 'opened',
      title: args.title,
      priority: args.priority,
      ...(args.occurrence ? { occurrence: args.occurrence } : {}),
    });
    return applied;
  },
});

export const acknowledgeIncident = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, (incident, at) => {
      if (incident.status === 'acknowledged') {
        const by = actorLabel(incident.acknowledgedBy);
        if (by === actorLabel(ctx.actor.ref)) return noop;
        return rejected('alreadyAcknowledged', { by, at: incident.acknowledgedAt ?? incident.openedAt });
      }
      if (incident.status === 'resolved') return alreadyResolved(incident);
      if (precedesResponse(incident, at + CLOCK_TOLERANCE)) return rejected('atTooEarly');
      tx.put('incident', args.id, acknowledge(incident, ctx.actor.ref, at));
      append(tx, ctx, args.id, { kind: 'acknowledged' }, { at });
      return applied;
    }),
});

export const unacknowledgeIncident = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (incident.status === 'triggered') return noop;
      if (incident.status !== 'acknowledged') return alreadyResolved(incident);
      if (at < (incident.acknowledgedAt ?? at)) return rejected('atTooEarly');
      tx.put('incident', args.id, unacknowledge(incident, await policyOf(tx, incident), at));
      append(tx, ctx, args.id, { kind: 'unacknowledged' }, { at });
      return applied;
    }),
});

export const assignIncident = mutator({
  args: z.object({ id, to: personIdSchema.nullable() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if ((incident.assignee ?? null) === args.to) return noop;
      if (args.to !== null) {
        const person = await tx.get('person', args.to);
        if (!person || person.disabled) return rejected('notFound', { what: 'person' });
      }
      tx.put('incident', args.id, assign(incident, args.to));
      append(tx, ctx, args.id, { kind: 'assigned', to: args.to }, { at });
      return applied;
    }),
});

export const setIncidentPriority = mutator({
  args: z.object({ id, priority: prioritySchema, reason }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (incident.priority === args.priority) return noop;
      tx.put('incident', args.id, setPriority(incident, await policyOf(tx, incident), args.priority, at));
      const event = { kind: 'priority', from: incident.priority, to: args.priority, reason: args.reason } as const;
      append(tx, ctx, args.id, event, { at });
      return applied;
    }),
});

export const pauseIncident = mutator({
  args: z.object({ id, reason }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (!isOpen(incident)) return alreadyResolved(incident);
      if (isPaused(incident)) return rejected('alreadyPaused');
      tx.put('incident', args.id, pause(incident, await policyOf(tx, incident), args.reason, at));
      append(tx, ctx, args.id, { kind: 'paused', reason: args.reason }, { at });
      return applied;
    }),
});

export const resumeIncident = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (!isPaused(incident)) return rejected('notPaused');
      tx.put('incident', args.id, resume(incident, await policyOf(tx, incident), at));
      append(tx, ctx, args.id, { kind: 'resumed' }, { at });
      return applied;
    }),
});

export const resolveIncident = mutator({
  args: z.object({ id, text: z.string().trim().max(20_000).optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (incident.status === 'resolved') {
        return actorLabel(incident.resolvedBy) === actorLabel(ctx.actor.ref) ? noop : alreadyResolved(incident);
      }
      tx.put('incident', args.id, resolve(incident, await policyOf(tx, incident), ctx.actor.ref, at));
      append(tx, ctx, args.id, { kind: 'resolved', ...(args.text ? { text: args.text } : {}) }, { at });
      return applied;
    }),
});

export const reopenIncident = mutator({
  args: z.object({ id, reason: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, async (incident, at) => {
      if (incident.status !== 'resolved') return rejected('notResolved', { status: incident.status });
      if (at < (incident.resolvedAt ?? at)) return rejected('atTooEarly', { since: incident.resolvedAt ?? at });
      tx.put('incident', args.id, reopen(incident, await policyOf(tx, incident), at));
      append(tx, ctx, args.id, { kind: 'reopened', ...(args.reason ? { reason: args.reason } : {}) }, { at });
      return applied;
    }),
});

export const closeIncident = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: async (tx, args, ctx) => {
    const before = await tx.get('incident', args.id);
    if (before?.status === 'closed' && !before.mergedInto) return noop;
    return onIncident(tx, args.id, ctx, (incident, at) => {
      if (incident.status !== 'resolved') return rejected('notResolved', { status: incident.status });
      if (at < (incident.resolvedAt ?? at)) return rejected('atTooEarly', { since: incident.resolvedAt ?? at });
      tx.put('incident', args.id, close(incident, at));
      append(tx, ctx, args.id, { kind: 'closed' }, { at });
      return applied;
    });
  },
});
