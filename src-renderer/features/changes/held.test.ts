import { describe, expect, test } from 'vitest';
import type { Change, ChangeStatus, Freeze } from '../../../src-shared/model/change.ts';
import { HOUR, instant } from '../../../src-shared/time/clock.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { heldBy } from './held.ts';

const SYSTEM = { kind: 'system' } as const;
const T = instant('2026-11-24T21:00:00Z');
const span = (from: number, to: number) => ({ from: T + from * HOUR, to: T + to * HOUR, zone: 'Europe/Paris' });
const change = (status: ChangeStatus, more: Partial<Change> = {}): Change =>
  changeRecord(T, { window: span(10, 12), status, ...more });
const freeze = (window: Freeze['window']) => [
  {
    id: 'soldes',
    doc: { title: 'Soldes', window, services: [], reason: 'trafic', revision: 1, createdBy: SYSTEM, createdAt: T },
  },
];
const isHeld = (one: Change, window: Freeze['window'], at = T) => heldBy(one, freeze(window), at)?.id === 'soldes';

describe('a change', () => {
  test('that is written or proposed is held by a freeze in its window, and not by one before', () => {
    for (const status of ['draft', 'proposed'] as const) {
      expect(isHeld(change(status), span(-1, 9))).toBe(false);
      expect(isHeld(change(status), span(11, 90))).toBe(true);
    }
  });

  test('that is approved is held by a freeze as it would begin now, or in its window', () => {
    expect(isHeld(change('approved'), span(-1, 9))).toBe(true);
    expect(isHeld(change('approved'), span(3, 9))).toBe(false);
    expect(isHeld(change('approved'), span(11, 90))).toBe(true);
    expect(isHeld(change('approved'), span(13, 90), T + 11.5 * HOUR)).toBe(false);
    expect(isHeld(change('approved'), span(13, 90), T + 12 * HOUR)).toBe(true);
    expect(isHeld(change('approved'), span(-9, 0))).toBe(false);
  });

  test('that runs over into a freeze is held before production, and no more behind it', () => {
    const said = { by: SYSTEM, at: T, contentId: 'first' };
    const late = T + 14 * HOUR;
    expect(isHeld(change('inProgress', { startedAt: T }), span(13, 90), late)).toBe(true);
    expect(isHeld(change('inProgress', { gates: { production: said } }), span(13, 90), late)).toBe(false);
  });

  test('that is over is held while it could be taken up again', () => {
    const done = change('done', { endedAt: T });
    expect(isHeld(done, span(-1, 90))).toBe(true);
    expect(isHeld(done, span(-1, 90), T + 20 * HOUR)).toBe(false);
    expect(isHeld(change('cancelled'), span(-1, 90))).toBe(false);
  });
});
