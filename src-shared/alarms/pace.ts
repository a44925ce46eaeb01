import type { Instant, Millis } from '../time/clock.ts';
import { MINUTE, SECOND } from '../time/clock.ts';
import type { DueAlarm } from './due.ts';

/** What was said of late. */
export interface Pace {
  /** Single toasts of the last minute for what arrived. */
  toasts: readonly { at: Instant; isP0: boolean }[];
  /** The last digest that held a P0, and the last that held something else. */
  digest: { p0?: Instant; other?: Instant };
}

export const UNPACED: Pace = { toasts: [], digest: {} };

interface Paced {
  show: DueAlarm[];
  digest: DueAlarm[];
  later: DueAlarm[];
  waitsUntil?: Instant;
  /** For the next time, if all this is said. */
  pace: Pace;
}

/** As many toasts as a person can take in, at once and in a minute. */
const IN_A_MINUTE = 5;
/** What does not fit comes as a digest: of P0s soon, of others once a minute. */
const DIGEST_EVERY: Record<'p0' | 'other', Millis> = { p0: 10 * SECOND, other: MINUTE };

/** A deadline that is told this soon was awaited: it did not arrive in bulk. */
const AWAITED: Millis = 2 * SECOND;

const isAwaited = (one: DueAlarm, now: Instant) => one.alarm.kind !== 'opened' && now - one.dueAt <= AWAITED;
const isP0 = (one: DueAlarm) => one.alarm.priority === 'P0';

/**
 * Who of these gets a toast of their own, who shares one, who waits; the order is kept, so P0 leads everywhere. A
 * deadline that falls now is told now, in a digest where many fall together. What arrives (openings, what a copy brings
 * late) is paced: P0s have room of their own, which no number of lower alarms takes. `together` names what goes into a
 * digest whatever the room.
 */
export function paced(all: readonly DueAlarm[], together: (one: DueAlarm) => boolean, pace: Pace, now: Instant): Paced {
  // A clock that was set back makes "lately" unknowable: then nothing was said.
  const lately = pace.toasts.filter(({ at }) => at <= now && now - at < MINUTE);
  const awaited = all.filter((one) => isAwaited(one, now));
  const arrived = all.filter((one) => !isAwaited(one, now));
  const atOnce = awaited.length <= IN_A_MINUTE ? IN_A_MINUTE : IN_A_MINUTE - 1;
  const show: DueAlarm[] = [];
  const overflow: Record<'p0' | 'other', DueAlarm[]> = { p0: [], other: [] };
  const place = new Map(all.map((one, index) => [one, index]));
  const inOrder = (list: DueAlarm[]) => list.sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0));
  let free = Math.max(0, IN_A_MINUTE - lately.length);
  for (const lane of ['p0', 'other'] as const) {
    const ours = arrived.filter((one) => isP0(one) === (lane === 'p0'));
    const singles = ours.filter((one) => !together(one));
    const room = lane === 'p0' ? Math.max(0, IN_A_MINUTE - lately.filter((one) => one.isP0).length) : free;
    // The digest that the rest makes takes a place too.
    const fitting = singles.slice(0, singles.length <= room ? singles.length : Math.max(0, room - 1));
    show.push(...fitting);
    free = Math.max(0, free - fitting.length);
    const shown = new Set(fitting);
    overflow[lane] = ours.filter((one) => !shown.has(one));
  }
  let digest = awaited.slice(atOnce);
  let later: DueAlarm[] = [];
  let waitsUntil: Instant | undefined;
  const said = { ...pace.digest };
  for (const lane of ['p0', 'other'] as const) {
    const last = pace.digest[lane];
    const next = last === undefined || last > now ? now : last + DIGEST_EVERY[lane];
    if (overflow[lane].length === 0) continue;
    if (next <= now) {
      digest = [...digest, ...overflow[lane]];
      said[lane] = now;
    } else {
      later = [...later, ...overflow[lane]];
      waitsUntil = Math.min(next, waitsUntil ?? next);
    }
  }
  // One alone needs no list, and takes the digest's turn all the same.
  const alone = digest.length === 1;
  const single = inOrder([...awaited.slice(0, atOnce), ...show]);
  return {
    show: alone ? [...single, ...digest] : single,
    digest: alone ? [] : inOrder(digest),
    pace: { toasts: [...lately, ...show.map((one) => ({ at: now, isP0: isP0(one) }))], digest: said },
    later,
    ...(waitsUntil === undefined ? {} : { waitsUntil }),
  };
}
