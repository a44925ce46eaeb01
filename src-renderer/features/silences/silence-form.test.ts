import { expect, test } from 'vitest';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { draftName, isOlder, silenceForm, silenceFormSchema, startOf } from './silence-form.ts';

const OPENED = instant('2026-11-22T03:00:00Z');
const matchers = [{ name: 'service', value: 'api', isRegex: false, isEqual: true }];
const fresh = () => silenceForm({ kind: 'new', matchers }, OPENED, 'Europe/Paris');
const doc = {
  matchers,
  startsAt: OPENED,
  endsAt: OPENED + HOUR,
  zone: 'UTC',
  reason: 'Migration',
  revision: 3,
  createdAt: OPENED,
  createdBy: { kind: 'system' as const },
};

test('a draft means the same instants, whatever the clocks are when it is found again', () => {
  const kept = silenceFormSchema.parse(JSON.parse(JSON.stringify({ ...fresh(), start: '2026-11-22T08:00' })));
  expect(startOf(kept, OPENED + 24 * HOUR)).toBe(instant('2026-11-22T07:00:00Z'));
});

test('a start that was left alone is now, that of a silence which is edited its own', () => {
  expect(startOf(fresh(), OPENED + HOUR)).toBe(OPENED + HOUR);
  const edited = silenceForm({ kind: 'edit', id: 'a', doc }, OPENED, 'Europe/Paris');
  expect(edited).toMatchObject({ revision: 3, zone: 'UTC', end: '2026-11-22T04:00' });
  expect(startOf(edited, OPENED + HOUR)).toBe(OPENED);
});

test('a draft is of an older version once somebody has edited its silence, and a new silence has none', () => {
  const edit = { kind: 'edit' as const, id: 'a', doc };
  const kept = silenceForm(edit, OPENED, 'Europe/Paris');
  expect(isOlder(kept, edit)).toBe(false);
  expect(isOlder(kept, { ...edit, doc: { ...doc, revision: 4 } })).toBe(true);
  expect(isOlder(fresh(), { kind: 'new', matchers })).toBe(false);
});

test('what is typed for one alert is not found under another', () => {
  const other = [{ name: 'service', value: 'web', isRegex: false, isEqual: true }];
  const names = [draftName({ kind: 'new', matchers }), draftName({ kind: 'new', matchers: other })];
  expect(new Set(names).size).toBe(2);
});
