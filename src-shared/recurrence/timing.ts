import { type OccurrenceId, occurrenceId, type Plan, type PlanId, type PlanTerms, planId } from '../model/plan.ts';
import type { Calendar } from '../model/sla-policy.ts';
import { DAY, type Instant } from '../time/clock.ts';
import { type DayNumber, dateOfDay, dayNumber, weekdayOf } from '../time/day.ts';
import { createLocalTime, type LocalTime } from '../time/local-time.ts';
import { type LocalDate, localDate, millisOfTime } from '../time/zone.ts';
import { daysOf } from './days.ts';
import { parseRule, type Rule } from './rule.ts';

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
}

type PlannedDoc = Pick<Plan, 'terms' | 'endsOn' | 'pauses'>;

/** A plan, or what of it says when it is due. */
export interface PlanRecord {
  id: string;
  doc: PlannedDoc;
}

export interface Range {
  from: Instant;
  to: Instant;
}

/** A calendar with no working day in a year moves nothing. */
const MOVED_AT_MOST = 366;
const WEEKDAYS = new Set([1, 2, 3, 4, 5]);

/** Which days are worked: the weekdays that the calendar has hours on, less its holidays; without one Monday to Friday. */
function workedDays(calendar: Pick<Calendar, 'hours' | 'holidays'> | undefined): (day: DayNumber) => boolean {
  const weekdays = calendar ? new Set(calendar.hours.map(({ day }) => day)) : WEEKDAYS;
  const holidays = new Set(calendar?.holidays.map(({ date }) => dayNumber(date)));
  return (day) => weekdays.has(weekdayOf(day)) && !holidays.has(day);
}

/** A nominal day with the terms that hold on it. */
interface Nominal {
  day: DayNumber;
  terms: PlanTerms;
}

/**
 * Says when plans are due, for ever and anywhere the same: a function of plan, calendars and range. It keeps what it
 * has read of rules, zones and calendars; make a new one when a calendar changes.
 */
export function createTimings(calendars: Iterable<{ id: string; doc: Calendar }>) {
  const docs = new Map([...calendars].map(({ id, doc }) => [id, doc]));
  const worked = new Map<string, (day: DayNumber) => boolean>();
  const zones = new Map<string, LocalTime>();
  const rules = new Map<string, Rule | undefined>();

  const isWorkedIn = (terms: PlanTerms) => {
    const calendar: string = terms.calendar ?? '';
    const known = worked.get(calendar) ?? workedDays(docs.get(calendar));
    worked.set(calendar, known);
    return known;
  };
  const timeIn = (zone: string) => {
    const known = zones.get(zone) ?? createLocalTime(zone);
    zones.set(zone, known);
    return known;
  };
  const ruleOf = (text: string) => {
    if (!rules.has(text)) {
      const parsed = parseRule(text);
      rules.set(text, parsed.ok ? parsed.rule : undefined);
    }
    return rules.get(text);
  };

  /** The day on which an occurrence is due, or undefined where it falls out. */
  const dueDay = ({ day, terms }: Nominal): DayNumber | undefined => {
    if (terms.holidays === 'keep') return day;
    const isWorked = isWorkedIn(terms);
    if (terms.holidays === 'skip') return isWorked(day) ? day : undefined;
    for (let moved = day; moved < day + MOVED_AT_MOST; moved += 1) if (isWorked(moved)) return moved;
    return day;
  };

  /** How many days before `day` an occurrence may lie that was moved to it or further. */
  const movedOver = (day: DayNumber, terms: PlanTerms): number => {
    if (terms.holidays !== 'nextWorkingDay') return 0;
    const isWorked = isWorkedIn(terms);
    let length = 0;
    while (length < MOVED_AT_MOST && !isWorked(day - length - 1)) length += 1;
    return length;
  };

  const nominalDays = (doc: PlannedDoc, { from, to }: Range): Nominal[] => {
    const end = doc.endsOn === undefined ? Number.POSITIVE_INFINITY : dayNumber(doc.endsOn) + 1;
    const pauses = (doc.pauses ?? []).map((one) => ({
      from: dayNumber(one.from),
      to: one.to === undefined ? Number.POSITIVE_INFINITY : dayNumber(one.to),
    }));
    return doc.terms.flatMap((terms, index): Nominal[] => {
      const rule = ruleOf(terms.rrule);
      const next = doc.terms[index + 1];
      if (!rule) return [];
      // A day of the zone that `from` lies in, and one more for what a change of clocks moves over midnight.
      const first = dayNumber(localDate(from, terms.zone)) - 1;
      const start = Math.max(first - movedOver(first, terms), dayNumber(terms.from));
      const stop = Math.min(
        dayNumber(localDate(to, terms.zone)) + 1,
        next ? dayNumber(next.from) : Number.POSITIVE_INFINITY,
        end,
      );
      const days: Nominal[] = [];
      for (const day of daysOf(rule, dayNumber(terms.anchor), start, stop)) {
        if (!pauses.some((pause) => pause.from <= day && day < pause.to)) days.push({ day, terms });
      }
      return days;
    });
  };

  /**
   * The occurrences of a plan whose start lies in `range`, ascending. One that a holiday moves to a day that has its
   * own, or another moved one, falls together with it: nobody does the same thing twice on that day.
   */
  return function occurrencesOf({ id: raw, doc }: PlanRecord, range: Range): Planned[] {
    const plan = planId(raw);
    const nominal = nominalDays(doc, range);
    const taken = new Set(nominal.filter((one) => dueDay(one) === one.day).map(({ day }) => day));
    const found: Planned[] = [];
    for (const one of nominal) {
      const due = dueDay(one);
      if (due === undefined || (due !== one.day && taken.has(due))) continue;
      taken.add(due);
      const { time, duration, grace, zone, rrule } = one.terms;
      const instantOf = timeIn(zone);
      const at = instantOf(due * DAY + (time === undefined ? 0 : millisOfTime(time)));
      const until = ruleOf(rrule)?.until;
      if (at < range.from || at >= range.to || (until && 'at' in until && at > until.at)) continue;
      const end = time === undefined ? instantOf((due + 1) * DAY) : at + (duration ?? 0);
      const date = dateOfDay(one.day);
      found.push({
        id: occurrenceId(plan, date),
        plan,
        date,
        at,
        end,
        deadline: end + grace,
        allDay: time === undefined,
      });
    }
    return found.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  };
}
export type Timings = ReturnType<typeof createTimings>;
