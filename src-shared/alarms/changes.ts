import { isAuthor } from '../change/transitions.ts';
import { plannedEnd } from '../change/work-span.ts';
import type { Change } from '../model/change.ts';
import type { Doc, Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import { DAY, HOUR, type Instant, MINUTE, type Millis } from '../time/clock.ts';
import type { ChangeAlarm } from './plan.ts';

/** A laptop that was asleep says what it missed for this long. */
const SAID_FOR: Millis = 7 * DAY;
/** Before its window opens, an approval that still waits is told once more. */
const NEAR: Millis = HOUR;
/** Before the work is to be over: time to say that it takes longer, while its services are still silent. */
const ENDING: Millis = 10 * MINUTE;

export interface ChangeFacts {
  changes: Iterable<Entity<'change'>>;
  mine: Entity<'person'> | undefined;
  services: ReadonlyMap<string, Doc<'service'>>;
  now: Instant;
}

interface Point {
  point: ChangeAlarm['point'];
  fireAt: Instant;
  deadline: Instant;
}

/** Whether this person could approve it now: a lead on duty who wrote none of it. */
export function waitsFor(change: Change, { id, doc }: { id: PersonId; doc: Doc<'person'> }): boolean {
  const isLead = doc.role === 'lead' || doc.role === 'admin';
  const may = isLead && !doc.disabled && !isAuthor(change, { kind: 'person', id });
  return change.status === 'proposed' && may && doc.onDutySince !== undefined;
}

/** Who works on it: whoever began, and whoever is in charge. */
const isRunBy = ({ startedBy, owner }: Change, me: string): boolean =>
  owner === me || (startedBy?.kind === 'person' && startedBy.id === me);

/** When a change is told of to this person, in order. */
function pointsOf(change: Change, me: { id: PersonId; doc: Doc<'person'> }): Point[] {
  const { proposedAt, startedAt, window } = change;
  if (proposedAt !== undefined && waitsFor(change, me)) {
    const near = window.from - NEAR;
    const asked: Point = { point: 'asked', fireAt: proposedAt, deadline: window.from };
    return near > proposedAt ? [asked, { point: 'near', fireAt: near, deadline: window.from }] : [asked];
  }
  if (change.status !== 'inProgress' || startedAt === undefined || !isRunBy(change, me.id)) return [];
  const deadline = plannedEnd(change);
  const over: Point = { point: 'over', fireAt: deadline, deadline };
  const ending = deadline - ENDING;
  return ending > startedAt ? [{ point: 'ending', fireAt: ending, deadline }, over] : [over];
}

/**
 * What of the system updates reaches this person: one that waits for an approval that they could give, and again before
 * its window; the end of the work that they are at, before it and as it passes. Never loud, and of what lies behind
 * only the last word. Put forward anew, or extended, it is told anew.
 */
export function changeAlarms({ changes, mine, services, now }: ChangeFacts, me: PersonId): ChangeAlarm[] {
  if (!mine || mine.doc.disabled) return [];
  const alarms: ChangeAlarm[] = [];
  for (const { id, doc } of changes) {
    const points = pointsOf(doc, { id: me, doc: mine.doc });
    const last = points.findLast(({ fireAt }) => fireAt <= now);
    const names = doc.services.map((one) => services.get(one)?.name ?? one).join(', ');
    for (const one of points) {
      if (one.fireAt <= now && (one !== last || one.fireAt + SAID_FOR <= now)) continue;
      const since = one.point === 'asked' || one.point === 'near' ? doc.proposedAt : one.deadline;
      alarms.push({
        id: `change:${id}/${since}/${one.point}`,
        kind: 'change',
        change: id,
        title: doc.title,
        ...(names ? { service: names.slice(0, 200) } : {}),
        priority: 'P3',
        loud: false,
        ...one,
        fireAt: Math.max(0, one.fireAt),
      });
    }
  }
  return alarms;
}
