import { useMemo } from 'react';
import { type Asked, type Collision, collisionsOf, type PlannedWork } from '../../../src-shared/change/collisions.ts';
import type { Occurrence, Plan } from '../../../src-shared/model/plan.ts';
import { createTimings } from '../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { DAY, HOUR, type Instant } from '../../../src-shared/time/clock.ts';
import { useList } from '../../data/hooks.ts';

interface Occurrences {
  plans: readonly { id: string; doc: Plan }[];
  touched: readonly { id: string; doc: Occurrence }[];
  calendars: Parameters<typeof createTimings>[0];
}

/** An occurrence that begins before the window may reach into it. */
const REACH = 7 * DAY;

/** The times of plans that open a maintenance window, as they were moved, without those that are over. */
export function plannedWork(
  { plans, touched, calendars }: Occurrences,
  range: { from: Instant; to: Instant },
): PlannedWork[] {
  const timings = createTimings(calendars);
  const known = new Map(touched.map(({ id, doc }) => [id, doc]));
  const isOver = (doc: Occurrence | undefined) =>
    doc?.events.some(({ kind }) => kind === 'completed' || kind === 'skipped') ?? false;
  return plans.flatMap(({ id: plan, doc }) => {
    if (!doc.window || !doc.service) return [];
    const planned = timings.occurrencesOf({ id: plan, doc }, { from: Math.max(0, range.from - REACH), to: range.to });
    const moved = touched.filter((one) => one.doc.plan === plan).map(({ id, doc: { at, end } }) => ({ id, at, end }));
    const all = new Map([...planned, ...moved].map((one) => [String(one.id), one]));
    return [...all.values()].flatMap(({ id, at, end }) => {
      if (isOver(known.get(id))) return [];
      // A plan without a length still takes a while.
      return [{ id, title: doc.title, service: doc.service, from: at, to: Math.max(end, at + HOUR / 60) }];
    });
  });
}

export interface Surroundings {
  changes: readonly Row<'change'>[];
  freezes: readonly Row<'freeze'>[];
  /** What the change meets now. */
  collisionsOf(asked: Asked): Collision[];
}

/** All that changes may meet; undefined while it is read. */
export function useSurroundings(): Surroundings | undefined {
  const changes = useList('change');
  const freezes = useList('freeze');
  const plans = useList('plan');
  const touched = useList('occurrence');
  const calendars = useList('calendar');
  return useMemo(() => {
    if (!changes || !freezes || !plans || !touched || !calendars) return undefined;
    return {
      changes,
      freezes,
      collisionsOf: (asked) =>
        collisionsOf(asked, { changes, freezes, planned: plannedWork({ plans, touched, calendars }, asked.window) }),
    };
  }, [changes, freezes, plans, touched, calendars]);
}
