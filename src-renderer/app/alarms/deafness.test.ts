import { describe, expect, it } from 'vitest';
import { instant } from '../../../src-shared/time/clock.ts';
import { createDeafness } from './deafness.ts';

const shown = instant('2026-11-23T09:00:00Z');

describe('an alarm that has just come up', () => {
  it('hears nothing for half a second, and then the first key', () => {
    const deafness = createDeafness(shown, false);
    expect(deafness.hearsKey(shown + 499)).toBe(false);
    expect(deafness.hears(shown + 499)).toBe(false);
    expect(deafness.hearsKey(shown + 500)).toBe(true);
    expect(deafness.hears(shown + 500)).toBe(true);
  });

  it('hears nothing of a sentence that somebody goes on typing, until they pause for a second', () => {
    const deafness = createDeafness(shown, true);
    for (const at of [200, 900, 1_700, 2_600]) expect(deafness.hearsKey(shown + at)).toBe(false);
    expect(deafness.hears(shown + 3_599)).toBe(false);
    expect(deafness.hearsKey(shown + 3_600)).toBe(true);
    expect(deafness.hearsKey(shown + 3_601)).toBe(true);
  });
});
