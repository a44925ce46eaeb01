import type { Instant } from '../time/clock.ts';
import { createTimetable } from '../time/timetable.ts';
import { type Due, dueAlarms, type Fired, nextOf } from './due.ts';
import { baseOf } from './occurrence.ts';
import { UNPACED } from './pace.ts';
import type { Alarm, AlarmPlan } from './plan.ts';
import { passesQuiet } from './quiet.ts';

/** A plan that is being worked off: `dueAlarms` of it, at the cost of what is due instead of all that is planned. */
export interface Agenda {
  setPlan(plan: AlarmPlan): void;
  /** The planned alarm of an id or of a repeat's id. */
  alarmOf(id: string): Alarm | undefined;
  /**
   * What must go out now. While it is quiet, what does not pass is settled as `silent`; hand its ids in as `held` until
   * they come out again, which they do at the first look that is not quiet. Both lists are fired from now on: note them
   * before the next look.
   */
  look(now: Instant, quiet: boolean, held: ReadonlySet<string>): Due & { silent: string[] };
  /** When to look again, `Infinity` if the plan holds nothing more. */
  next(): Instant;
}

export function createAgenda(fired: Fired): Agenda {
  let planned = new Map<string, Alarm>();
  /** When something of each alarm is next due, taken that all until now was said. */
  let times = createTimetable<Alarm>();
  /** Due, and kept for a digest. */
  let waiting: Alarm[] = [];
  let waitsUntil = Number.POSITIVE_INFINITY;
  let pace = UNPACED;
  /** `times` holds from here on: under a clock that was set back, what was noted ahead of it is due again. */
  let lookedAt = Number.POSITIVE_INFINITY;

  const alarmOf = (id: string) => planned.get(baseOf(id));
  const alarmsOf = (ids: Iterable<string>) => [...ids].flatMap((id) => alarmOf(id) ?? []);

  return {
    setPlan(plan) {
      planned = new Map(plan.alarms.map((alarm) => [alarm.id, alarm]));
      lookedAt = Number.POSITIVE_INFINITY;
    },
    alarmOf,
    look(now, quiet, held) {
      if (now < lookedAt) {
        times = createTimetable();
        waiting = [...planned.values()];
      }
      lookedAt = now;
      const released = quiet ? new Set<string>() : held;
      const open = [...new Set([...waiting, ...alarmsOf(released), ...times.take(now)])];
      const said: Fired = { get: (id) => (released.has(id) ? undefined : fired.get(id)) };
      const due = dueAlarms(quiet ? open.filter(passesQuiet) : open, said, now, pace);
      const silent = quiet
        ? dueAlarms(
            open.filter((one) => !passesQuiet(one)),
            said,
            now,
          ).settles
        : [];
      pace = due.pace;
      waiting = [...new Set(alarmsOf(due.deferred))];
      waitsUntil = due.waitsUntil ?? Number.POSITIVE_INFINITY;
      const done = new Set([...due.settles, ...due.deferred, ...silent]);
      const settled: Fired = { get: (id) => (done.has(id) ? now : fired.get(id)) };
      for (const alarm of open) {
        const next = nextOf(alarm, settled, now);
        if (next !== undefined) times.set(alarm, next);
      }
      return { ...due, silent };
    },
    next: () => Math.min(times.next(), waitsUntil),
  };
}
