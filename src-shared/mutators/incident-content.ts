import { z } from 'zod';
import { absorb, isOpen } from '../incident/transitions.ts';
import { incidentIdSchema } from '../model/ids.ts';
import { lineSchema } from '../model/name.ts';
import { webUrlSchema } from '../model/web-url.ts';
import { withCover } from '../silence/state.ts';
import { append, CLOCK_TOLERANCE, onIncident } from './incident-change.ts';
import { applied, mutator, noop, rejected } from './mutator.ts';

const id = incidentIdSchema;

/** Kept on a closed incident too: what was learnt later belongs to it. */
export const noteIncident = mutator({
  args: z.object({ id, text: z.string().trim().min(1).max(20_000) }),
  role: 'responder',
  async apply(tx, args, ctx) {
    const incident = await tx.get('incident', args.id);
    if (!incident) return rejected('notFound');
    if (ctx.at < incident.openedAt - CLOCK_TOLERANCE) return rejected('atTooEarly', { since: incident.openedAt });
    append(tx, ctx, args.id, { kind: 'note', text: args.text }, { at: Math.max(ctx.at, incident.openedAt) });
    return applied;
  },
});

export const linkIncident = mutator({
  args: z.object({ id, url: webUrlSchema, title: lineSchema(200).optional() }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, (incident, at) => {
      if (incident.links.some((link) => link.url === args.url)) return noop;
      if (incident.links.length >= 100)
        return rejected('invalid', { message: 'an incident carries 100 links at most' });
      const link = { url: args.url, title: args.title || args.url.slice(0, 200) };
      tx.put('incident', args.id, { ...incident, links: [...incident.links, link] });
      append(tx, ctx, args.id, { kind: 'linked', ...link }, { at });
      return applied;
    }),
});

/** One sentence for everybody who looks at the board; empty takes it away. */
export const setIncidentStatusText = mutator({
  args: z.object({ id, text: z.string().trim().max(2_000) }),
  role: 'responder',
  apply: (tx, args, ctx) =>
    onIncident(tx, args.id, ctx, (incident, at) => {
      if ((incident.statusText ?? '') === args.text) return noop;
      const { statusText: _, ...rest } = incident;
      tx.put('incident', args.id, args.text ? { ...rest, statusText: args.text } : rest);
      append(tx, ctx, args.id, { kind: 'statusText', text: args.text }, { at });
      return applied;
    }),
});

/**
 * The incident ends as part of another open one: its alerts move there, and later alerts of its group follow.
 * A merged incident can take no other in, so there are no cycles.
 */
export const mergeIncident = mutator({
  args: z.object({ id, into: id }),
  role: 'responder',
  apply: async (tx, args, ctx) => {
    if (args.id === args.into) return rejected('invalid', { message: 'an incident cannot be merged into itself' });
    const before = await tx.get('incident', args.id);
    if (before?.mergedInto === args.into) return noop;
    return onIncident(tx, args.id, ctx, (incident, at) =>
      onIncident(tx, args.into, ctx, async (target) => {
        if (!isOpen(target)) return rejected('notOpen', { status: target.status });
        // A target without a group takes this one over; otherwise the merged incident keeps it and points there.
        const adopts = incident.groupKey !== undefined && target.groupKey === undefined;
        const { groupKey, ...ungrouped } = absorb(incident, args.into, at);
        tx.put('incident', args.id, adopts ? ungrouped : { ...ungrouped, groupKey });
        // What fires in it now is not what the target's silence was looked at for.
        const heard = incident.alertsFiring > 0 ? { silences: withCover(target.silences, undefined, at) } : {};
        tx.put('incident', args.into, {
          ...target,
          ...heard,
          ...(adopts ? { groupKey } : {}),
          alertsTotal: target.alertsTotal + incident.alertsTotal,
          alertsFiring: target.alertsFiring + incident.alertsFiring,
        });
        for (const alert of await tx.list('alert', args.id)) {
          tx.put('alert', alert.id, { ...alert.doc, incident: args.into });
        }
        append(tx, ctx, args.id, { kind: 'merged', into: args.into }, { at });
        append(tx, ctx, args.into, { kind: 'absorbed', from: args.id }, { at: Math.max(at, target.openedAt) });
        return applied;
      }),
    );
  },
});
