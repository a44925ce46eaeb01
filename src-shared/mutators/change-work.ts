import { z } from 'zod';
import { freezeInTheWay } from '../change/collisions.ts';
import { isOpenChange, lastGate, mayPassGate, nextGate } from '../change/transitions.ts';
import { type Change, changeIdSchema, changeSilenceId, FREEZES, freezeIdSchema, GATES } from '../model/change.ts';
import { incidentIdSchema } from '../model/ids.ts';
import type { Instant } from '../time/clock.ts';
import { onMove, putChange, reasonSchema, saidNow } from './change.ts';
import { closeWindow, openWindow } from './maintenance-window.ts';
import { type MutatorContext, type MutatorTx, mutator, noop, type Outcome, type ReadTx, rejected } from './mutator.ts';

const id = changeIdSchema;
const gate = z.enum(GATES);

async function frozen(tx: ReadTx, change: Change, now: Instant): Promise<Outcome | undefined> {
  const freeze = freezeInTheWay(change, await tx.list('freeze', FREEZES), now);
  return freeze && rejected('frozen', { freeze: freeze.id, message: freeze.doc.title.slice(0, 200) });
}

/** A lead lets a change go ahead in a freeze. */
export const exceptChange = mutator({
  args: z.object({ id, freeze: freezeIdSchema, reason: reasonSchema }),
  role: 'lead',
  async apply(tx, { id: of, freeze, reason }, ctx) {
    const before = await tx.get('change', of);
    const known = await tx.get('freeze', freeze);
    if (!before || !known) return rejected('notFound');
    if (!isOpenChange(before)) return rejected('conflict', { status: before.status });
    if (before.exceptions.some((one) => one.freeze === freeze)) return noop;
    const exceptions = [...before.exceptions, { freeze, reason, ...saidNow(before, ctx) }];
    return putChange(
      tx,
      ctx,
      of,
      { ...before, exceptions },
      {
        kind: 'excepted',
        freeze,
        title: known.title,
        reason,
      },
    );
  },
});

/** It works here: the next one may be tried. Gates are passed in their order, the last while the change is worked on. */
export const passGate = mutator({
  args: z.object({ id, gate, note: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  async apply(tx, { id: of, gate, note }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    if (before.gates[gate]) return noop;
    if (nextGate(before) !== gate || !mayPassGate(before, gate)) {
      return rejected('conflict', { status: before.status, next: nextGate(before) ?? '' });
    }
    const refusal = gate === 'production' ? await frozen(tx, before, ctx.at) : undefined;
    if (refusal) return refusal;
    const said = { ...(note ? { note } : {}) };
    const gates = { ...before.gates, [gate]: { ...said, ...saidNow(before, ctx) } };
    return putChange(tx, ctx, of, { ...before, gates }, { kind: 'gatePassed', gate, ...said });
  },
});

/** It does not work here after all. The gates behind it are taken back first. */
export const takeBackGate = mutator({
  args: z.object({ id, gate }),
  role: 'responder',
  async apply(tx, { id: of, gate }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    if (!before.gates[gate]) return noop;
    if (lastGate(before) !== gate || !isOpenChange(before)) return rejected('conflict', { status: before.status });
    const { [gate]: _passed, ...gates } = before.gates;
    return putChange(tx, ctx, of, { ...before, gates }, { kind: 'gateTakenBack', gate });
  },
});

/**
 * The work begins. Held by a freeze without an exception. `silence`: until the window's end, alerts of its services
 * page nobody.
 */
export const startChange = mutator({
  args: z.object({ id, silence: z.boolean() }),
  role: 'responder',
  apply: (tx, { id: of, silence }, ctx) =>
    onMove(tx, of, 'start', async (before, status) => {
      const refusal = await frozen(tx, before, ctx.at);
      if (refusal) return refusal;
      const { services, window, title } = before;
      const silenced =
        silence &&
        (await openWindow(tx, ctx, {
          id: changeSilenceId(of),
          services,
          until: window.to,
          zone: window.zone,
          reason: title,
        }));
      const next = { ...before, status, startedAt: saidNow(before, ctx).at };
      return putChange(tx, ctx, of, next, { kind: 'started', ...(silenced ? { silenced } : {}) });
    }),
});

async function end(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  before: Change,
  act: { kind: 'done'; note?: string } | { kind: 'rolledBack'; reason: string },
): Promise<Outcome> {
  await closeWindow(tx, ctx, changeSilenceId(of));
  return putChange(tx, ctx, of, { ...before, status: act.kind, endedAt: saidNow(before, ctx).at }, act);
}

/** Done: production is passed. Its maintenance window closes. */
export const completeChange = mutator({
  args: z.object({ id, note: z.string().trim().max(2_000).optional() }),
  role: 'responder',
  apply: (tx, { id: of, note }, ctx) =>
    onMove(tx, of, 'complete', (before) => {
      const lacking = nextGate(before);
      if (lacking) return rejected('invalid', { message: `gates: ${lacking} is not passed` });
      return end(tx, ctx, of, before, { kind: 'done', ...(note ? { note } : {}) });
    }),
});

/** Everything is as it was before. Its maintenance window closes. */
export const rollBackChange = mutator({
  args: z.object({ id, reason: reasonSchema }),
  role: 'responder',
  apply: (tx, { id: of, reason }, ctx) =>
    onMove(tx, of, 'rollBack', (before) => end(tx, ctx, of, before, { kind: 'rolledBack', reason })),
});

/** Says that an incident has to do with it, or takes that back. */
export const linkChange = mutator({
  args: z.object({ id, incident: incidentIdSchema, on: z.boolean() }),
  role: 'responder',
  async apply(tx, { id: of, incident, on }, ctx) {
    const before = await tx.get('change', of);
    if (!before) return rejected('notFound');
    if (before.incidents.includes(incident) === on) return noop;
    if (on && !(await tx.get('incident', incident))) return rejected('notFound', { what: 'incident' });
    if (on && before.incidents.length >= 100) return rejected('invalid', { message: 'incidents: 100 at most' });
    const incidents = on ? [...before.incidents, incident] : before.incidents.filter((one) => one !== incident);
    return putChange(tx, ctx, of, { ...before, incidents }, { kind: on ? 'linked' : 'unlinked', incident });
  },
});

/**
 * Takes an ending back. What was completed is worked on again, unless a freeze holds it; what was rolled back or
 * cancelled is a draft, which is approved and tested anew.
 */
export const reopenChange = mutator({
  args: z.object({ id }),
  role: 'responder',
  apply: (tx, { id: of }, ctx) =>
    onMove(tx, of, 'reopen', async ({ endedAt: _over, ...before }, status) => {
      const act = { kind: 'reopened' } as const;
      if (status === 'inProgress') {
        return (await frozen(tx, before, ctx.at)) ?? putChange(tx, ctx, of, { ...before, status }, act);
      }
      const { approval: _approved, startedAt: _begun, ...content } = before;
      return putChange(tx, ctx, of, { ...content, status, gates: {}, exceptions: [] }, act);
    }),
});
