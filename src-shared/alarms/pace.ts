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

const without = (list: readonly DueAlarm[], few: readonly DueAlarm[]) => list.filter((one) => !few.includes(one));

/** Those that get a toast of their own where there is room for so many; the digest that the rest makes takes a place. */
function fitting(singles: readonly DueAlarm[], room: number): DueAlarm[] {
  return singles.slice(0, singles.length <= room ? singles.length : Math.max(0, room - 1));
}

/**
 * Who of these gets a toast of their own, who shares one, who waits; the order is kept, so P0 leads everywhere. A
 * deadline that falls now is told now, in a digest where many fall together. What arrives (openings, what a copy brings
 * late) is paced: P0s have room of their own, which no number of lower alarms takes, and while one waits nothing lower
 * is told without it. `together` names what goes into a digest whatever the room.
 */
export function paced(all: readonly DueAlarm[], together: (one: DueAlarm) => boolean, pace: Pace, now: Instant): Paced {
  // A clock that was set back makes "lately" unknowable: then nothing was said.
  const lately = pace.toasts.filter(({ at }) => at <= now && now - at < MINUTE);
  const nextDigest = (lane: 'p0' | 'other') => {
    const last = pace.digest[lane];
    return last === undefined || last > now ? now : Math.max(now, last + DIGEST_EVERY[lane]);
  };
  const told = all.filter((one) => isAwaited(one, now));
  const arrived = without(all, told);
  const awaited = told.filter((one) => !together(one));
  const atOnce = awaited.length <= IN_A_MINUTE ? IN_A_MINUTE : IN_A_MINUTE - 1;

  const p0 = arrived.filter(isP0);
  const p0Alone = fitting(
    p0.filter((one) => !together(one)),
    IN_A_MINUTE - lately.filter((one) => one.isP0).length,
  );
  const p0Rest = without(p0, p0Alone);
  const p0Turn = nextDigest('p0');
  const p0Waits = p0Rest.length > 0 && told.length === 0 && p0Turn > now;

  const other = arrived.filter((one) => !isP0(one));
  const otherAlone = fitting(
    other.filter((one) => !together(one)),
    p0Waits ? 0 : Math.max(0, IN_A_MINUTE - lately.length - p0Alone.length),
  );
  const otherRest = without(other, otherAlone);
  const otherGoes = otherRest.length > 0 && nextDigest('other') === now;
  const p0Goes = p0Rest.length > 0 && (!p0Waits || otherGoes);

  const show = [...p0Alone, ...otherAlone];
  const digest = [
    ...told.filter(together),
    ...awaited.slice(atOnce),
    ...(p0Goes ? p0Rest : []),
    ...(otherGoes ? otherRest : []),
  ];
  const single = [...awaited.slice(0, atOnce), ...show];
  const later = [...(p0Goes ? [] : p0Rest), ...(otherGoes ? [] : otherRest)];
  const waits = [
    ...(p0Rest.length > 0 && !p0Goes ? [p0Turn] : []),
    ...(otherRest.length > 0 && !otherGoes ? [nextDigest('other')] : []),
  ];
  // One alone needs no list, and takes the digest's turn all the same.
  const alone = digest.length === 1;
  const inOrder = (list: readonly DueAlarm[]) => {
    const wanted = new Set(list);
    return all.filter((one) => wanted.has(one));
  };
  return {
    show: inOrder(alone ? [...single, ...digest] : single),
    digest: alone ? [] : inOrder(digest),
    pace: {
      toasts: [...lately, ...show.map((one) => ({ at: now, isP0: isP0(one) }))],
      digest: {
        ...pace.digest,
        ...(p0Goes ? { p0: now } : {}),
        ...(otherGoes ? { other: now } : {}),
      },
    },
    later,
    ...(waits.length === 0 ? {} : { waitsUntil: Math.min(...waits) }),
  };
}
