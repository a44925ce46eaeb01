import { err, ok, type Result } from '../contract/errors.ts';
import type { SchedulePart, ScheduleProblem } from './schedule-problem.ts';

/** What the five fields of a crontab line mean. Lists ascend. */
export interface CronFields {
  minutes: readonly number[];
  hours: readonly number[];
  /** Days of the month, 1 to 31. */
  days: ReadonlySet<number>;
  /** `L`: the last day of the month. */
  lastDay: boolean;
  /** 1 to 12. */
  months: ReadonlySet<number>;
  /** ISO weekdays, 1 = Monday … 7 = Sunday. */
  weekdays: ReadonlySet<number>;
  /** `5L` and `1#2`: the last Friday, the second Monday of the month; 0 stands for the last. */
  nthWeekdays: readonly { weekday: number; nth: number }[];
  /** A day has to fit both its fields as soon as one of them begins with a star; otherwise either. */
  bothDays: boolean;
  /** Neither minute nor hour begins with a star: each reading of the clock is met once, whatever the clocks do. */
  isFixed: boolean;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MACROS: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

interface Field {
  part: SchedulePart;
  from: number;
  to: number;
  names?: readonly string[];
}
const MINUTE: Field = { part: 'minute', from: 0, to: 59 };
const HOUR: Field = { part: 'hour', from: 0, to: 23 };
const DAY: Field = { part: 'dayOfMonth', from: 1, to: 31 };
const MONTH: Field = { part: 'month', from: 1, to: 12, names: MONTHS };
const WEEKDAY: Field = { part: 'dayOfWeek', from: 0, to: 7, names: WEEKDAYS };

class Unreadable extends Error {
  readonly problem: ScheduleProblem;
  constructor(part: SchedulePart, text: string) {
    super(text);
    this.problem = { part, text: text.slice(0, 200) };
  }
}

function numberIn({ part, from, to, names }: Field, text: string): number {
  const name = names?.indexOf(text.toLowerCase()) ?? -1;
  if (name >= 0) return name + (part === 'month' ? 1 : 0);
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= from && value <= to)) throw new Unreadable(part, text);
  return value;
}

/** Every number of `a`, `a-b`, `*`, each with or without `/step`. A single number with a step goes on to the end. */
function numbersOf(field: Field, item: string): number[] {
  const [range = '', stepText, ...more] = item.split('/');
  const step = stepText === undefined ? 1 : /^\d{1,4}$/.test(stepText) ? Number(stepText) : 0;
  if (step < 1 || more.length > 0) throw new Unreadable(field.part, item);
  const [first = '', last, ...others] = range.split('-');
  if (others.length > 0) throw new Unreadable(field.part, item);
  const isAll = range === '*';
  const from = isAll ? field.from : numberIn(field, first);
  // Seven is another Sunday, and no eighth day of a star.
  const end = field === WEEKDAY ? 6 : field.to;
  const to = isAll ? end : last === undefined ? (stepText === undefined ? from : end) : numberIn(field, last);
  if (to < from && last !== undefined) throw new Unreadable(field.part, item);
  const numbers: number[] = [];
  for (let at = from; at <= to; at += step) numbers.push(at);
  return numbers.length > 0 ? numbers : [from];
}

const listOf = (field: Field, text: string) => {
  const items = text.split(',');
  if (items.includes('')) throw new Unreadable(field.part, text);
  return items;
};

const ascending = (field: Field, text: string) =>
  [...new Set(listOf(field, text).flatMap((item) => numbersOf(field, item)))].sort((a, b) => a - b);

const isoWeekday = (day: number) => (day % 7 === 0 ? 7 : day);

function weekdaysOf(text: string): Pick<CronFields, 'weekdays' | 'nthWeekdays'> {
  const weekdays = new Set<number>();
  const nthWeekdays: { weekday: number; nth: number }[] = [];
  for (const item of listOf(WEEKDAY, text)) {
    const [, day = '', nth] = /^([^#]+)(?:#([1-5])|L)$/i.exec(item) ?? [];
    // `1L`, never the L of a name.
    if (day !== '' && (nth !== undefined || /^\d$/.test(day))) {
      nthWeekdays.push({ weekday: isoWeekday(numberIn(WEEKDAY, day)), nth: Number(nth ?? 0) });
    } else for (const each of numbersOf(WEEKDAY, item)) weekdays.add(isoWeekday(each));
  }
  return { weekdays, nthWeekdays };
}

/**
 * Reads a line of a crontab without its command: five fields with names, lists, ranges, steps, `L` and `#`, or one of
 * `@daily`, `@hourly`…
 */
export function parseCron(expression: string): Result<CronFields, ScheduleProblem> {
  const line = expression.trim();
  const fields = (MACROS[line.toLowerCase()] ?? line).split(/\s+/);
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields;
  if (fields.length !== 5) return err({ part: 'fields', text: line.slice(0, 200) });
  try {
    const dayItems = listOf(DAY, day);
    const isLast = (item: string) => item.toUpperCase() === 'L';
    return ok({
      minutes: ascending(MINUTE, minute),
      hours: ascending(HOUR, hour),
      days: new Set(dayItems.filter((item) => !isLast(item)).flatMap((item) => numbersOf(DAY, item))),
      lastDay: dayItems.some(isLast),
      months: new Set(ascending(MONTH, month)),
      ...weekdaysOf(weekday),
      bothDays: day.startsWith('*') || weekday.startsWith('*'),
      isFixed: !minute.startsWith('*') && !hour.startsWith('*'),
    });
  } catch (error) {
    if (error instanceof Unreadable) return err(error.problem);
    throw error;
  }
}
