import { err, ok, type Result } from '../contract/errors.ts';
import { isZone } from '../time/zone.ts';
import type { ScheduleProblem } from './schedule-problem.ts';

/** `from`, or `from` to `to`, each `every` from there on. Without `to`, `every` goes on to the end of what there is. */
export interface CalendarItem {
  from: number;
  to?: number;
  every?: number;
}

/** One line of OnCalendar, as systemd.time(7) has it. No items: any. */
export interface CalendarFields {
  /** ISO weekdays; none: any. */
  weekdays: ReadonlySet<number>;
  years: readonly CalendarItem[];
  months: readonly CalendarItem[];
  days: readonly CalendarItem[];
  /** Days are counted from the end of the month: 1 is the last. */
  fromEnd: boolean;
  hours: readonly number[];
  minutes: readonly number[];
  /** In milliseconds. */
  seconds: readonly number[];
  /** The zone that the line names itself. */
  zone?: string;
}

const SHORT: Record<string, string> = {
  minutely: '*-*-* *:*:00',
  hourly: '*-*-* *:00:00',
  daily: '*-*-* 00:00:00',
  monthly: '*-*-01 00:00:00',
  weekly: 'Mon *-*-* 00:00:00',
  yearly: '*-01-01 00:00:00',
  annually: '*-01-01 00:00:00',
  quarterly: '*-01,04,07,10-01 00:00:00',
  semiannually: '*-01,07-01 00:00:00',
  'semi-annually': '*-01,07-01 00:00:00',
  'bi-annually': '*-01,07-01 00:00:00',
  biannually: '*-01,07-01 00:00:00',
  anually: '*-01-01 00:00:00',
};
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

class Unreadable extends Error {}

function weekdayOf(text: string): number {
  const name = text.toLowerCase();
  const index = WEEKDAYS.findIndex((one) => one === name || (name.length === 3 && one.startsWith(name)));
  if (index < 0) throw new Unreadable(text);
  return index + 1;
}

function weekdaysOf(text: string): Set<number> {
  const days = new Set<number>();
  for (const item of text.replace(/,$/, '').split(',')) {
    const [first = '', last, ...more] = item.split(/\.\.|-/);
    const from = weekdayOf(first);
    const to = last === undefined ? from : weekdayOf(last);
    if (to < from || more.length > 0) throw new Unreadable(item);
    for (let day = from; day <= to; day += 1) days.add(day);
  }
  return days;
}

/** A number in `unit`s; of seconds with decimals, which systemd rounds to six. */
function readNumber(text: string, unit: number): number {
  if (!(unit === 1 ? /^\d{1,4}$/ : /^\d{1,2}(?:\.\d+)?$/).test(text)) throw new Unreadable(text);
  return Math.floor((Math.round(Number(text) * 1e6) / 1e6) * unit);
}

interface Bounds {
  from: number;
  to: number;
  fromEnd?: boolean;
}

/** A repetition has to meet a second number: 45 and every 20 from there says one minute only, and is a mistake. */
function repeats({ from, to, every }: CalendarItem, bounds: Bounds): boolean {
  if (every === undefined || to !== undefined) return true;
  return bounds.fromEnd ? from - every >= bounds.from : from + every <= bounds.to;
}

/** What stands between two separators, as strict as systemd. */
function itemsOf(text: string, bounds: Bounds, unit = 1): CalendarItem[] {
  if (text === '*') return [];
  return text.split(',').map((item) => {
    const [range = '', step, ...more] = item.split('/');
    const [first = '', last, ...others] = range.split('..');
    if (more.length > 0 || others.length > 0) throw new Unreadable(item);
    const one: CalendarItem = {
      from: readNumber(first, unit),
      ...(last === undefined ? {} : { to: readNumber(last, unit) }),
      ...(step === undefined ? {} : { every: readNumber(step, unit) }),
    };
    const { from, to = from, every = 1 } = one;
    // Nothing is expected more than once a second; systemd goes down to a thousandth.
    if (
      from < bounds.from ||
      to > bounds.to ||
      to < from ||
      every < 1 ||
      (step && every < unit) ||
      !repeats(one, bounds)
    ) {
      throw new Unreadable(item);
    }
    return one;
  });
}

/** Two digits are of this century up to 69, as systemd reads them. */
const fullYear = (year: number) => (year < 70 ? year + 2000 : year < 100 ? year + 1900 : year);

function yearsOf(text: string): CalendarItem[] {
  return itemsOf(text, { from: 0, to: 9999 }).map((one) => ({
    ...one,
    from: fullYear(one.from),
    ...(one.to === undefined ? {} : { to: fullYear(one.to) }),
  }));
}

function dateOf(text: string): Pick<CalendarFields, 'years' | 'months' | 'days' | 'fromEnd'> {
  const fromEnd = text.includes('~');
  const parts = text.split(/[-~]/);
  if (parts.length < 2 || parts.length > 3 || (fromEnd && text.lastIndexOf('-') > text.indexOf('~'))) {
    throw new Unreadable(text);
  }
  const [day = '', month = '', year = '*'] = parts.reverse();
  return {
    years: yearsOf(year),
    months: itemsOf(month, { from: 1, to: 12 }),
    // No month is sure to have more than 28 days to count from its end.
    days: itemsOf(day, { from: 1, to: fromEnd ? 28 : 31, fromEnd }),
    fromEnd,
  };
}

function expand(items: readonly CalendarItem[], end: number, unit = 1): number[] {
  const all = items.length === 0 ? [{ from: 0, every: unit }] : items;
  const values = all.flatMap(({ from, to, every }) => {
    const list: number[] = [];
    const last = to ?? (every === undefined ? from : end);
    for (let at = from; at <= last; at += every ?? unit) list.push(at);
    return list;
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

function timeOf(text: string): Pick<CalendarFields, 'hours' | 'minutes' | 'seconds'> {
  const parts = text.split(':');
  const [hour = '', minute = '', second = '00'] = parts;
  if (parts.length < 2 || parts.length > 3) throw new Unreadable(text);
  return {
    hours: expand(itemsOf(hour, { from: 0, to: 23 }), 23),
    minutes: expand(itemsOf(minute, { from: 0, to: 59 }), 59),
    seconds: expand(itemsOf(second, { from: 0, to: 59_999 }, 1_000), 59_999, 1_000),
  };
}

function parseLine(line: string): CalendarFields {
  const words = (SHORT[line.toLowerCase()] ?? line).split(/\s+/);
  const last = words.at(-1) ?? '';
  const zone = words.length > 1 && /^[A-Za-z]/.test(last) && isZone(last) ? words.pop() : undefined;
  const shortened = words.length === 1 ? SHORT[words[0]?.toLowerCase() ?? ''] : undefined;
  const rest = shortened?.split(' ') ?? words;
  const weekdays = rest[0] && /^[A-Za-z]/.test(rest[0]) ? weekdaysOf(rest.shift() ?? '') : new Set<number>();
  const date = rest[0] && !rest[0].includes(':') ? rest.shift() : undefined;
  const time = rest.shift();
  if (rest.length > 0) throw new Unreadable(line);
  return {
    weekdays,
    ...(date === undefined ? { years: [], months: [], days: [], fromEnd: false } : dateOf(date)),
    ...timeOf(time ?? '00:00:00'),
    ...(zone === undefined ? {} : { zone }),
  };
}

/** Reads what stands after `OnCalendar=`; of several lines each. */
export function parseOnCalendar(expression: string): Result<CalendarFields[], ScheduleProblem> {
  const lines = expression
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  if (lines.length === 0) return err({ part: 'onCalendar', text: '' });
  try {
    return ok(lines.map(parseLine));
  } catch (error) {
    if (error instanceof Unreadable) return err({ part: 'onCalendar', text: error.message.slice(0, 200) });
    throw error;
  }
}
