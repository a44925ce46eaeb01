import fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../time/clock.ts';
import { dayNumber } from '../time/day.ts';
import { daysOf } from './days.ts';
import { parseRule, WEEKDAYS } from './rule.ts';
import { ruleWords } from './words.ts';

const zone = 'Europe/Paris';

it.each([
  [
    { rrule: 'FREQ=DAILY', time: '09:00', duration: 15 * MINUTE, zone },
    'Chaque jour à 09:00 (Europe/Paris), 15 minutes',
    'Every day at 09:00 (Europe/Paris), 15 minutes',
  ],
  [
    { rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '02:00', duration: 2 * HOUR, zone },
    'Chaque lundi à 02:00 (Europe/Paris), 2 heures',
    'Every Monday at 02:00 (Europe/Paris), 2 hours',
  ],
  [
    { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', time: '09:00', duration: 90 * MINUTE, zone },
    'Le 1er de chaque mois à 09:00 (Europe/Paris), 1 heure 30 minutes',
    'On the 1st of each month at 09:00 (Europe/Paris), 1 hour 30 minutes',
  ],
  [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', zone }, 'Le 15 de chaque mois', 'On the 15th of each month'],
  [{ rrule: 'FREQ=WEEKLY', zone }, 'Chaque semaine', 'Every week'],
  [{ rrule: 'FREQ=MONTHLY', zone }, 'Chaque mois', 'Every month'],
  [{ rrule: 'FREQ=DAILY', zone, duration: 26 * HOUR }, 'Chaque jour, 1 jour 2 heures', 'Every day, 1 day 2 hours'],
])('says with its hour and length when %j is due', (timing, french, english) => {
  expect(ruleWords(timing, 'fr')).toBe(french);
  expect(ruleWords(timing, 'en')).toBe(english);
});

it.each([
  ['FREQ=DAILY;INTERVAL=3', 'Tous les 3 jours', 'Every 3 days'],
  ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', 'Du lundi au vendredi', 'From Monday to Friday'],
  ['FREQ=WEEKLY', 'Chaque jeudi', 'Every Thursday'],
  ['FREQ=WEEKLY;BYDAY=TH,MO', 'Chaque lundi et jeudi', 'Every Monday and Thursday'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU', 'Chaque jour', 'Every day'],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH',
    'Toutes les 2 semaines, le lundi et le jeudi',
    'Every 2 weeks, on Monday and Thursday',
  ],
  [
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;WKST=SU',
    'Toutes les 2 semaines, le dimanche (semaines à partir du dimanche)',
    'Every 2 weeks, on Sunday (weeks from Sunday on)',
  ],
  ['FREQ=MONTHLY', 'Le 1er de chaque mois', 'On the 1st of each month'],
  ['FREQ=MONTHLY;BYMONTHDAY=1,15', 'Le 1er et le 15 de chaque mois', 'On the 1st and the 15th of each month'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Le dernier jour de chaque mois', 'On the last day of each month'],
  ['FREQ=MONTHLY;BYMONTHDAY=-2', 'L’avant-dernier jour de chaque mois', 'On the 2nd to last day of each month'],
  ['FREQ=MONTHLY;BYDAY=2TU', 'Le 2e mardi de chaque mois', 'On the 2nd Tuesday of each month'],
  ['FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2', 'Le 2e mardi de chaque mois', 'On the 2nd Tuesday of each month'],
  ['FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR', 'Tous les 3 mois, le dernier vendredi', 'Every 3 months, on the last Friday'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=TU', 'Tous les 2 mois, chaque mardi', 'Every 2 months, every Tuesday'],
  [
    'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
    'Le dernier jour de semaine de chaque mois',
    'On the last weekday of each month',
  ],
  [
    'FREQ=MONTHLY;BYDAY=TU,TH;BYSETPOS=2',
    'Le 2e mardi ou jeudi de chaque mois',
    'On the 2nd Tuesday or Thursday of each month',
  ],
  [
    'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
    'Le 13 de chaque mois, si c’est un vendredi',
    'On the 13th of each month, if it is a Friday',
  ],
  [
    'FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO',
    'Le 1er lundi du mois, en janvier, avril, juillet et octobre',
    'On the 1st Monday of the month, in January, April, July and October',
  ],
  ['FREQ=YEARLY', 'Chaque année, le 1er janvier', 'Every year, on the 1st of January'],
  ['FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=14', 'Chaque année, le 14 juillet', 'Every year, on the 14th of July'],
  [
    'FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'Chaque année, le dernier dimanche d’octobre',
    'Every year, on the last Sunday of October',
  ],
  [
    'FREQ=YEARLY;INTERVAL=2;BYMONTH=8;BYMONTHDAY=15',
    'Tous les 2 ans, le 15 août',
    'Every 2 years, on the 15th of August',
  ],
  ['FREQ=YEARLY;BYDAY=20MO', 'Chaque année, le 20e lundi de l’année', 'Every year, on the 20th Monday of the year'],
  ['FREQ=YEARLY;BYYEARDAY=100', 'Chaque année, le 100e jour de l’année', 'Every year, on the 100th day of the year'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO', 'Chaque année, le lundi de la semaine 20', 'Every year, on Monday of week 20'],
  ['FREQ=DAILY;COUNT=10', 'Chaque jour, 10 fois', 'Every day, 10 times'],
  ['FREQ=DAILY;UNTIL=20281231', 'Chaque jour, jusqu’au 31 décembre 2028', 'Every day, until 31 December 2028'],
  ['FREQ=DAILY;UNTIL=20281231T230000Z', 'Chaque jour, jusqu’au 1er janvier 2029', 'Every day, until 1 January 2029'],
])('says %s', (rrule, french, english) => {
  const told = { rrule, zone, anchor: '2026-01-01' };
  expect(ruleWords(told, 'fr')).toBe(french);
  expect(ruleWords(told, 'en')).toBe(english);
});

it('says nothing of a rule that cannot be read', () => {
  expect(ruleWords({ rrule: 'FREQ=SOMETIMES', zone }, 'fr')).toBeUndefined();
});

/** Few values, so that two rules often come out alike. */
const few = <T>(...values: T[]) => fc.subarray(values, { minLength: 0, maxLength: 2 });
const anyRule = fc
  .record({
    freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    interval: fc.constantFrom(1, 1, 2),
    months: few(1, 3),
    weeks: few(1, -1, 20),
    yearDays: few(1, -1, 60),
    monthDays: few(1, 13, -1),
    days: fc.oneof(fc.subarray([...WEEKDAYS]), few('1MO', '-1FR', 'TU')),
    positions: few(1, -1),
    weekStart: fc.constantFrom('MO', 'MO', 'SU'),
  })
  .map(({ freq, interval, months, weeks, yearDays, monthDays, days, positions, weekStart }) => {
    const part = (name: string, values: readonly (string | number)[]) =>
      values.length > 0 ? `;${name}=${values}` : '';
    return [
      `FREQ=${freq};INTERVAL=${interval};WKST=${weekStart}`,
      part('BYMONTH', months),
      part('BYWEEKNO', weeks),
      part('BYYEARDAY', yearDays),
      part('BYMONTHDAY', monthDays),
      part('BYDAY', days),
      part('BYSETPOS', positions),
    ].join('');
  })
  .filter((rule) => parseRule(rule).ok);

it.each(['fr', 'en'])('has the same words only for the same days (%s)', (language) => {
  const anchor = dayNumber('2026-01-01');
  const known = new Map<string, { rrule: string; days: string }>();
  fc.assert(
    fc.property(anyRule, (rrule) => {
      const parsed = parseRule(rrule);
      const told = ruleWords({ rrule, zone, anchor: '2026-01-01' }, language);
      if (!parsed.ok || told === undefined) throw new Error(rrule);
      expect(told).toMatch(/^[A-ZÉL’]\S* \S/);
      expect(told).not.toMatch(/ {2}|, ,|undefined|^, | ,|,$/);
      const days = [...daysOf(parsed.rule, anchor, anchor, anchor + 1_500)].join();
      const other = known.get(told);
      if (other && other.days !== days) throw new Error(`${told}: ${rrule} and ${other.rrule}`);
      known.set(told, { rrule, days });
    }),
    { numRuns: Number(process.env.VIGIE_RULES ?? 1_500), endOnFailure: true },
  );
});
