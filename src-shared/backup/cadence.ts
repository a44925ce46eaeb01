import type { HeartbeatSchedule } from '../model/heartbeat.ts';
import { daysOf } from '../recurrence/days.ts';
import { type Frequency, parseRule, type Rule } from '../recurrence/rule.ts';
import { DAY, HOUR, type Millis } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';

/** How late one may be. */
const GRACES: Record<Frequency, Millis> = { DAILY: 6 * HOUR, WEEKLY: DAY, MONTHLY: 3 * DAY, YEARLY: 7 * DAY };
/** A heartbeat expects something once a year at least. */
const MOST = 365 * DAY;

/** With a leap year among them. */
const FOUR_YEARS = 4 * 365 + 1;
/** What a cadence leaves to its first day, it is counted from here: a Monday, the first of a month of 31 days. */
const ANCHOR = dayNumber('2029-01-01');

/** The longest stretch between two days of a rule in four years, wherever it ends; undefined where it has none. */
function longestGap({ until: _until, count: _count, ...rule }: Rule): Millis | undefined {
  // Days and weeks are all alike: two of their periods tell.
  const twice = { DAILY: 2, WEEKLY: 14, MONTHLY: FOUR_YEARS, YEARLY: FOUR_YEARS }[rule.freq] * rule.interval;
  const days = [...daysOf(rule, ANCHOR, ANCHOR, ANCHOR + Math.min(twice, FOUR_YEARS))];
  const [first] = days;
  if (first === undefined) return undefined;
  const gaps = days.slice(1).map((day, at) => day - (days[at] ?? day));
  return Math.max(...(gaps.length === 0 ? [FOUR_YEARS] : gaps)) * DAY;
}

/** The most time between two of a cadence, at most a year; undefined where it cannot be read or leaves whole stretches out. */
export function lengthsOf(cadence: string): { period: Millis; grace: Millis } | undefined {
  const parsed = parseRule(cadence);
  if (!parsed.ok) return undefined;
  const { freq, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = parsed.rule;
  if (byMonth.length + byWeekNo.length + byYearDay.length > 0) return undefined;
  if (freq === 'DAILY' && byDay.length + byMonthDay.length > 0) return undefined;
  const period = longestGap(parsed.rule);
  return period === undefined ? undefined : { period: Math.min(period, MOST), grace: GRACES[freq] };
}

/** What is expected of a backup's job. The written procedures name no hour, so that a length is counted, not a time. */
export function scheduleOf(cadence: string | undefined): HeartbeatSchedule {
  return { kind: 'period', ...((cadence && lengthsOf(cadence)) || { period: DAY, grace: GRACES.DAILY }) };
}
