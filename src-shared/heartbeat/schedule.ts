import type { HeartbeatSchedule } from '../model/heartbeat.ts';
import type { Instant } from '../time/clock.ts';
import { isZone } from '../time/zone.ts';
import { nextOfCron } from './cron.ts';
import { parseCron } from './cron-fields.ts';
import { nextOfCalendar } from './on-calendar.ts';
import { parseOnCalendar } from './on-calendar-fields.ts';
import type { ScheduleProblem } from './schedule-problem.ts';

type Next = (after: Instant) => Instant | undefined;

/** The schedule, read once. */
function nextOf(schedule: HeartbeatSchedule): Next {
  switch (schedule.kind) {
    case 'period':
      return (after) => after + schedule.period;
    case 'cron': {
      const fields = parseCron(schedule.expression);
      const isKnown = isZone(schedule.zone);
      return (after) => (fields.ok && isKnown ? nextOfCron(fields.value, after, schedule.zone) : undefined);
    }
    case 'onCalendar': {
      const lines = parseOnCalendar(schedule.expression);
      const isKnown = isZone(schedule.zone);
      return (after) => {
        const times =
          lines.ok && isKnown ? lines.value.flatMap((line) => nextOfCalendar(line, after, schedule.zone) ?? []) : [];
        return times.length > 0 ? Math.min(...times) : undefined;
      };
    }
  }
}

/**
 * When a success is next expected after one at `after`; undefined when the schedule cannot be read or has an end, and in
 * a zone that the server knows and this machine does not.
 */
export function nextTime(schedule: HeartbeatSchedule, after: Instant): Instant | undefined {
  return nextOf(schedule)(after);
}

/** The next `count` times after `after`; fewer where the schedule ends. */
export function nextTimes(schedule: HeartbeatSchedule, after: Instant, count: number): Instant[] {
  const next = nextOf(schedule);
  const times: Instant[] = [];
  for (let at = next(after); at !== undefined && times.length < count; at = next(at)) times.push(at);
  return times;
}

/** Why a schedule cannot be kept from `now` on; undefined when it can. */
export function scheduleProblem(schedule: HeartbeatSchedule, now: Instant): ScheduleProblem | undefined {
  if (schedule.kind === 'period') return undefined;
  if (!isZone(schedule.zone)) return { part: 'zone', text: schedule.zone };
  const parsed = schedule.kind === 'cron' ? parseCron(schedule.expression) : parseOnCalendar(schedule.expression);
  if (!parsed.ok) return parsed.error;
  return nextTime(schedule, now) === undefined ? { part: 'never', text: schedule.expression } : undefined;
}
