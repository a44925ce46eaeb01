import type { HeartbeatSchedule } from '../model/heartbeat.ts';
import { type Frequency, parseRule } from '../recurrence/rule.ts';
import { DAY, HOUR, type Millis } from '../time/clock.ts';

/** The longest time between two, and how late one may be: a month has 31 days, a year 366. */
const LENGTHS: Record<Frequency, { period: Millis; grace: Millis }> = {
  DAILY: { period: DAY, grace: 6 * HOUR },
  WEEKLY: { period: 7 * DAY, grace: DAY },
  MONTHLY: { period: 31 * DAY, grace: 3 * DAY },
  YEARLY: { period: 366 * DAY, grace: 7 * DAY },
};

/** Which days of a month have the same weekday: two first Sundays are up to five weeks apart. */
const FIVE_WEEKS = 35 * DAY;

/** The most time between two of a cadence, at most a year; undefined where it cannot be read or leaves whole stretches out. */
export function lengthsOf(cadence: string): { period: Millis; grace: Millis } | undefined {
  const parsed = parseRule(cadence);
  if (!parsed.ok) return undefined;
  const { freq, interval, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = parsed.rule;
  if (byMonth.length + byWeekNo.length + byYearDay.length > 0) return undefined;
  if (freq === 'DAILY' && byDay.length + byMonthDay.length > 0) return undefined;
  const { period, grace } = LENGTHS[freq];
  const one = freq === 'MONTHLY' && byDay.length > 0 ? FIVE_WEEKS : period;
  return { period: Math.min(one * interval, 365 * DAY), grace };
}

/** What is expected of a backup's job. The written procedures name no hour, so that a length is counted, not a time. */
export function scheduleOf(cadence: string | undefined): HeartbeatSchedule {
  return { kind: 'period', ...((cadence && lengthsOf(cadence)) || LENGTHS.DAILY) };
}
