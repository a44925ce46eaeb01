import { expect, it } from 'vitest';
import type { Procedure } from '../model/procedure.ts';
import { DAY } from '../time/clock.ts';
import { reviewDueAt, staleSince } from './review-due.ts';

const procedure = (over: Partial<Procedure>): Procedure => ({
  kind: 'runbook',
  title: 'T',
  tags: [],
  services: [],
  revision: 1,
  steps: 0,
  updatedAt: 100 * DAY,
  updatedBy: { kind: 'system' },
  ...over,
});

it('counts from the last review or the last edit, whichever is later', () => {
  expect(reviewDueAt(procedure({}))).toBeUndefined();
  expect(reviewDueAt(procedure({ reviewEvery: 30 }))).toBe(130 * DAY);
  expect(reviewDueAt(procedure({ reviewEvery: 30, reviewedAt: 120 * DAY }))).toBe(150 * DAY);
});

it('is overdue from the instant it was due', () => {
  const due = procedure({ reviewEvery: 30 });
  expect(staleSince(due, 130 * DAY - 1)).toBeUndefined();
  expect(staleSince(due, 130 * DAY)).toBe(130 * DAY);
});
