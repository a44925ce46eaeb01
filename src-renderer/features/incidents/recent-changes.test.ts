import { expect, it } from 'vitest';
import type { ChangeEvent } from '../../../src-shared/model/change-event.ts';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { DAY, HOUR, instant } from '../../../src-shared/time/clock.ts';
import { fits, recentChanges } from './recent-changes.ts';

const OPENED = instant('2026-11-22T03:00:00Z');
const change = (at: number, summary = 'deployed'): { doc: ChangeEvent } => ({
  doc: { service: serviceId('api'), sender: 'ci', summary, at, details: { build: '42', by: 'Inès' } },
});

it('changes of the day before and since are recent; without any, the last three are', () => {
  const old = [1, 2, 3, 4].map((days) => change(OPENED - days * DAY - HOUR));
  const [near, after] = [change(OPENED - HOUR), change(OPENED + HOUR)];
  expect(recentChanges([...old, near, after], OPENED)).toEqual([near, after]);
  expect(recentChanges(old, OPENED)).toEqual(old.slice(0, 3));
  expect(recentChanges([], OPENED)).toEqual([]);
});

it('a change is found by any of its words', () => {
  expect(fits(change(OPENED).doc, 'DEPLOYED 42')).toBe(true);
  expect(fits(change(OPENED).doc, 'inès ci')).toBe(true);
  expect(fits(change(OPENED).doc, 'deployed 43')).toBe(false);
});
