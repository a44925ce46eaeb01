import { type CalendarDay, calendarDay, type DayNumber, dayNumber, dayOf, weekdayOf } from '../time/day.ts';
import type { Rule, RuleDay } from './rule.ts';

/** A period of a rule: a day, a week, a month or a year. Half-open. */
interface Period {
  from: DayNumber;
  to: DayNumber;
}

interface Periods {
  /** The `index`th period of the rule, from the one that the anchor lies in. */
  at(index: number): Period;
  /** The index of the period that holds a day, or of the next one of the rule. */
  holding(day: DayNumber): number;
}

function periodsOf({ freq, interval, weekStart }: Rule, anchor: DayNumber): Periods {
  if (freq === 'DAILY' || freq === 'WEEKLY') {
    const length = freq === 'DAILY' ? 1 : 7;
    const first = freq === 'DAILY' ? anchor : anchor - ((weekdayOf(anchor) - weekStart + 7) % 7);
    const step = length * interval;
    return {
      at: (index) => ({ from: first + index * step, to: first + index * step + length }),
      holding: (day) => Math.ceil((day - first - length + 1) / step),
    };
  }
  const months = freq === 'MONTHLY' ? 1 : 12;
  const { year, month } = calendarDay(anchor);
  const first = freq === 'MONTHLY' ? month : 1;
  const step = months * interval;
  return {
    at: (index) => ({
      from: dayOf(year, first + index * step, 1),
      to: dayOf(year, first + index * step + months, 1),
    }),
    holding(day) {
      const on = calendarDay(day);
      const since = (on.year - year) * 12 + (on.month - first) - (months - 1);
      return Math.ceil(since / step);
    },
  };
}

const monthLength = ({ year, month }: CalendarDay) => dayOf(year, month + 1, 1) - dayOf(year, month, 1);

/** `position` (1, 2… or -1, -2… from the end) of one thing among `length`. */
const isAt = (wanted: readonly number[], position: number, length: number) =>
  wanted.includes(position) || wanted.includes(position - length - 1);

/** Which week of its year a day lies in, and of how many: week 1 is the first with at least four days in the year. */
function weekOf(day: DayNumber, weekStart: number): { week: number; weeks: number } {
  const start = day - ((weekdayOf(day) - weekStart + 7) % 7);
  // The year of a week is that of its fourth day.
  const { year } = calendarDay(start + 3);
  const firstOf = (of: number) => {
    const fourth = dayOf(of, 1, 4);
    return fourth - ((weekdayOf(fourth) - weekStart + 7) % 7);
  };
  const first = firstOf(year);
  return { week: (start - first) / 7 + 1, weeks: (firstOf(year + 1) - first) / 7 };
}

/** The rule with what it leaves to its first day said: the weekday, the day of the month, the month. */
export function explicit(rule: Rule, anchor: DayNumber): Rule {
  const { freq, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = rule;
  if (freq === 'DAILY' || byDay.length + byMonthDay.length + byYearDay.length > 0) return rule;
  if (freq === 'WEEKLY' || byWeekNo.length > 0) return { ...rule, byDay: [{ weekday: weekdayOf(anchor) }] };
  const { month, day } = calendarDay(anchor);
  const isOnce = freq === 'YEARLY' && byMonth.length === 0;
  return { ...rule, byMonthDay: [day], ...(isOnce ? { byMonth: [month] } : {}) };
}

/** Whether a day of a period is one of the rule: RFC 5545's table of what limits and what expands, as a question. */
function createTest(rule: Rule, anchor: DayNumber): (day: DayNumber, on: CalendarDay) => boolean {
  const { byMonth: months, byWeekNo, byYearDay, byMonthDay, byDay, weekStart } = explicit(rule, anchor);
  const { freq, byMonth } = rule;
  const countsInYear = freq === 'YEARLY' && byMonth.length === 0;
  const isDay = (day: DayNumber, on: CalendarDay, { weekday, nth }: RuleDay) => {
    if (weekdayOf(day) !== weekday) return false;
    if (nth === undefined) return true;
    const first = countsInYear ? dayOf(on.year, 1, 1) : dayOf(on.year, on.month, 1);
    const next = countsInYear ? dayOf(on.year + 1, 1, 1) : dayOf(on.year, on.month + 1, 1);
    return nth > 0 ? Math.floor((day - first) / 7) + 1 === nth : Math.floor((next - 1 - day) / 7) + 1 === -nth;
  };
  return (day, on) => {
    if (months.length > 0 && !months.includes(on.month)) return false;
    if (byWeekNo.length > 0) {
      const { week, weeks } = weekOf(day, weekStart);
      if (!isAt(byWeekNo, week, weeks)) return false;
    }
    if (byYearDay.length > 0) {
      const first = dayOf(on.year, 1, 1);
      if (!isAt(byYearDay, day - first + 1, dayOf(on.year + 1, 1, 1) - first)) return false;
    }
    if (byMonthDay.length > 0 && !isAt(byMonthDay, on.day, monthLength(on))) return false;
    return byDay.length === 0 || byDay.some((one) => isDay(day, on, one));
  };
}

/**
 * The days of a rule in `[from, to)`, ascending, none before `anchor` (DTSTART, which is itself a day of the rule only
 * where it fits). `UNTIL` as an instant is for the caller, who knows the hour. It jumps to `from` without a look at
 * what lies before, but for `COUNT`, which counts from the anchor.
 */
export function* daysOf(
  rule: Rule,
  anchor: DayNumber,
  from: DayNumber,
  to: DayNumber,
): Generator<DayNumber, undefined> {
  // Terms of which nothing lies here: nothing is counted in vain.
  if (!(from < to)) return;
  const periods = periodsOf(rule, anchor);
  const fits = createTest(rule, anchor);
  const end = rule.until && 'day' in rule.until ? Math.min(to, dayNumber(rule.until.day) + 1) : to;
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (let index = rule.count === undefined ? Math.max(0, periods.holding(from)) : 0; ; index += 1) {
    const period = periods.at(index);
    // Far enough out there is no day any more.
    if (!(period.from < end)) return;
    for (const day of daysIn(period, rule, fits)) {
      if (day < anchor) continue;
      if (day >= end || left === 0) return;
      left -= 1;
      if (day >= from) yield day;
    }
  }
}

function daysIn(period: Period, { bySetPos }: Rule, fits: ReturnType<typeof createTest>): DayNumber[] {
  const days: DayNumber[] = [];
  for (let day = period.from; day < period.to; day += 1) if (fits(day, calendarDay(day))) days.push(day);
  return bySetPos.length === 0 ? days : days.filter((_day, at) => isAt(bySetPos, at + 1, days.length));
}
