import type { Occurrence, OccurrenceEvent } from '../model/plan.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { instantOfWallClock, wallClock } from '../time/zone.ts';

type Place = Pick<Occurrence, 'at' | 'end' | 'deadline' | 'allDay' | 'zone'>;
type Kind = OccurrenceEvent['kind'];

/** Says when, by whom, or that it cannot be done now: of these the later saying counts, whatever is heard of first. */
export const ARRANGED = ['blocked', 'unblocked', 'moved', 'assigned'] as const satisfies readonly Kind[];

export const isArranged = ({ kind }: OccurrenceEvent): boolean => ARRANGED.some((one) => one === kind);

/** What was said of these kinds, in the order in which it was said. */
export function saidOf<K extends Kind>(
  events: readonly OccurrenceEvent[],
  ...kinds: K[]
): Extract<OccurrenceEvent, { kind: K }>[] {
  const isMeant = (event: OccurrenceEvent): event is Extract<OccurrenceEvent, { kind: K }> =>
    kinds.some((kind) => kind === event.kind);
  return events.filter(isMeant).sort((a, b) => a.at - b.at);
}

/** Where an occurrence ends up that is moved to begin at `to`: as long as before, a whole day stays a whole day. */
export function placeAt({ at, end, deadline, allDay, zone }: Place, to: Instant) {
  if (!allDay) return { at: to, end: to + (end - at), deadline: to + (deadline - at) };
  const wall = (instant: Instant) => wallClock(instant, zone);
  const midnight = Math.floor(wall(to) / DAY) * DAY;
  const [start, stop, last] = [midnight, midnight + DAY, midnight + DAY + wall(deadline) - wall(end)].map((reading) =>
    instantOfWallClock(reading, zone, 'earlier'),
  );
  return { at: start ?? to, end: stop ?? to, deadline: last ?? to };
}

/** Whether it cannot be moved to begin at `to`: that is over by `now`, and it never was there. */
export function isOverAt(doc: Place & { events?: Occurrence['events'] }, to: Instant, now: Instant): boolean {
  const place = placeAt(doc, to);
  const wasThere = doc.events?.some((event) => event.kind === 'moved' && event.from === place.at) ?? false;
  return place.end < now && place.at !== doc.at && !wasThere;
}

/** Where it was planned, and whether it was moved once its deadline was over: then it is done late, wherever it is. */
export function movesOf(doc: Place & Pick<Occurrence, 'events'>): { from: Instant; isLate: boolean } | undefined {
  // Who was heard of first moved it from where it was planned.
  const first = doc.events.find(({ kind }) => kind === 'moved');
  if (first?.kind !== 'moved') return undefined;
  const { from } = first;
  let before = from;
  for (const { at, to } of saidOf(doc.events, 'moved')) {
    if (at >= placeAt(doc, before).deadline) return { from, isLate: true };
    before = to;
  }
  return { from, isLate: false };
}
