import { expect, test } from 'vitest';
import { serviceId } from '../../../../src-shared/model/ids.ts';
import { DAY, instant } from '../../../../src-shared/time/clock.ts';
import { seenAlerts } from './seen-alerts.ts';

const NOW = instant('2026-11-23T03:00:00Z');
const API = serviceId('api');

test('alerts of the last 90 days count for their service, by priority', () => {
  const alert = (priority: 'P0' | 'P3', days: number, service = API) => ({
    priority,
    service,
    lastReceivedAt: NOW - days * DAY,
  });
  const seen = seenAlerts(
    [
      alert('P0', 1),
      alert('P0', 89),
      alert('P3', 2),
      alert('P3', 90),
      { priority: 'P1', service: undefined, lastReceivedAt: NOW },
    ],
    NOW,
  );
  expect([...seen]).toEqual([['api', { P0: 2, P1: 0, P2: 0, P3: 1, P4: 0 }]]);
});
