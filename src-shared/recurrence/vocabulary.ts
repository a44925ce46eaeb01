import type { Frequency } from './rule.ts';

/** The words that a language has for recurrences. Ordinals count from 1, or from -1 backwards. */
export interface Vocabulary {
  /** From Monday on. */
  weekdays: readonly string[];
  months: readonly string[];
  weekday: string;
  weekendDay: string;
  and(items: readonly string[]): string;
  or(items: readonly string[]): string;
  every: Record<Frequency, string>;
  everyNth(freq: Frequency, interval: number): string;
  /** « Chaque lundi et jeudi »; `spans` for Monday to Friday. */
  everyWeekday(days: readonly string[]): string;
  mondayToFriday: string;
  /** Before what names a day, where it starts the sentence or follows `every`. */
  on(days: string): string;
  dayOfMonth(day: number): string;
  nth(position: number, of: string): string;
  dayOf: string;
  nthOfThese(position: number, these: string): string;
  each(weekday: string): string;
  the(weekday: string): string;
  ofEachMonth: string;
  ofTheMonth: string;
  ofTheYear: string;
  ofMonth(month: string, days: 'dates' | 'others'): string;
  inMonths(months: string): string;
  week(number: number): string;
  ofWeeks(weeks: string): string;
  ifIn(weeks: string): string;
  ifIts(days: string): string;
  a(weekday: string): string;
  weeksFrom(weekday: string): string;
  at(time: string, zone: string): string;
  times(count: number): string;
  until(day: number, month: string, year: number): string;
  days(count: number): string;
  hours(count: number): string;
  minutes(count: number): string;
}

const several = (count: number, one: string) => `${count} ${one}${count > 1 ? 's' : ''}`;
const joined = (last: string) => (items: readonly string[]) =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`;

const frenchOrdinal = (number: number) => (number === 1 ? '1er' : `${number}e`);
const fromTheEnd = 'en partant de la fin';

export const FRENCH: Vocabulary = {
  weekdays: ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'],
  months: [
    ...['janvier', 'février', 'mars', 'avril', 'mai', 'juin'],
    ...['juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre'],
  ],
  weekday: 'jour de semaine',
  weekendDay: 'jour de week-end',
  and: joined('et'),
  or: joined('ou'),
  every: { DAILY: 'Chaque jour', WEEKLY: 'Chaque semaine', MONTHLY: 'Chaque mois', YEARLY: 'Chaque année' },
  everyNth: (freq, interval) =>
    ({
      DAILY: `Tous les ${interval} jours`,
      WEEKLY: `Toutes les ${interval} semaines`,
      MONTHLY: `Tous les ${interval} mois`,
      YEARLY: `Tous les ${interval} ans`,
    })[freq],
  everyWeekday: (days) => `Chaque ${FRENCH.and(days)}`,
  mondayToFriday: 'Du lundi au vendredi',
  on: (days) => days,
  dayOfMonth: (day) => `le ${day === 1 ? '1er' : day}`,
  nth: (position, of) => {
    if (position > 0) return `le ${frenchOrdinal(position)} ${of}`;
    if (position === -1) return `le dernier ${of}`;
    return position === -2 ? `l’avant-dernier ${of}` : `le ${frenchOrdinal(-position)} ${of} ${fromTheEnd}`;
  },
  dayOf: 'jour',
  nthOfThese: (position, these) => `${FRENCH.nth(position, 'de ces jours')} (${these})`,
  each: (weekday) => `chaque ${weekday}`,
  the: (weekday) => `le ${weekday}`,
  ofEachMonth: ' de chaque mois',
  ofTheMonth: ' du mois',
  ofTheYear: ' de l’année',
  ofMonth: (month, days) => (days === 'dates' ? ` ${month}` : ` ${/^[ao]/.test(month) ? 'd’' : 'de '}${month}`),
  inMonths: (months) => `, en ${months}`,
  week: (number) => (number > 0 ? `${number}` : number === -1 ? 'dernière' : `${-number}e ${fromTheEnd}`),
  ofWeeks: (weeks) => ` de la semaine ${weeks}`,
  ifIn: (weeks) => `, si c’est dans la semaine ${weeks}`,
  ifIts: (days) => `, si c’est ${days}`,
  a: (weekday) => `un ${weekday}`,
  weeksFrom: (weekday) => ` (semaines à partir du ${weekday})`,
  at: (time, zone) => `à ${time} (${zone})`,
  times: (count) => `${count} fois`,
  until: (day, month, year) => `jusqu’au ${day === 1 ? '1er' : day} ${month} ${year}`,
  days: (count) => several(count, 'jour'),
  hours: (count) => several(count, 'heure'),
  minutes: (count) => several(count, 'minute'),
};

const ordinal = (day: number) =>
  `${day}${day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;

export const ENGLISH: Vocabulary = {
  weekdays: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  months: [
    ...['January', 'February', 'March', 'April', 'May', 'June'],
    ...['July', 'August', 'September', 'October', 'November', 'December'],
  ],
  weekday: 'weekday',
  weekendDay: 'weekend day',
  and: joined('and'),
  or: joined('or'),
  every: { DAILY: 'Every day', WEEKLY: 'Every week', MONTHLY: 'Every month', YEARLY: 'Every year' },
  everyNth: (freq, interval) =>
    `Every ${interval} ${{ DAILY: 'days', WEEKLY: 'weeks', MONTHLY: 'months', YEARLY: 'years' }[freq]}`,
  everyWeekday: (days) => `Every ${ENGLISH.and(days)}`,
  mondayToFriday: 'From Monday to Friday',
  on: (days) => (days.startsWith('every ') ? days : `on ${days}`),
  dayOfMonth: (day) => `the ${ordinal(day)}`,
  nth: (position, of) => {
    if (position > 0) return `the ${ordinal(position)} ${of}`;
    return position === -1 ? `the last ${of}` : `the ${ordinal(-position)} to last ${of}`;
  },
  dayOf: 'day',
  nthOfThese: (position, these) => `${ENGLISH.nth(position, 'of these days')} (${these})`,
  each: (weekday) => `every ${weekday}`,
  the: (weekday) => weekday,
  ofEachMonth: ' of each month',
  ofTheMonth: ' of the month',
  ofTheYear: ' of the year',
  ofMonth: (month) => ` of ${month}`,
  inMonths: (months) => `, in ${months}`,
  week: (number) =>
    number > 0 ? `week ${number}` : number === -1 ? 'the last week' : `the ${ordinal(-number)} to last week`,
  ofWeeks: (weeks) => ` of ${weeks}`,
  ifIn: (weeks) => `, if it is in ${weeks}`,
  ifIts: (days) => `, if it is ${days}`,
  a: (weekday) => `a ${weekday}`,
  weeksFrom: (weekday) => ` (weeks from ${weekday} on)`,
  at: (time, zone) => `at ${time} (${zone})`,
  times: (count) => (count === 1 ? 'once' : `${count} times`),
  until: (day, month, year) => `until ${day} ${month} ${year}`,
  days: (count) => several(count, 'day'),
  hours: (count) => several(count, 'hour'),
  minutes: (count) => several(count, 'minute'),
};
