import type { Pack } from '../model/pack.ts';
import { HOUR, MINUTE } from '../time/clock.ts';

type Timing = Pick<Pack['plans'][number], 'rrule' | 'time' | 'duration' | 'zone'>;

interface Words {
  every(freq: string, day: string | undefined): string | undefined;
  dayOfMonth(day: number): string;
  at(time: string, zone: string): string;
  hours(count: number): string;
  minutes(count: number): string;
}

const FRENCH_DAYS: Record<string, string> = {
  MO: 'lundi',
  TU: 'mardi',
  WE: 'mercredi',
  TH: 'jeudi',
  FR: 'vendredi',
  SA: 'samedi',
  SU: 'dimanche',
};
const ENGLISH_DAYS: Record<string, string> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
};
const ordinal = (day: number) =>
  `${day}${day % 100 > 10 && day % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;
const several = (count: number, one: string) => `${count} ${one}${count > 1 ? 's' : ''}`;

const FRENCH: Words = {
  every: (freq, day) =>
    day ? `Chaque ${day}` : { DAILY: 'Chaque jour', WEEKLY: 'Chaque semaine', MONTHLY: 'Chaque mois' }[freq],
  dayOfMonth: (day) => `Le ${day === 1 ? '1er' : day} de chaque mois`,
  at: (time, zone) => `à ${time} (${zone})`,
  hours: (count) => several(count, 'heure'),
  minutes: (count) => several(count, 'minute'),
};
const ENGLISH: Words = {
  every: (freq, day) =>
    day ? `Every ${day}` : { DAILY: 'Every day', WEEKLY: 'Every week', MONTHLY: 'Every month' }[freq],
  dayOfMonth: (day) => `On the ${ordinal(day)} of each month`,
  at: (time, zone) => `at ${time} (${zone})`,
  hours: (count) => several(count, 'hour'),
  minutes: (count) => several(count, 'minute'),
};

const MONTH_DAY = /^FREQ=MONTHLY;BYMONTHDAY=(\d{1,2})$/;
const SIMPLE = /^FREQ=(DAILY|WEEKLY|MONTHLY)(?:;BYDAY=(MO|TU|WE|TH|FR|SA|SU))?$/;

/**
 * When a procedure is due, as the written procedures say it: « Chaque lundi à 02:00 (Europe/Paris), 2 heures ».
 * Undefined for a rule of another shape than theirs: day, day of the week, day of the month.
 */
export function timingWords({ rrule, time, duration, zone }: Timing, language: string): string | undefined {
  const [words, days] = language === 'fr' ? [FRENCH, FRENCH_DAYS] : [ENGLISH, ENGLISH_DAYS];
  const [, dayOfMonth] = MONTH_DAY.exec(rrule) ?? [];
  const [, freq, day] = SIMPLE.exec(rrule) ?? [];
  const every = dayOfMonth ? words.dayOfMonth(Number(dayOfMonth)) : freq && words.every(freq, day && days[day]);
  if (!every) return undefined;
  const hours = Math.floor((duration ?? 0) / HOUR);
  const minutes = Math.round(((duration ?? 0) % HOUR) / MINUTE);
  const long = [hours > 0 ? words.hours(hours) : '', minutes > 0 ? words.minutes(minutes) : ''].filter(Boolean);
  return [
    [every, ...(time ? [words.at(time, zone)] : [])].join(' '),
    ...(long.length > 0 ? [long.join(' ')] : []),
  ].join(', ');
}
