import type { PlanTerms } from '../model/plan.ts';
import { DAY, HOUR, MINUTE, type Millis } from '../time/clock.ts';
import { calendarDay, dayNumber } from '../time/day.ts';
import { localDate } from '../time/zone.ts';
import { explicit } from './days.ts';
import { parseRule, type Rule, type RuleDay } from './rule.ts';
import { ENGLISH, FRENCH, type Vocabulary } from './vocabulary.ts';

/** What is said of terms; without `anchor` what the rule leaves to its first day is not said. */
export type Told = Pick<PlanTerms, 'rrule' | 'zone'> & Partial<Pick<PlanTerms, 'time' | 'duration' | 'anchor'>>;

const isPlain = ({ nth }: RuleDay) => nth === undefined;
const weekdaysOf = (rule: Rule) => [...new Set(rule.byDay.map(({ weekday }) => weekday))].sort((a, b) => a - b);

/** The same days said by a shorter period, or without positions, where there is such a way. */
function simpler(rule: Rule): Rule {
  const { freq, interval, byMonth, byMonthDay, byDay, byYearDay, byWeekNo, bySetPos } = rule;
  const plain = byDay.every(isPlain);
  if (bySetPos.length > 0) {
    if (freq === 'YEARLY' && interval === 1 && byMonth.length === 1 && byYearDay.length + byWeekNo.length === 0) {
      return simpler({ ...rule, freq: 'MONTHLY' });
    }
    const [only] = byDay;
    if (freq !== 'MONTHLY' || byMonthDay.length > 0 || !plain || !only) return rule;
    if (weekdaysOf(rule).length === 7) return { ...rule, byDay: [], byMonthDay: bySetPos, bySetPos: [] };
    if (byDay.length > 1) return rule;
    return { ...rule, byDay: bySetPos.map((nth) => ({ weekday: only.weekday, nth })), bySetPos: [] };
  }
  if (interval > 1 || byYearDay.length > 0 || byWeekNo.length > 0) return rule;
  if (byMonthDay.length === 0 && byDay.length > 0 && plain) return { ...rule, freq: 'WEEKLY' };
  if (freq === 'DAILY' && byMonthDay.length > 0) return { ...rule, freq: 'MONTHLY' };
  const isMonthly = byMonth.length > 0 || (byMonthDay.length > 0 && plain);
  return freq === 'YEARLY' && isMonthly ? { ...rule, freq: 'MONTHLY' } : rule;
}

function dayOfMonth(words: Vocabulary, day: number): string {
  return day > 0 ? words.dayOfMonth(day) : words.nth(day, words.dayOf);
}

/** What the days are that a period has, beginning with their article. */
function subject(words: Vocabulary, rule: Rule): string {
  const { freq, byYearDay, byMonthDay, byDay, byMonth, byWeekNo, bySetPos } = rule;
  const name = ({ weekday }: RuleDay) => words.weekdays[weekday - 1] ?? '';
  const names = weekdaysOf(rule).map((weekday) => name({ weekday }));
  const weeks = words.or(byWeekNo.map(words.week));
  const [month] = byMonth;
  const named = words.and(byMonth.map((one) => words.months[one - 1] ?? ''));
  const one = byMonth.length === 1 && month !== undefined ? (words.months[month - 1] ?? '') : undefined;
  /** Where in the year, or in which months: what follows days that are counted in a month. */
  const inMonth = (kind: 'dates' | 'others') => {
    if (one !== undefined && (freq === 'YEARLY' || rule.interval === 1)) return words.ofMonth(one, kind);
    if (byMonth.length > 0) return `${words.ofTheMonth}${words.inMonths(named)}`;
    return freq === 'YEARLY' || rule.interval === 1 ? words.ofEachMonth : '';
  };
  const only = byMonth.length > 0 ? words.inMonths(named) : '';
  const counted = byDay.map((day) => (day.nth === undefined ? words.each(name(day)) : words.nth(day.nth, name(day))));
  const plain = byDay.every(isPlain);
  const ofYear = freq === 'YEARLY' && byMonth.length === 0;

  if (bySetPos.length > 0) {
    const simple = plain && byDay.length > 0 && byMonthDay.length + byYearDay.length + byWeekNo.length === 0;
    const period = freq === 'YEARLY' ? words.ofTheYear : '';
    if (simple) {
      const key = weekdaysOf(rule).join('');
      const group = key === '12345' ? words.weekday : key === '67' ? words.weekendDay : words.or(names);
      const listed = words.and(bySetPos.map((position) => words.nth(position, group)));
      return freq === 'MONTHLY' ? `${listed}${inMonth('others')}` : `${listed}${period}${only}`;
    }
    const these = subject(words, { ...rule, bySetPos: [] });
    return `${words.and(bySetPos.map((position) => words.nthOfThese(position, these)))}${period}`;
  }
  const ifDay = byDay.length > 0 ? words.ifIts(words.or(plain ? names.map(words.a) : counted)) : '';
  const ifWeek = byWeekNo.length > 0 ? words.ifIn(weeks) : '';
  if (byYearDay.length > 0) {
    const listed = words.and(byYearDay.map((day) => words.nth(day, words.dayOf)));
    const dates = byMonthDay.map((day) => `${dayOfMonth(words, day)}${words.ofTheMonth}`);
    const ifDate = byMonthDay.length > 0 ? words.ifIts(words.or(dates)) : '';
    return `${listed}${words.ofTheYear}${only}${ifDate}${ifDay}${ifWeek}`;
  }
  if (byMonthDay.length > 0) {
    const listed = words.and(byMonthDay.map((day) => dayOfMonth(words, day)));
    return `${listed}${inMonth(byMonthDay.every((day) => day > 0) ? 'dates' : 'others')}${ifDay}${ifWeek}`;
  }
  if (byWeekNo.length > 0) return `${words.and(names.map(words.the))}${words.ofWeeks(weeks)}${only}`;
  if (byDay.length === 0) return '';
  if (plain) return `${words.and(names.map(words.each))}${only}`;
  return `${words.and(counted)}${ofYear ? words.ofTheYear : inMonth('others')}`;
}

const capital = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function days(words: Vocabulary, rule: Rule): string {
  const { freq, interval, byMonth, byDay, byMonthDay, byWeekNo, bySetPos, weekStart } = rule;
  const every = interval === 1 ? words.every[freq] : words.everyNth(freq, interval);
  const inMonths =
    byMonth.length > 0 ? words.inMonths(words.and(byMonth.map((one) => words.months[one - 1] ?? ''))) : '';
  const names = weekdaysOf(rule).map((weekday) => words.weekdays[weekday - 1] ?? '');
  const countsWeeks = (freq === 'WEEKLY' && (interval > 1 || bySetPos.length > 0)) || byWeekNo.length > 0;
  const weeksFrom = countsWeeks && weekStart !== 1 ? words.weeksFrom(words.weekdays[weekStart - 1] ?? '') : '';
  if (freq === 'DAILY') {
    const dates = byMonthDay.map((day) => `${dayOfMonth(words, day)}${words.ofTheMonth}`);
    const ifDate = dates.length > 0 ? words.ifIts(words.or(dates)) : '';
    return `${every}${inMonths}${ifDate}${names.length > 0 ? words.ifIts(words.or(names.map(words.a))) : ''}`;
  }
  if (freq === 'WEEKLY' && bySetPos.length === 0) {
    if (names.length === 0) return `${every}${inMonths}`;
    if (interval > 1) return `${every}, ${words.on(words.and(names.map(words.the)))}${inMonths}${weeksFrom}`;
    if (names.length === 7) return `${words.every.DAILY}${inMonths}`;
    const isWorkWeek = weekdaysOf(rule).join('') === '12345';
    return `${isWorkWeek ? words.mondayToFriday : words.everyWeekday(names)}${inMonths}`;
  }
  const which = subject(words, rule);
  if (!which) return `${every}${inMonths}`;
  const isOfMonth = freq === 'MONTHLY' && interval === 1 && byMonth.length !== 1;
  if (isOfMonth && (byDay.length > 0 || byMonthDay.length > 0)) return `${capital(words.on(which))}${weeksFrom}`;
  const yearly = freq === 'MONTHLY' && interval === 1 ? words.every.YEARLY : every;
  return `${yearly}, ${words.on(which)}${weeksFrom}`;
}

function length(words: Vocabulary, duration: Millis): string {
  const whole = Math.floor(duration / DAY);
  const hours = Math.floor((duration % DAY) / HOUR);
  const minutes = Math.round((duration % HOUR) / MINUTE);
  return [
    ...(whole > 0 ? [words.days(whole)] : []),
    ...(hours > 0 ? [words.hours(hours)] : []),
    ...(minutes > 0 ? [words.minutes(minutes)] : []),
  ].join(' ');
}

function end(words: Vocabulary, { count, until }: Rule, zone: string): string {
  if (count !== undefined) return words.times(count);
  if (!until) return '';
  const { year, month, day } = calendarDay(dayNumber('day' in until ? until.day : localDate(until.at, zone)));
  return words.until(day, words.months[month - 1] ?? '', year);
}

/**
 * When something is due, as one says it: « Chaque lundi à 02:00 (Europe/Paris), 2 heures ». Two rules with the same
 * words have the same days. French, or else English; undefined for a rule that cannot be read.
 */
export function ruleWords({ rrule, time, duration = 0, zone, anchor }: Told, language: string): string | undefined {
  const words = language === 'fr' ? FRENCH : ENGLISH;
  const parsed = parseRule(rrule);
  if (!parsed.ok) return undefined;
  const rule = simpler(anchor === undefined ? parsed.rule : explicit(parsed.rule, dayNumber(anchor)));
  const due = [days(words, rule), ...(time ? [words.at(time, zone)] : [])].join(' ');
  return [due, length(words, duration), end(words, rule, zone)].filter(Boolean).join(', ');
}
