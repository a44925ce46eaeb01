import { describe, expect, test } from 'vitest';
import { instant } from '../../../src-shared/time/clock.ts';
import { inZone, readWindow, typedWindow } from './window-text.ts';

/** In the second of the two hours that clocks in Paris read 02:30. */
const WINDOW = {
  from: instant('2026-10-25T01:30:00Z'),
  to: instant('2026-10-25T01:45:00Z'),
  zone: 'Europe/Paris',
};

describe('a window as it is typed', () => {
  test('is the very same where nothing was typed, on the night of two same hours too', () => {
    expect(typedWindow(WINDOW)).toMatchObject({ from: '2026-10-25T02:30', to: '2026-10-25T02:45' });
    expect(readWindow(typedWindow(WINDOW))).toEqual(WINDOW);
  });

  test('is the same instants on the clocks of another zone, and back', () => {
    const there = inZone(typedWindow(WINDOW), 'America/New_York');
    expect(there).toMatchObject({ from: '2026-10-24T21:30', to: '2026-10-24T21:45' });
    expect(readWindow(inZone(there, 'Europe/Paris'))).toEqual(WINDOW);
  });

  test('is what is typed once something is: never shorter than it reads', () => {
    const typed = { ...typedWindow(WINDOW), from: '2026-10-25T02:31' };
    expect(readWindow(typed)).toEqual({ ...WINDOW, from: instant('2026-10-25T00:31:00Z') });
    expect(readWindow({ ...typed, to: '2026-10-25T01:00' })).toBeUndefined();
    // A year that is written wrongly.
    expect(readWindow({ ...typed, to: '3026-10-25T03:00' })).toBeUndefined();
    expect(readWindow({ ...typed, from: '2226-10-25T02:30', to: '2226-10-25T03:00' })).toBeUndefined();
    expect(inZone({ ...typed, to: '' }, 'UTC')).toEqual({ from: '2026-10-25T00:31', to: '', zone: 'UTC' });
  });
});
