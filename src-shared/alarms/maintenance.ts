import type { MaintenanceItem } from '../maintenance/items.ts';
import { termsOn } from '../maintenance/occurrence-parts.ts';
import type { Doc, Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import type { Range } from '../recurrence/timing.ts';
import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../time/clock.ts';
import type { MaintenanceAlarm } from './plan.ts';

/** A laptop that was asleep says what it missed for this long. */
const SAID_FOR: Millis = 7 * DAY;
/** Planned ahead, for a page that dies meanwhile. */
const AHEAD: Millis = 3 * DAY;
/** An occurrence may be due for so long that its end falls into what is told now. */
const LONGEST: Millis = 40 * DAY;
const SOON: Millis = 10 * MINUTE;
/** A whole day begins for people in the morning. */
const MORNING: Millis = 9 * HOUR;
/** So much of the time is gone when somebody is told that it ends, where there is much of it. */
const NEAR_AT = 0.8;
const MUCH: Millis = HOUR;

/** The occurrences that alarms may tell of at `now` begin in here. */
export const alarmRange = (now: Instant): Range => ({ from: Math.max(0, now - LONGEST), to: now + AHEAD });

export interface MaintenanceFacts {
  /** Those in `alarmRange`. */
  items: Iterable<MaintenanceItem>;
  people: readonly Entity<'person'>[];
  services: ReadonlyMap<string, Doc<'service'>>;
  me: PersonId;
  now: Instant;
}

type Point = MaintenanceAlarm['point'];

/** When an occurrence that still waits is told of, in order. */
function pointsOf({ planned, state, plan }: MaintenanceItem): { point: Point; fireAt: Instant }[] {
  const { at, deadline, status } = state;
  if (status === 'done' || status === 'doneLate' || status === 'skipped' || status === 'blocked') return [];
  const late = { point: 'late', fireAt: deadline } as const;
  if (status === 'inProgress') return [late];
  const { time } = termsOn(plan.doc.terms, planned.date);
  const isWhole = time === undefined;
  const due = { point: 'due', fireAt: isWhole ? Math.min(at + MORNING, deadline) : at } as const;
  const near = { point: 'near', fireAt: at + NEAR_AT * (deadline - at) } as const;
  return [
    ...(isWhole ? [] : [{ point: 'soon', fireAt: at - SOON } as const]),
    due,
    ...(deadline - at >= MUCH && near.fireAt > due.fireAt ? [near] : []),
    late,
  ];
}

/**
 * Who is told: whom it was given to, else its owner, else the members of its team who are on duty, else (it has no
 * team) who is on duty. Where nobody is, nobody is told: the board says it.
 */
function isFor({ state, plan }: MaintenanceItem, me: PersonId, mine: Doc<'person'> | undefined): boolean {
  if (!mine || mine.disabled) return false;
  const person = state.assignee ?? plan.doc.owner;
  if (person !== undefined) return person === me;
  if (mine.onDutySince === undefined || mine.role === 'viewer') return false;
  return plan.doc.team === undefined || mine.teams.includes(plan.doc.team);
}

/**
 * What of the maintenance reaches this person: ten minutes before, at the hour (in the morning of a whole day), when
 * little is left of a long time, and when it is late. Never loud, and of what lies behind only the last word. Moved to
 * another time it is told anew.
 */
export function maintenanceAlarms({ items, people, services, me, now }: MaintenanceFacts): MaintenanceAlarm[] {
  const mine = people.find(({ id }) => id === me)?.doc;
  const alarms: MaintenanceAlarm[] = [];
  for (const item of items) {
    if (!isFor(item, me, mine)) continue;
    const points = pointsOf(item);
    const last = points.findLast(({ fireAt }) => fireAt <= now);
    const { planned, state, plan } = item;
    const service = plan.doc.service && (services.get(plan.doc.service)?.name ?? plan.doc.service);
    for (const one of points) {
      const { point, fireAt } = one;
      if (fireAt <= now ? one !== last || fireAt + SAID_FOR <= now : fireAt > now + AHEAD) continue;
      alarms.push({
        id: `occurrence:${planned.id}/${state.at}/${point}`,
        kind: 'maintenance',
        occurrence: planned.id,
        point,
        title: plan.doc.title,
        ...(service ? { service } : {}),
        priority: plan.doc.priority ?? 'P3',
        fireAt: Math.max(0, Math.round(fireAt)),
        deadline: point === 'soon' ? state.at : state.deadline,
        loud: false,
      });
    }
  }
  return alarms;
}
