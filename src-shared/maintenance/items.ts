import type { Entity } from '../model/collections.ts';
import { type Occurrence, type OccurrenceId, occurrenceId, type Plan, planId } from '../model/plan.ts';
import type { Planned, Range, Timings } from '../recurrence/timing.ts';
import { DAY, HOUR, type Instant, type Millis } from '../time/clock.ts';
import { partsOf } from './occurrence-parts.ts';
import { type OccurrenceState, occurrenceState } from './occurrence-state.ts';

/** An occurrence as it stands now: planned, and whatever has happened to it. */
export interface MaintenanceItem {
  /** Where its plan has it; once something was written of it, as that has it. */
  planned: Planned;
  doc?: Occurrence;
  /** Where it is due by now, people's moves included. */
  state: OccurrenceState;
  plan: Entity<'plan'>;
}

/** Occurrences of plans: the one reading of them for screens, alarms, numbers and exports. */
export interface Maintenance {
  /** Those due to begin in `range`, where people have moved them to, by when they begin. */
  occurrencesIn(range: Range, now: Instant, of?: (plan: Entity<'plan'>) => boolean): MaintenanceItem[];
  /** Those whose time, from beginning to deadline, meets `range`, however long it is; by when they begin. */
  occurrencesMeeting(range: Range, now: Instant, of?: (plan: Entity<'plan'>) => boolean): MaintenanceItem[];
  /** Undefined for an id that no plan has, and nobody has written of. */
  item(id: OccurrenceId, now: Instant): MaintenanceItem | undefined;
}

/** Untouched occurrences, remembered a quarter at a time for each document of a plan. */
export type PlannedReader = (plan: Entity<'plan'>, range: Range) => Planned[];

const QUARTER: Millis = 92 * DAY;

export function createPlannedReader(timings: Pick<Timings, 'occurrencesOf'>): PlannedReader {
  const known = new WeakMap<Plan, Map<number, Planned[]>>();
  return (plan, { from, to }) => {
    const quarters = known.get(plan.doc) ?? new Map<number, Planned[]>();
    known.set(plan.doc, quarters);
    const found: Planned[] = [];
    for (let quarter = Math.floor(from / QUARTER); quarter * QUARTER < to; quarter += 1) {
      const span = { from: Math.max(0, quarter * QUARTER), to: (quarter + 1) * QUARTER };
      const all = quarters.get(quarter) ?? timings.occurrencesOf(plan, span);
      quarters.set(quarter, all);
      const isWhole = from <= span.from && span.to <= to;
      for (const one of all) if (isWhole || (from <= one.at && one.at < to)) found.push(one);
    }
    return found;
  };
}

/** The deadline of a plan's occurrence lies at most so long after its beginning; whole days may be longer by an hour. */
const reachOf = ({ terms }: Plan): Millis =>
  Math.max(...terms.map(({ time, duration = 0, grace }) => (time === undefined ? DAY + 2 * HOUR : duration) + grace));

const inOrder = (a: MaintenanceItem, b: MaintenanceItem): number =>
  a.state.at - b.state.at || a.state.end - b.state.end || (a.planned.id < b.planned.id ? -1 : 1);

const plannedAs = ({ plan, date, at, end, deadline, allDay, zone }: Occurrence): Planned => ({
  id: occurrenceId(plan, date),
  plan,
  date,
  at,
  end,
  deadline,
  allDay,
  zone,
});

/** `read` outlives changes of the records, and is made anew when a calendar changes. */
export function createMaintenance(
  plans: ReadonlyMap<string, Entity<'plan'>>,
  occurrences: ReadonlyMap<string, Entity<'occurrence'>>,
  { read, timings }: { read: PlannedReader; timings: Pick<Timings, 'plannedOn'> },
): Maintenance {
  let byQuarter: Map<number, Entity<'occurrence'>[]> | undefined;
  const written = () => {
    byQuarter ??= Map.groupBy(occurrences.values(), ({ doc }) => Math.floor(doc.at / QUARTER));
    return byQuarter;
  };
  const touched = (doc: Occurrence, now: Instant): MaintenanceItem | undefined => {
    const plan = plans.get(doc.plan);
    if (!plan) return undefined;
    const planned = plannedAs(doc);
    return { planned, doc, state: occurrenceState(planned, doc, now), plan };
  };
  return {
    occurrencesIn(range, now, of = () => true) {
      const found: MaintenanceItem[] = [];
      for (const plan of plans.values()) {
        if (!of(plan)) continue;
        for (const planned of read(plan, range)) {
          if (!occurrences.has(planned.id))
            found.push({ planned, state: occurrenceState(planned, undefined, now), plan });
        }
      }
      for (let quarter = Math.floor(range.from / QUARTER); quarter * QUARTER < range.to; quarter += 1) {
        for (const { doc } of written().get(quarter) ?? []) {
          if (doc.at < range.from || doc.at >= range.to) continue;
          const item = touched(doc, now);
          if (item && of(item.plan)) found.push(item);
        }
      }
      return found.sort(inOrder);
    },
    occurrencesMeeting(range, now, of = () => true) {
      const meets = ({ at, deadline }: Pick<Planned, 'at' | 'deadline'>) => at < range.to && deadline > range.from;
      const found: MaintenanceItem[] = [];
      for (const plan of plans.values()) {
        if (!of(plan)) continue;
        for (const planned of read(plan, { from: Math.max(0, range.from - reachOf(plan.doc)), to: range.to })) {
          if (meets(planned) && !occurrences.has(planned.id))
            found.push({ planned, state: occurrenceState(planned, undefined, now), plan });
        }
      }
      for (const { doc } of occurrences.values()) {
        const item = meets(doc) ? touched(doc, now) : undefined;
        if (item && of(item.plan)) found.push(item);
      }
      return found.sort(inOrder);
    },
    item(id, now) {
      const doc = occurrences.get(id)?.doc;
      if (doc) return touched(doc, now);
      const { plan: of, date } = partsOf(id);
      const plan = plans.get(of);
      const planned = plan && timings.plannedOn({ id: planId(of), doc: plan.doc }, date);
      return planned && { planned, state: occurrenceState(planned, undefined, now), plan };
    },
  };
}
