import { expect, test } from 'vitest';
import { formOf, ruleOf } from './rule-form.ts';

// A Tuesday, the second of its month.
const ANCHOR = '2026-03-10';

test.each([
  ['FREQ=DAILY', 'day', 'FREQ=DAILY'],
  ['FREQ=DAILY;INTERVAL=3', 'day', 'FREQ=DAILY;INTERVAL=3'],
  ['FREQ=WEEKLY', 'week', 'FREQ=WEEKLY;BYDAY=TU'],
  ['FREQ=WEEKLY;BYDAY=SU,MO', 'week', 'FREQ=WEEKLY;BYDAY=MO,SU'],
  ['FREQ=MONTHLY', 'month', 'FREQ=MONTHLY;BYMONTHDAY=10'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'month', 'FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR', 'month', 'FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR'],
  ['FREQ=YEARLY', 'year', 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=10'],
  ['FREQ=YEARLY;BYMONTH=5;BYDAY=1MO', 'year', 'FREQ=YEARLY;BYMONTH=5;BYDAY=1MO'],
  ['FREQ=WEEKLY;BYDAY=MO;WKST=SU', 'week', 'FREQ=WEEKLY;BYDAY=MO'],
] as const)('%s is built by the %s', (text, every, said) => {
  const form = formOf(text, ANCHOR);
  expect(form.every).toBe(every);
  expect(ruleOf(form)).toBe(said);
});

test.each([
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=MONTHLY;BYMONTHDAY=1,15',
  'FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO',
  'FREQ=DAILY;COUNT=5',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=SU',
  'FREQ=DAILY;BYMONTH=1',
  'FREQ=HOURLY',
  'every day',
])('%s stays the text that it is', (text) => {
  const form = formOf(text, ANCHOR);
  expect(form.every).toBe('text');
  expect(ruleOf(form)).toBe(text);
});

test('from text to the builder, the form begins as the first day is', () => {
  const form = formOf('', ANCHOR);
  expect(ruleOf({ ...form, every: 'month', by: 'weekday' })).toBe('FREQ=MONTHLY;BYDAY=2TU');
});
