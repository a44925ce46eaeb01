import { type OccurrenceId, occurrenceId, type Plan, type PlanId, type PlanTerms, planId } from '../model/plan.ts';
import type { Calendar } from '../model/sla-policy.ts';
import { DAY, type Instant, type Millis } from '../time/clock.ts';
import { type DayNumber, dateOfDay, dayNumber } from '../time/day.ts';
import { createLocalTime, type LocalTime } from '../time/local-time.ts';
import { isZone, type LocalDate, localDate, millisOfTime } from '../time/zone.ts';
import { daysOf } from './days.ts';
import { parseRule, type Rule } from './rule.ts';
import { type IsWorked, workedDays } from './working-days.ts';

/** One time of a plan. Half-open; `deadline` is when its grace ends. */
export interface Planned {
  id: OccurrenceId;
  plan: PlanId;
  /** Nominal day, which names it. */
  date: LocalDate;
  at: Instant;
  end: Instant;
  deadline: Instant;
  /** No hour was said: the whole day is meant. */
  allDay: boolean;
  /** IANA zone of its day. */
  zone: string;
}

/** A nominal day on which a day off leaves nothing to do. */
export interface LeftOut extends Pick<Planned, 'id' | 'date' | 'allDay' | 'zone'> {
  /** When it would be due on its own day. */
  at: Instant;
  /** The day on which it would be done, which has another of the plan: they fall together. */
  with?: LocalDate;
}

/** A plan, or what of it says when it is due. */
export interface PlanRecord {
  id: string;
  doc: Pick<Plan, 'terms' | 'endsOn' | 'pauses'>;
}

/** Half-open. */
export interface Range {
  from: Instant;
  to: Instant;
}

/** When plans are due: a function of plan, calendars and range, the same for ever and anywhere. */
export interface Timings {
  /**
   * The occurrences whose start lies in `range`, ascending. One that a holiday moves to a day that has its own, or
   * another moved one, falls together with it: nobody does the same thing twice on that day.
   */
  occurrencesOf(plan: PlanRecord, range: Range): Planned[];
  /** The days whose own hour lies in `range` and that days off leave out, ascending. */
  leftOutOf(plan: PlanRecord, range: Range): LeftOut[];
  /** The occurrence of a nominal day; undefined where the plan has none on it, or it falls out. */
  plannedOn(plan: PlanRecord, date: LocalDate): Planned | undefined;
  /** The first ones that start at `from` or later, at most `limit`, within 30 years. */
  nextOf(plan: PlanRecord, from: Instant, limit: number): Planned[];
}

/** A calendar with no working day in a year moves nothing. */
const MOVED_AT_MOST = 366;
/** How far ahead one looks for what comes next. */
export const SIGHT = 30 * 366 * DAY;
/** The last day that has a name as days do; instants end with it. */
const LAST_DAY = dayNumber('9999-12-31');

/** Terms, read: their rule, their place in time, and which days they work on. */
interface Reading {
  terms: PlanTerms;
  rule: Rule;
  /** Of its hour on the wall, 0 without one. */
  sinceMidnight: Millis;
  instantOf: LocalTime;
  isWorked: IsWorked;
  anchor: DayNumber;
  /** Nominal days on which the terms hold. */
  from: DayNumber;
  to: DayNumber;
}

/** A nominal day, and the day on which its occurrence is due: none where it falls out. */
interface Nominal {
  day: DayNumber;
  due: DayNumber | undefined;
  reading: Reading;
}

/** The day on which an occurrence is due, or undefined where it falls out. */
function dueDay(day: DayNumber, { terms, isWorked }: Reading): DayNumber | undefined {
  if (terms.holidays === 'keep') return day;
  if (terms.holidays === 'skip') return isWorked(day) ? day : undefined;
  for (let moved = day; moved < day + MOVED_AT_MOST; moved += 1) if (isWorked(moved)) return moved;
  return day;
}

/** How many days before `day` an occurrence may lie that was moved to it or further. */
function movedOver(day: DayNumber, { terms, isWorked }: Reading): number {
  if (terms.holidays !== 'nextWorkingDay') return 0;
  let length = 0;
  while (length < MOVED_AT_MOST && !isWorked(day - length - 1)) length += 1;
  return length;
}

function pausedOn(pauses: PlanRecord['doc']['pauses'] = []): (day: DayNumber) => boolean {
  const spans = pauses.map(({ from, to }) => ({
    from: dayNumber(from),
    to: to === undefined ? Number.POSITIVE_INFINITY : dayNumber(to),
  }));
  return (day) => spans.some(({ from, to }) => from <= day && day < to);
}

const startOf = ({ sinceMidnight, instantOf }: Reading, day: DayNumber): Instant =>
  instantOf(day * DAY + sinceMidnight);

/** Terms whose rule or zone this machine cannot read have no occurrences: `termsProblem` refuses them beforehand. */
export function createTimings(calendars: Iterable<{ id: string; doc: Calendar }>): Timings {
  const docs = new Map<string, Calendar>([...calendars].map(({ id, doc }) => [id, doc]));
  const worked = new Map<string, IsWorked>();
  const zones = new Map<string, LocalTime | undefined>();
  const rules = new Map<string, Rule | undefined>();

  const isWorkedBy = (calendar: string) => {
    const known = worked.get(calendar) ?? workedDays(docs.get(calendar));
    worked.set(calendar, known);
    return known;
  };
  const timeIn = (zone: string) => {
    if (!zones.has(zone)) zones.set(zone, isZone(zone) ? createLocalTime(zone) : undefined);
    return zones.get(zone);
  };
  const ruleOf = (text: string) => {
    if (!rules.has(text)) {
      const parsed = parseRule(text);
      rules.set(text, parsed.ok ? parsed.rule : undefined);
    }
    return rules.get(text);
  };

  const readingsOf = ({ terms, endsOn }: PlanRecord['doc']): Reading[] => {
    const end = endsOn === undefined ? Number.POSITIVE_INFINITY : dayNumber(endsOn) + 1;
    return terms.flatMap((one, index) => {
      const rule = ruleOf(one.rrule);
      const instantOf = timeIn(one.zone);
      if (!rule || !instantOf) return [];
      const next = terms[index + 1];
      const to = Math.min(end, next ? dayNumber(next.from) : Number.POSITIVE_INFINITY);
      const isWorked = isWorkedBy(one.calendar ?? '');
      const sinceMidnight = one.time === undefined ? 0 : millisOfTime(one.time);
      return [
        {
          terms: one,
          rule,
          sinceMidnight,
          instantOf,
          isWorked,
          anchor: dayNumber(one.anchor),
          from: dayNumber(one.from),
          to,
        },
      ];
    });
  };

  const nominalDays = (doc: PlanRecord['doc'], { from, to }: Range): Nominal[] => {
    const isPaused = pausedOn(doc.pauses);
    const days: Nominal[] = [];
    for (const reading of readingsOf(doc)) {
      const { zone } = reading.terms;
      // A day more at either end, for what a change of clocks moves over midnight.
      const first = dayNumber(localDate(from, zone)) - 1;
      const start = Math.max(reading.from, first - movedOver(first, reading));
      const stop = Math.min(reading.to, dayNumber(localDate(to, zone)) + 2, LAST_DAY + 1);
      for (const day of daysOf(reading.rule, reading.anchor, start, stop)) {
        if (isPaused(day)) continue;
        const due = dueDay(day, reading);
        if (due !== undefined && isPaused(due)) continue;
        const { until } = reading.rule;
        if (until && 'at' in until && startOf(reading, day) > until.at) continue;
        days.push({ day, due, reading });
      }
    }
    return days;
  };

  const occurrencesOf: Timings['occurrencesOf'] = ({ id, doc }, range) => {
    if (!(range.from < range.to)) return [];
    const plan = planId(id);
    const nominal = nominalDays(doc, range);
    const taken = new Set(nominal.flatMap(({ day, due }) => (due === day ? [day] : [])));
    const found: Planned[] = [];
    for (const { day, due, reading } of nominal) {
      if (due === undefined) continue;
      if (due !== day) {
        if (taken.has(due)) continue;
        taken.add(due);
      }
      const at = startOf(reading, due);
      if (at < range.from || at >= range.to) continue;
      const { time, duration = 0, grace, zone } = reading.terms;
      const allDay = time === undefined;
      // Days are counted by the clock on the wall, whose days may have 23 or 25 hours; hours by the stopwatch.
      const end = allDay ? reading.instantOf((due + 1) * DAY) : at + duration;
      const deadline = allDay ? reading.instantOf((due + 1) * DAY + grace) : end + grace;
      const date = dateOfDay(day);
      found.push({ id: occurrenceId(plan, date), plan, date, at, end, deadline, allDay, zone });
    }
    return found.sort((a, b) => a.at - b.at || (a.date < b.date ? -1 : 1));
  };

  return {
    occurrencesOf,
    leftOutOf({ id, doc }, range) {
      if (!(range.from < range.to)) return [];
      const plan = planId(id);
      const nominal = nominalDays(doc, range);
      const taken = new Set(nominal.flatMap(({ day, due }) => (due === day ? [day] : [])));
      const found = nominal.flatMap(({ day, due, reading }): LeftOut[] => {
        const isTogether = due !== undefined && due !== day && taken.has(due);
        if (due !== undefined && due !== day) taken.add(due);
        const at = startOf(reading, day);
        if ((due !== undefined && !isTogether) || at < range.from || at >= range.to) return [];
        const { time, zone } = reading.terms;
        const date = dateOfDay(day);
        const one = { id: occurrenceId(plan, date), date, at, allDay: time === undefined, zone };
        return [due === undefined ? one : { ...one, with: dateOfDay(due) }];
      });
      return found.sort((a, b) => a.at - b.at);
    },
    plannedOn(plan, date) {
      const day = dayNumber(date);
      const reading = readingsOf(plan.doc).find(({ from, to }) => from <= day && day < to);
      const due = reading && dueDay(day, reading);
      if (!reading || due === undefined) return undefined;
      const at = startOf(reading, due);
      return occurrencesOf(plan, { from: at, to: at + 1 }).find((one) => one.date === date);
    },
    nextOf(plan, from, limit) {
      for (let length = 92 * DAY; ; length *= 4) {
        const found = occurrencesOf(plan, { from, to: from + Math.min(length, SIGHT) });
        if (found.length >= limit || length >= SIGHT) return found.slice(0, limit);
      }
    },
  };
}
