import { expect, test } from 'vitest';
import { NO_TALLY } from '../../../../src-shared/maintenance/numbers.ts';
import { kindOf } from './year-model.ts';

test.each([
  [{}, 'none'],
  [{ open: 2 }, 'planned'],
  [{ done: 2 }, 'done'],
  [{ done: 2, skipped: 1 }, 'done'],
  [{ done: 2, open: 1 }, 'partly'],
  [{ skipped: 1, open: 1 }, 'partly'],
  [{ skipped: 1 }, 'skipped'],
  [{ done: 2, late: 1, open: 3 }, 'late'],
  [{ done: 2, late: 1, missed: 1 }, 'missed'],
])('a day of %j is %s', (tally, kind) => {
  expect(kindOf({ ...NO_TALLY, ...tally })).toBe(kind);
});
