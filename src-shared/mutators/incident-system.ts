import { z } from 'zod';
import { close, currentSince, isOpen, resolve } from '../incident/transitions.ts';
import { incidentIdSchema, instantSchema } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { CLOCKS } from '../model/sla-policy.ts';
import { afterSilence } from '../silence/state.ts';
import { autoCloseAt, pointKey, slaPoints } from '../sla/points.ts';
import { type Calendars, createCalendars } from '../sla/working-time.ts';
import { append, policyOf } from './incident-change.ts';
import { applied, mutator, noop, type ReadTx, rejected } from './mutator.ts';

/** The calendars that an incident's segments name. */
export async function calendarsOf(tx: ReadTx, incident: Incident): Promise<Calendars> {
  const ids = new Set(
    CLOCKS.flatMap((name) => incident.clocks[name]?.segments.flatMap((one) => one.calendar ?? []) ?? []),
  );
  const records = [];
  for (const id of ids) {
    const doc = await tx.get('calendar', id);
    if (doc) records.push({ id, doc });
  }
  return createCalendars(records);
}

/**
 * Writes down that a warning or a lapse was reached. The entry's id is the point's key, so it is there once at most;
 * a timer that comes early, late, twice or for a clock that has stopped finds nothing to do.
 */
export const recordSla = mutator({
  args: z.object({
    id: incidentIdSchema,
    clock: z.enum(CLOCKS),
    window: z.int().min(0),
    point: z.union([z.literal('lapse'), z.number().gt(0).lt(1)]),
  }),
  role: 'system',
  async apply(tx, args, ctx) {
    const incident = await tx.get('incident', args.id);
    if (!incident) return rejected('notFound');
    const key = pointKey(args.id, args.clock, args.window, args.point);
    if (await tx.get('timelineEntry', key)) return noop;
    const points = slaPoints(args.id, incident, await policyOf(tx, incident), await calendarsOf(tx, incident));
    const point = points.find((one) => one.key === key);
    if (!point || point.at > ctx.at) return noop;
    const { clock, deadline } = point;
    const quiet = afterSilence(incident.silences, point.at) > point.at;
    const facts = { clock, deadline, ...(quiet ? { silenced: true as const } : {}) };
    const event =
      point.point === 'lapse'
        ? ({ kind: 'slaLapsed', ...facts } as const)
        : ({ kind: 'slaWarning', at: point.point, ...facts } as const);
    append(tx, ctx, args.id, event, { at: point.at, id: key });
    return applied;
  },
});

/** Closes what nobody has reopened since `resolvedAt`, once the policy's time has passed. */
export const autoClose = mutator({
  args: z.object({ id: incidentIdSchema, resolvedAt: instantSchema }),
  role: 'system',
  async apply(tx, args, ctx) {
    const incident = await tx.get('incident', args.id);
    if (!incident) return rejected('notFound');
    const due = autoCloseAt(incident, await policyOf(tx, incident));
    if (due === undefined || incident.resolvedAt !== args.resolvedAt || ctx.at < due) return noop;
    tx.put('incident', args.id, close(incident, ctx.at));
    append(tx, ctx, args.id, { kind: 'closed' });
    return applied;
  },
});

/** What flapped has been quiet for the whole time: it is over if nothing fires, and steady if something does. */
export const settleFlapping = mutator({
  args: z.object({ id: incidentIdSchema, until: instantSchema }),
  role: 'system',
  async apply(tx, args, ctx) {
    const incident = await tx.get('incident', args.id);
    if (!incident) return rejected('notFound');
    if (incident.flapping?.until !== args.until || ctx.at < args.until) return noop;
    const { flapping: _, ...doc } = incident;
    const at = Math.max(ctx.at, currentSince(incident));
    const over = isOpen(doc) && doc.alertsFiring === 0 && doc.openedBy.kind === 'sender';
    tx.put('incident', args.id, over ? resolve(doc, await policyOf(tx, doc), ctx.actor.ref, at) : doc);
    append(tx, ctx, args.id, { kind: 'steady' }, { at });
    if (over) append(tx, ctx, args.id, { kind: 'resolved' }, { at });
    return applied;
  },
});
