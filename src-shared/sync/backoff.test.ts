import { describe, expect, it } from 'vitest';
import { backoff } from './backoff.ts';

describe('the wait between attempts', () => {
  it('doubles from half a second and stays at half a minute', () => {
    expect([0, 1, 2, 5, 6, 50].map((attempt) => backoff(attempt, 1))).toEqual([
      500, 1_000, 2_000, 16_000, 30_000, 30_000,
    ]);
  });

  it('loses up to half of itself at random', () => {
    expect(backoff(3, 0)).toBe(2_000);
    expect(backoff(3, 0.5)).toBe(3_000);
  });
});
