import { partsOf, termsOn } from '../maintenance/occurrence-parts.ts';
import { type OccurrenceState, occurrenceState } from '../maintenance/occurrence-state.ts';
import {
  type Occurrence,
  type OccurrenceEvent,
  type OccurrenceId,
  occurrenceIdSchema,
  type Plan,
} from '../model/plan.ts';
import type { Planned } from '../recurrence/timing.ts';
import { DAY, HOUR, type Instant } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import type { LocalDate } from '../time/zone.ts';
import { actorLabel } from './incident-change.ts';
import { closeWindow, openWindow } from './maintenance-window.ts';
import type { MutatorContext, MutatorTx, Outcome, ReadTx } from './mutator.ts';
import { rejected } from './mutator.ts';
import { timingsOf } from './plan-days.ts';

/** When an occurrence is due, as whoever acts on it saw it. */
export type Placed = Pick<Occurrence, 'at' | 'end' | 'deadline' | 'allDay' | 'zone'>;

export interface KnownOccurrence {
  id: OccurrenceId;
  plan: Plan;
  doc: Occurrence;
  state: OccurrenceState;
}

const MOST_EVENTS = 500;

/** When the plan says that an occurrence is due; undefined where it has none on that day. */
async function plannedIn(tx: ReadTx, id: OccurrenceId, plan: Plan): Promise<Planned | undefined> {
  const { plan: planId, date } = partsOf(id);
  return (await timingsOf(tx, plan)).plannedOn({ id: planId, doc: plan }, date);
}

/** No terms say a longer time, and no holidays move anything further; nor do people, who would make a plan of it. */
const FURTHEST = 400 * DAY;

/** Whether the plan can have had this on a day that it has no more: rather too much is believed than work refused. */
const canHaveBeen = (date: LocalDate, { at, end, deadline }: Placed): boolean =>
  Math.abs(at - dayNumber(date) * DAY) <= FURTHEST && end - at <= FURTHEST && deadline - end <= FURTHEST;

/**
 * Finds an occurrence: what was written of it, else as its plan has it, else as `seen` by who acts. What was done in
 * time on a laptop stands although somebody has changed the plan meanwhile.
 */
export async function findOccurrence(
  tx: ReadTx,
  id: OccurrenceId,
  seen: Placed | undefined,
  now: Instant,
): Promise<KnownOccurrence | { refusal: Outcome }> {
  const { plan: planId, date } = partsOf(id);
  const plan = await tx.get('plan', planId);
  if (!plan) return { refusal: rejected('notFound', { what: 'plan' }) };
  const written = await tx.get('occurrence', id);
  const known = written ?? (await plannedIn(tx, id, plan));
  if (!known && seen && !canHaveBeen(date, seen)) {
    return { refusal: rejected('invalid', { message: `planned: nothing of ${date} is due then` }) };
  }
  const place = known ?? seen;
  if (!place) return { refusal: rejected('notFound', { what: 'occurrence' }) };
  const { at, end, deadline, allDay, zone } = place;
  const doc = written ?? { plan: planId, date, at, end, deadline, allDay, zone, events: [] };
  if (doc.events.length >= MOST_EVENTS) return { refusal: rejected('invalid', { message: 'too much has happened' }) };
  return { id, plan, doc, state: occurrenceState(undefined, doc, now) };
}

type Said = { by: OccurrenceEvent['by']; at: Instant };
type Unsaid<Event> = Event extends OccurrenceEvent ? Omit<Event, keyof Said> : never;

/** Appends what happened, and writes where it is due by now. */
export function happened(
  tx: MutatorTx,
  { actor, at }: Pick<MutatorContext, 'actor' | 'at'>,
  { id, doc }: Pick<KnownOccurrence, 'id' | 'doc'>,
  event: Unsaid<OccurrenceEvent>,
  place: Partial<Placed> = {},
): void {
  tx.put('occurrence', id, { ...doc, ...place, events: [...doc.events, { ...event, by: actor.ref, at }] });
}

const windowId = (id: OccurrenceId) => `${id}/window`;

/**
 * While it is worked on, alerts of the plan's service page nobody: from now until as long after its beginning as the
 * plan says.
 */
export async function beginWindow(
  tx: MutatorTx,
  ctx: MutatorContext,
  { id, plan, doc }: KnownOccurrence,
  since: Instant,
) {
  // An update silences while its change is worked on, not from its draft on.
  if (!plan.window || !plan.service || plan.change) return;
  const { duration = HOUR } = termsOn(plan.terms, doc.date);
  const services = [plan.service];
  await openWindow(tx, ctx, {
    id: windowId(id),
    services,
    until: since + duration,
    zone: doc.zone,
    reason: plan.title,
  });
}

export const endWindow = (tx: MutatorTx, ctx: MutatorContext, id: OccurrenceId): Promise<void> =>
  closeWindow(tx, ctx, windowId(id));

/** What ended it: that it was done, else that it was skipped. */
export const settledBy = ({ completed, skipped }: OccurrenceState) => completed ?? skipped;

/** It is not open any more, and who said so. */
export const settledAlready = ({ completed, skipped }: OccurrenceState): Outcome =>
  completed
    ? rejected('alreadyDone', { by: actorLabel(completed.by), at: completed.at })
    : rejected('notOpen', { status: 'skipped', ...(skipped ? { by: actorLabel(skipped.by), at: skipped.at } : {}) });

/**
 * Takes back that it was done or skipped: its window goes on where it was begun. Answers whether it is open now; what
 * somebody had skipped before it was done stays skipped.
 */
export async function takenBack(tx: MutatorTx, ctx: MutatorContext, known: KnownOccurrence): Promise<boolean> {
  happened(tx, ctx, known, { kind: 'reopened' });
  const { completed, skipped, started } = known.state;
  if (completed && skipped) return false;
  if (started) await beginWindow(tx, ctx, known, started.at);
  return true;
}

/**
 * What the end of its run does to an occurrence: it is over, and done where nothing lacks or a reason says why. Answers
 * whether that is what makes it done.
 */
export async function runOfOccurrenceEnded(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  { isDone, note }: { isDone: boolean; note: string | undefined },
): Promise<boolean> {
  const id = occurrenceIdSchema.parse(of);
  await endWindow(tx, ctx, id);
  if (!isDone) return false;
  const known = await findOccurrence(tx, id, undefined, ctx.at);
  if ('refusal' in known) return false;
  const { completed } = known.state;
  if (completed && completed.at <= ctx.at) return false;
  happened(tx, ctx, known, { kind: 'completed', ...(note ? { note } : {}) });
  return true;
}

/**
 * Taking the end of its run back takes back that it was done or skipped. With `end`, the instant of the end that is
 * meant, refused where something else settled it. Answers whether the run goes on.
 */
export async function runOfOccurrenceReopened(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: string,
  end: Instant | undefined,
): Promise<Outcome | { goesOn: boolean }> {
  const known = await findOccurrence(tx, occurrenceIdSchema.parse(of), undefined, ctx.at);
  if ('refusal' in known) return { goesOn: true };
  const over = settledBy(known.state);
  if (over && end !== undefined && over.at !== end) return settledAlready(known.state);
  if (over) return { goesOn: await takenBack(tx, ctx, known) };
  const { started } = known.state;
  if (started) await beginWindow(tx, ctx, known, started.at);
  return { goesOn: true };
}
