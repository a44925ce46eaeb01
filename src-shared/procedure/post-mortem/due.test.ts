import { describe, expect, test } from 'vitest';
import { close, openingClocks, reopen, resolve } from '../../incident/transitions.ts';
import { slaPolicyId } from '../../model/ids.ts';
import type { Incident } from '../../model/incident.ts';
import type { Priority } from '../../model/priority.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../../sla/default-policy.ts';
import { NO_CALENDARS } from '../../sla/working-time.ts';
import { HOUR, instant, isoInstant } from '../../time/clock.ts';
import { awaitsPostMortem, isLate, morningOf, postMortemDue } from './due.ts';

const T = instant('2026-11-22T03:00:00Z');
const by = { kind: 'sender', name: 'prod' } as const;
const opened = (priority: Priority): Incident => ({
  title: 'API down',
  priority,
  status: 'triggered',
  policy: slaPolicyId('default'),
  openedAt: T,
  openedBy: by,
  links: [],
  alertsTotal: 0,
  alertsFiring: 0,
  clocks: openingClocks(policy, priority, T),
});
const resolved = (priority: Priority) => resolve(opened(priority), policy, by, T + HOUR);
const due = (incident: Incident, agreed?: number) => postMortemDue({ due: agreed }, incident, NO_CALENDARS);

describe('a post-mortem', () => {
  test('of a P0 is due 24 hours after the resolve, and awaited from then on', () => {
    expect(due(resolved('P0'))).toBe(T + 25 * HOUR);
    expect(awaitsPostMortem(resolved('P0'))).toBe(true);
  });

  test('is not asked for below P0, while the incident is open, or once it is closed', () => {
    expect([due(resolved('P1')), awaitsPostMortem(resolved('P1'))]).toEqual([undefined, false]);
    expect([due(opened('P0')), awaitsPostMortem(opened('P0'))]).toEqual([undefined, false]);
    expect(awaitsPostMortem(close(resolved('P0'), T + 2 * HOUR))).toBe(false);
    expect(due(reopen(resolved('P0'), policy, T + 2 * HOUR))).toBeUndefined();
  });

  test('is due when people agreed, where they did', () => {
    expect(due(resolved('P0'), T + 72 * HOUR)).toBe(T + 72 * HOUR);
  });
});

describe('a follow-up', () => {
  test('is late from the end of its day, where the person is', () => {
    const one = { status: 'open', due: '2026-11-30' } as const;
    const at = instant('2026-11-30T23:30:00Z');
    expect(isLate(one, 'UTC', at)).toBe(false);
    expect(isLate(one, 'Europe/Paris', at)).toBe(true);
    expect(isLate({ ...one, status: 'done' }, 'Europe/Paris', at)).toBe(false);
    expect(isLate({ status: 'open' }, 'Europe/Paris', at)).toBe(false);
  });

  test('is told at nine of its day, where its owner is', () => {
    expect(isoInstant(morningOf('2026-11-30', 'Europe/Paris'))).toBe('2026-11-30T08:00:00.000Z');
    expect(isoInstant(morningOf('2026-03-29', 'Europe/Paris'))).toBe('2026-03-29T07:00:00.000Z');
  });
});
