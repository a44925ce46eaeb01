import { expect, it } from 'vitest';
import { instant } from '../time/clock.ts';
import { parseRule, printRule } from './rule.ts';

it.each([
  'FREQ=DAILY',
  'FREQ=DAILY;COUNT=10;INTERVAL=2',
  'FREQ=WEEKLY;UNTIL=20281231;BYDAY=MO,TH',
  'FREQ=WEEKLY;UNTIL=20281231T225959Z;INTERVAL=2;BYDAY=SU;WKST=SU',
  'FREQ=MONTHLY;BYDAY=2TU,-1FR',
  'FREQ=MONTHLY;BYMONTHDAY=1,-1',
  'FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO',
  'FREQ=YEARLY;BYYEARDAY=1,-1',
])('reads %s and writes it as it was', (text) => {
  const parsed = parseRule(text);
  expect(parsed.ok && printRule(parsed.rule)).toBe(text);
});

it('reads a rule in small letters, with its name before and a semicolon behind', () => {
  const parsed = parseRule(' rrule:freq=weekly;interval=1;wkst=mo;byday=+1mo,1mo; ');
  expect(parsed).toEqual({ ok: false, problem: { kind: 'combination', part: 'BYDAY' } });
  const plain = parseRule(' rrule:freq=weekly;interval=1;wkst=mo;byday=mo; ');
  expect(plain.ok && printRule(plain.rule)).toBe('FREQ=WEEKLY;BYDAY=MO');
});

it('tells an end by its day from one by its instant', () => {
  const until = (text: string) => {
    const parsed = parseRule(`FREQ=DAILY;UNTIL=${text}`);
    return parsed.ok ? parsed.rule.until : parsed.problem.kind;
  };
  expect(until('20281231')).toEqual({ day: '2028-12-31' });
  expect(until('20281231T090000')).toEqual({ day: '2028-12-31' });
  expect(until('20281231T225959Z')).toEqual({ at: instant('2028-12-31T22:59:59Z') });
  expect(until('20280230')).toBe('range');
  expect(until('20281231T256000Z')).toBe('range');
});

it.each([
  ['', 'syntax'],
  ['every monday', 'syntax'],
  ['INTERVAL=2', 'noFrequency'],
  ['FREQ=HOURLY', 'tooOften'],
  ['FREQ=DAILY;BYHOUR=9', 'tooOften'],
  ['FREQ=DAILY;X-PART=1', 'syntax'],
  ['FREQ=DAILY;BYEASTER=1', 'unknownPart'],
  ['FREQ=DAILY;FREQ=DAILY', 'twice'],
  ['FREQ=DAILY;INTERVAL=0', 'range'],
  ['FREQ=DAILY;INTERVAL=-1', 'range'],
  ['FREQ=FORTNIGHTLY', 'range'],
  ['FREQ=MONTHLY;BYMONTHDAY=32', 'range'],
  ['FREQ=MONTHLY;BYMONTHDAY=0', 'range'],
  ['FREQ=MONTHLY;BYDAY=54MO', 'range'],
  ['FREQ=MONTHLY;BYDAY=XX', 'range'],
  ['FREQ=YEARLY;BYMONTH=-1', 'range'],
  ['FREQ=DAILY;COUNT=2;UNTIL=20281231', 'combination'],
  ['FREQ=MONTHLY;BYWEEKNO=20', 'combination'],
  ['FREQ=DAILY;BYYEARDAY=20', 'combination'],
  ['FREQ=WEEKLY;BYMONTHDAY=13', 'combination'],
  ['FREQ=WEEKLY;BYDAY=2MO', 'combination'],
  ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO', 'combination'],
  ['FREQ=MONTHLY;BYSETPOS=1', 'combination'],
  [`FREQ=DAILY;BYMONTHDAY=${'1,'.repeat(400)}1`, 'syntax'],
])('refuses %s: %s', (text, kind) => {
  expect(parseRule(text)).toMatchObject({ ok: false, problem: { kind } });
});
