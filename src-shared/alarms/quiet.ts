import type { Instant } from '../time/clock.ts';
import { DAY } from '../time/clock.ts';
import { millisOfTime, wallClock } from '../time/zone.ts';
import { isLoud } from './concerns.ts';
import type { Alarm } from './plan.ts';

/** Do-not-disturb hours, `HH:MM` of local time, half-open; `from` after `to` spans midnight, equal ones are never. */
export interface QuietHours {
  from: string;
  to: string;
}

export function isQuiet(hours: QuietHours | null, zone: string, now: Instant): boolean {
  if (!hours) return false;
  const time = wallClock(now, zone) % DAY;
  const from = millisOfTime(hours.from);
  const to = millisOfTime(hours.to);
  return from <= to ? from <= time && time < to : time >= from || time < to;
}

/**
 * Whether an alarm goes out in spite of do-not-disturb hours: P0 and P1 do, a colleague who calls, and a timer that the
 * person started.
 */
export function passesQuiet(alarm: Pick<Alarm, 'priority' | 'kind'> & { own?: boolean }): boolean {
  return isLoud(alarm.priority) || alarm.kind === 'called' || (alarm.kind === 'timer' && alarm.own === true);
}
