import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../time/clock.ts';
import { timingWords } from './timing-words.ts';

const zone = 'Europe/Paris';

it.each([
  [
    { rrule: 'FREQ=DAILY', time: '09:00', duration: 15 * MINUTE, zone },
    'Chaque jour à 09:00 (Europe/Paris), 15 minutes',
    'Every day at 09:00 (Europe/Paris), 15 minutes',
  ],
  [
    { rrule: 'FREQ=WEEKLY;BYDAY=SU', time: '03:00', duration: HOUR, zone },
    'Chaque dimanche à 03:00 (Europe/Paris), 1 heure',
    'Every Sunday at 03:00 (Europe/Paris), 1 hour',
  ],
  [
    { rrule: 'FREQ=MONTHLY;BYMONTHDAY=1', time: '09:00', duration: 90 * MINUTE, zone },
    'Le 1er de chaque mois à 09:00 (Europe/Paris), 1 heure 30 minutes',
    'On the 1st of each month at 09:00 (Europe/Paris), 1 hour 30 minutes',
  ],
  [{ rrule: 'FREQ=MONTHLY;BYMONTHDAY=15', zone }, 'Le 15 de chaque mois', 'On the 15th of each month'],
  [{ rrule: 'FREQ=WEEKLY', zone }, 'Chaque semaine', 'Every week'],
])('says when %j is due', (timing, french, english) => {
  expect(timingWords(timing, 'fr')).toBe(french);
  expect(timingWords(timing, 'en')).toBe(english);
});

it('says nothing of a rule that the written procedures have no words for', () => {
  expect(timingWords({ rrule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', zone }, 'fr')).toBeUndefined();
  expect(timingWords({ rrule: 'FREQ=WEEKLY;BYDAY=MO,TH', zone }, 'fr')).toBeUndefined();
});
