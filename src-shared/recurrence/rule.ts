import { type Instant, instant, isoInstant } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import type { LocalDate } from '../time/zone.ts';

export const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

/** Two-letter names of RFC 5545; the index + 1 is the ISO weekday. */
export const WEEKDAYS: readonly string[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** A weekday, or the `nth` one of its month or year: 2 the second, -1 the last. */
export interface RuleDay {
  /** ISO weekday, 1 = Monday … 7 = Sunday. */
  weekday: number;
  nth?: number;
}

/** A recurrence of days as RFC 5545 has it. The hour is not part of it. */
export interface Rule {
  freq: Frequency;
  interval: number;
  byMonth: readonly number[];
  byWeekNo: readonly number[];
  byYearDay: readonly number[];
  byMonthDay: readonly number[];
  byDay: readonly RuleDay[];
  bySetPos: readonly number[];
  /** ISO weekday on which weeks start. */
  weekStart: number;
  /** Ends after so many days. */
  count?: number;
  /** Ends with this day, or with the last start that is not after this instant. */
  until?: { day: LocalDate } | { at: Instant };
}

type ParsedRule = { ok: true; rule: Rule } | { ok: false; problem: RuleProblem };

/** Why a text is no rule. `part` is the part of the text it is about. */
export interface RuleProblem {
  kind: 'syntax' | 'unknownPart' | 'twice' | 'noFrequency' | 'tooOften' | 'range' | 'combination';
  part: string;
}

const LENGTH = 500;
const LIST = 366;

const problem = (kind: RuleProblem['kind'], part: string): ParsedRule => ({
  ok: false,
  problem: { kind, part: part.slice(0, 80) },
});

/** Whole numbers of `text` between -limit and limit, without zero; without negative ones where `signed` is false. */
function numbers(text: string, limit: number, signed: boolean): number[] | undefined {
  const parts = text.split(',');
  if (parts.length > LIST) return undefined;
  const values = parts.map((one) => (/^[+-]?\d{1,3}$/.test(one) ? Number(one) : 0));
  const fit = values.every((one) => one !== 0 && one <= limit && one >= (signed ? -limit : 1));
  return fit ? [...new Set(values)] : undefined;
}

function ruleDays(text: string): RuleDay[] | undefined {
  const days: RuleDay[] = [];
  for (const part of text.split(',').slice(0, LIST)) {
    const [, nth, name = ''] = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(part) ?? [];
    const weekday = WEEKDAYS.indexOf(name) + 1;
    const number = nth === undefined ? undefined : Number(nth);
    if (weekday === 0 || number === 0 || (number !== undefined && Math.abs(number) > 53)) return undefined;
    days.push(number === undefined ? { weekday } : { weekday, nth: number });
  }
  return days;
}

/** `20281231`, `20281231T225959Z`, and a reading without a zone, of which the day counts. */
function end(text: string): Rule['until'] | undefined {
  const [, year, month, day, , hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(text) ?? [];
  const date = `${year}-${month}-${day}`;
  try {
    dayNumber(date);
    const at = hour === undefined ? undefined : instant(`${date}T${hour}:${minute}:${second}Z`);
    return utc && at !== undefined ? { at } : { day: date };
  } catch {
    return undefined;
  }
}

/**
 * Reads an RRULE value, with or without `RRULE:`. Parts that repeat within a day (BYHOUR…) and frequencies under a day
 * are refused: a plan says its hour apart. Source: RFC 5545, 3.3.10.
 */
export function parseRule(text: string): ParsedRule {
  const body = text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '');
  if (body.length > LENGTH) return problem('syntax', body);
  const rule: Rule = {
    freq: 'DAILY',
    interval: 1,
    byMonth: [],
    byWeekNo: [],
    byYearDay: [],
    byMonthDay: [],
    byDay: [],
    bySetPos: [],
    weekStart: 1,
  };
  const seen = new Set<string>();
  for (const part of body.replace(/;$/, '').split(';')) {
    const [, name = '', value = ''] = /^([A-Z]+)=([A-Z0-9,+-]+)$/.exec(part) ?? [];
    if (!name) return problem('syntax', part);
    if (seen.has(name)) return problem('twice', name);
    seen.add(name);
    const read = PARTS[name];
    if (!read) return problem(WITHIN_A_DAY.has(name) ? 'tooOften' : 'unknownPart', name);
    const taken = read(value);
    if (!taken) return problem(name === 'FREQ' && SUB_DAILY.has(value) ? 'tooOften' : 'range', part);
    Object.assign(rule, taken);
  }
  if (!seen.has('FREQ')) return problem('noFrequency', body);
  const wrong = combination(rule);
  return wrong ? problem('combination', wrong) : { ok: true, rule };
}

const SUB_DAILY = new Set(['SECONDLY', 'MINUTELY', 'HOURLY']);
const WITHIN_A_DAY = new Set(['BYSECOND', 'BYMINUTE', 'BYHOUR']);

const positive = (value: string, limit: number) => {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : 0;
  return number >= 1 && number <= limit ? number : undefined;
};
const given = <K extends keyof Rule>(key: K, value: Rule[K] | undefined): Partial<Rule> | undefined =>
  value === undefined ? undefined : { [key]: value };

const PARTS: Record<string, (value: string) => Partial<Rule> | undefined> = {
  FREQ: (value) =>
    given(
      'freq',
      FREQUENCIES.find((one) => one === value),
    ),
  INTERVAL: (value) => given('interval', positive(value, 10_000)),
  COUNT: (value) => given('count', positive(value, 100_000)),
  UNTIL: (value) => given('until', end(value)),
  BYMONTH: (value) => given('byMonth', numbers(value, 12, false)),
  BYWEEKNO: (value) => given('byWeekNo', numbers(value, 53, true)),
  BYYEARDAY: (value) => given('byYearDay', numbers(value, 366, true)),
  BYMONTHDAY: (value) => given('byMonthDay', numbers(value, 31, true)),
  BYDAY: (value) => given('byDay', ruleDays(value)),
  BYSETPOS: (value) => given('bySetPos', numbers(value, 366, true)),
  WKST: (value) => {
    const weekday = WEEKDAYS.indexOf(value) + 1;
    return given('weekStart', weekday === 0 ? undefined : weekday);
  },
};

/** The part that does not go with the others, as RFC 5545 forbids it. */
function combination(rule: Rule): string | undefined {
  const { freq, byDay, byWeekNo, byYearDay, byMonthDay, bySetPos, count, until, byMonth } = rule;
  if (count !== undefined && until !== undefined) return 'COUNT, UNTIL';
  if (byWeekNo.length > 0 && freq !== 'YEARLY') return 'BYWEEKNO';
  if (byYearDay.length > 0 && freq !== 'YEARLY') return 'BYYEARDAY';
  if (byMonthDay.length > 0 && freq === 'WEEKLY') return 'BYMONTHDAY';
  const counted = byDay.some(({ nth }) => nth !== undefined);
  if (counted && (freq === 'DAILY' || freq === 'WEEKLY' || byWeekNo.length > 0)) return 'BYDAY';
  const others = [byDay, byWeekNo, byYearDay, byMonthDay, byMonth];
  if (bySetPos.length > 0 && others.every((list) => list.length === 0)) return 'BYSETPOS';
  return undefined;
}

/** The rule as an RRULE value, its parts in the order of RFC 5545. */
export function printRule(rule: Rule): string {
  const { freq, interval, until, count, byMonth, byWeekNo, byYearDay, byMonthDay, byDay, bySetPos, weekStart } = rule;
  const list = (name: string, values: readonly (number | string)[]) =>
    values.length > 0 ? [`${name}=${values.join(',')}`] : [];
  const name = (weekday: number) => WEEKDAYS[weekday - 1] ?? 'MO';
  return [
    `FREQ=${freq}`,
    ...(until ? [`UNTIL=${'day' in until ? until.day.replaceAll('-', '') : compact(until.at)}`] : []),
    ...(count === undefined ? [] : [`COUNT=${count}`]),
    ...(interval === 1 ? [] : [`INTERVAL=${interval}`]),
    ...list('BYMONTH', byMonth),
    ...list('BYWEEKNO', byWeekNo),
    ...list('BYYEARDAY', byYearDay),
    ...list('BYMONTHDAY', byMonthDay),
    ...list(
      'BYDAY',
      byDay.map(({ weekday, nth }) => `${nth ?? ''}${name(weekday)}`),
    ),
    ...list('BYSETPOS', bySetPos),
    ...(weekStart === 1 ? [] : [`WKST=${name(weekStart)}`]),
  ].join(';');
}

const compact = (at: Instant) => isoInstant(at).replace(/\.\d+/, '').replaceAll(/[-:]/g, '');
