import type { MaintenanceItem } from '../maintenance/items.ts';
import { ownerOn, teamOn } from '../maintenance/occurrence-parts.ts';
import type { Doc, Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import type { Range } from '../recurrence/timing.ts';
import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../time/clock.ts';
import { instantOfWallClock, wallClock } from '../time/zone.ts';
import type { MaintenanceAlarm } from './plan.ts';

/** A laptop that was asleep says what it missed for this long. */
const SAID_FOR: Millis = 7 * DAY;
/** Planned ahead, for a page that dies meanwhile. */
const AHEAD: Millis = 3 * DAY;
const SOON: Millis = 10 * MINUTE;
/** A whole day begins for people in the morning. */
const MORNING: Millis = 9 * HOUR;
/** So much of the time is gone when somebody is told that it ends, where there is much of it. */
const NEAR_AT = 0.8;
const MUCH: Millis = HOUR;

/** The time of the occurrences that alarms may tell of at `now`, from beginning to deadline, meets this. */
export const alarmRange = (now: Instant): Range => ({ from: Math.max(0, now - SAID_FOR), to: now + AHEAD });

export interface MaintenanceFacts {
  /** Those that meet `alarmRange`. */
  items: Iterable<MaintenanceItem>;
  people: readonly Entity<'person'>[];
  services: ReadonlyMap<string, Doc<'service'>>;
  me: PersonId;
  now: Instant;
}

type Point = MaintenanceAlarm['point'];

/** When an occurrence that still waits is told of, in order. */
function pointsOf({ planned: { allDay, zone }, state }: MaintenanceItem): { point: Point; fireAt: Instant }[] {
  const { at, deadline, status } = state;
  if (status === 'done' || status === 'doneLate' || status === 'skipped' || status === 'blocked') return [];
  const morning = () => instantOfWallClock(wallClock(at, zone) + MORNING, zone, 'earlier');
  const due = { point: 'due', fireAt: allDay ? Math.min(morning(), deadline) : at } as const;
  const near = { point: 'near', fireAt: at + NEAR_AT * (deadline - at) } as const;
  const points = [
    ...(allDay ? [] : [{ point: 'soon', fireAt: at - SOON } as const]),
    due,
    ...(deadline - at >= MUCH && near.fireAt > due.fireAt ? [near] : []),
    { point: 'late', fireAt: deadline } as const,
  ];
  return status === 'inProgress' ? points.filter(({ point }) => point === 'near' || point === 'late') : points;
}

/** Of what is nobody's own those on duty hear this much: a day of many plans is no day of four times as many toasts. */
const FOR_ALL: readonly Point[] = ['due', 'late'];

type People = ReadonlyMap<string, Doc<'person'>>;

/** Whose own it is: whom it was given to, else its owner; and who began it. Nobody who is no longer there. */
function ownersOf({ state: { assignee, started }, plan, planned }: MaintenanceItem, people: People): string[] {
  const isHere = <Id extends string>(id: Id | undefined): id is Id => {
    const doc = id === undefined ? undefined : people.get(id);
    return doc !== undefined && !doc.disabled;
  };
  const given = [assignee, ownerOn(plan.doc, planned.date)].find(isHere);
  const began = started?.by.kind === 'person' ? started.by.id : undefined;
  return [given, began].flatMap((id) => (isHere(id) ? [id] : []));
}

/**
 * What this person is told of: of their own everything; of what is nobody's own, where they are on duty and it is of
 * their team or of no team, that it is due and that it is late. Where nobody is on duty, the board says it.
 */
function heardBy(me: PersonId, item: MaintenanceItem, people: People): (point: Point) => boolean {
  const mine = people.get(me);
  if (!mine || mine.disabled) return () => false;
  const owners = ownersOf(item, people);
  if (owners.length > 0) return () => owners.includes(me);
  const team = teamOn(item.plan.doc, item.planned.date);
  const answers = mine.onDutySince !== undefined && mine.role !== 'viewer';
  return (point) => answers && (team === undefined || mine.teams.includes(team)) && FOR_ALL.includes(point);
}

/**
 * What of the maintenance reaches this person: of their own ten minutes before, at the hour (in the morning of a whole
 * day), when little is left of a long time, and when it is late; of what is nobody's own at the hour and when it is
 * late. Never loud, and of what lies behind only the last word. Moved to another time it is told anew.
 */
export function maintenanceAlarms({ items, people, services, me, now }: MaintenanceFacts): MaintenanceAlarm[] {
  const known = new Map(people.map(({ id, doc }) => [id, doc]));
  const alarms: MaintenanceAlarm[] = [];
  for (const item of items) {
    const isHeard = heardBy(me, item, known);
    const points = pointsOf(item).filter(({ point }) => isHeard(point));
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
