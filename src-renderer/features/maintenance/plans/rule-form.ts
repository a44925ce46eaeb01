import { z } from 'zod';
import { parseRule, printRule, type Rule } from '../../../../src-shared/recurrence/rule.ts';
import { calendarDay, dayNumber, weekdayOf } from '../../../../src-shared/time/day.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';

/** What the builder can say; `text` is an RRULE that it cannot. */
export const EVERY = ['day', 'week', 'month', 'year', 'text'] as const;
export type Every = (typeof EVERY)[number];

/** A rule as the fields of a form hold it: all at once, so that nothing is lost on the way from one to another. */
export const ruleFormSchema = z.object({
  every: z.enum(EVERY),
  interval: z.number(),
  /** ISO weekdays of `week`. */
  weekdays: z.array(z.number()).readonly(),
  /** Which day of a month is meant: its date, or the `nth` weekday. */
  by: z.enum(['date', 'weekday']),
  /** 1 to 31, or -1 for the last. */
  monthDay: z.number(),
  /** 1 to 4, or -1 for the last. */
  nth: z.number(),
  weekday: z.number(),
  month: z.number(),
  /** An RRULE of which any part may be wrong. */
  text: z.string(),
});
export type RuleForm = z.infer<typeof ruleFormSchema>;

const FREQUENCY = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' } as const;
const EVERY_OF = { DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' } as const;

const EMPTY: Omit<Rule, 'freq'> = {
  interval: 1,
  byMonth: [],
  byWeekNo: [],
  byYearDay: [],
  byMonthDay: [],
  byDay: [],
  bySetPos: [],
  weekStart: 1,
};

/** The RRULE that the form says. */
export function ruleOf(form: RuleForm): string {
  if (form.every === 'text') return form.text.trim();
  const rule: Rule = { ...EMPTY, freq: FREQUENCY[form.every], interval: form.interval };
  if (form.every === 'week') rule.byDay = [...form.weekdays].sort().map((weekday) => ({ weekday }));
  if (form.every === 'year') rule.byMonth = [form.month];
  if (form.every === 'month' || form.every === 'year') {
    if (form.by === 'date') rule.byMonthDay = [form.monthDay];
    else rule.byDay = [{ weekday: form.weekday, nth: form.nth }];
  }
  return printRule(rule);
}

/** The form of an RRULE that counts from `anchor`; one that the builder cannot say stays text. */
export function formOf(text: string, anchor: LocalDate): RuleForm {
  const first = dayNumber(anchor);
  const { month, day } = calendarDay(first);
  const blank: RuleForm = {
    every: 'text',
    interval: 1,
    weekdays: [weekdayOf(first)],
    by: 'date',
    monthDay: day,
    nth: Math.min(4, Math.ceil(day / 7)),
    weekday: weekdayOf(first),
    month,
    text,
  };
  const parsed = parseRule(text);
  if (!parsed.ok) return blank;
  const { rule } = parsed;
  const [only] = rule.byDay;
  const form: RuleForm = {
    ...blank,
    every: EVERY_OF[rule.freq],
    interval: rule.interval,
    ...(rule.freq === 'WEEKLY' && rule.byDay.length > 0 ? { weekdays: rule.byDay.map(({ weekday }) => weekday) } : {}),
    ...(rule.byMonthDay[0] === undefined ? {} : { monthDay: rule.byMonthDay[0] }),
    ...(rule.byMonth[0] === undefined ? {} : { month: rule.byMonth[0] }),
    ...(rule.freq !== 'WEEKLY' && only?.nth !== undefined
      ? { by: 'weekday' as const, nth: only.nth, weekday: only.weekday }
      : {}),
  };
  // What the rule leaves to its first day, the form says.
  return sameDays(ruleOf(form), rule, blank) ? form : blank;
}

function sameDays(said: string, rule: Rule, { weekdays, monthDay, month }: RuleForm): boolean {
  const whole: Rule = { ...rule };
  const saysDay = rule.byDay.length + rule.byMonthDay.length + rule.byYearDay.length + rule.byWeekNo.length > 0;
  if (rule.freq === 'WEEKLY') {
    if (!saysDay) whole.byDay = weekdays.map((weekday) => ({ weekday }));
    whole.byDay = [...whole.byDay].sort((a, b) => a.weekday - b.weekday);
    // Where the week starts matters only to weeks that are passed over.
    if (rule.interval === 1) whole.weekStart = 1;
  } else if (rule.freq !== 'DAILY' && !saysDay) {
    whole.byMonthDay = [monthDay];
    if (rule.freq === 'YEARLY' && rule.byMonth.length === 0) whole.byMonth = [month];
  }
  return printRule(whole) === said;
}
