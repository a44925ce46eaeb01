import type { Doc, Entity } from '../model/collections.ts';
import type { PersonId } from '../model/ids.ts';
import { morningOf } from '../procedure/post-mortem/due.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { isZone } from '../time/zone.ts';
import type { FollowUpAlarm } from './plan.ts';

/** A laptop that was off on the day still says it for this long. */
const SAID_FOR: Millis = 7 * DAY;

export interface FollowUpFacts {
  /** Open ones. */
  followUps: Iterable<Entity<'followUp'>>;
  incidents: Iterable<Entity<'incident'>>;
  me: PersonId;
  mine: Doc<'person'> | undefined;
  /** The laptop's zone, where the person names none. */
  zone: string;
  now: Instant;
}

/** My open follow-ups that have a day: told once, quietly, in the morning of it. Another day is told again. */
export function followUpAlarms({ followUps, incidents, me, mine, zone, now }: FollowUpFacts): FollowUpAlarm[] {
  const due = [...followUps].filter(({ doc }) => doc.status === 'open' && doc.owner === me && doc.due !== undefined);
  if (due.length === 0) return [];
  const where = mine?.zone !== undefined && isZone(mine.zone) ? mine.zone : zone;
  const titles = new Map([...incidents].map(({ id, doc }) => [id, doc.title]));
  return due.flatMap(({ id, doc }): FollowUpAlarm[] => {
    if (doc.due === undefined) return [];
    const fireAt = morningOf(doc.due, where);
    if (fireAt + SAID_FOR <= now) return [];
    const about = doc.incident && titles.get(doc.incident);
    return [
      {
        id: `follow-up:${id}/due/${doc.due}`,
        kind: 'followUpDue',
        followUp: id,
        title: doc.title,
        ...(about === undefined ? {} : { about: about.slice(0, 500) }),
        priority: 'P4',
        fireAt,
        deadline: fireAt,
        loud: false,
      },
    ];
  });
}
