import { expect, test } from 'vitest';
import { DAY, HOUR } from '../time/clock.ts';
import { backupLine } from './ping-line.ts';

const period = { kind: 'period', period: DAY, grace: HOUR } as const;
const cron = (expression: string) => ({ kind: 'cron', expression, zone: 'UTC', grace: HOUR }) as const;

test.each([
  [period, 'FREQ=DAILY', '0 3 * * *'],
  [period, 'FREQ=WEEKLY;BYDAY=MO', '0 3 * * 0'],
  [period, 'FREQ=MONTHLY', '0 3 1 * *'],
  [period, undefined, '0 3 * * *'],
  [cron('30 2 * * 1-5'), 'FREQ=DAILY', '30 2 * * 1-5'],
  // Cron does not read this one.
  [cron('0 3 L * *'), 'FREQ=MONTHLY', '0 3 1 * *'],
])('the line of %j with the cadence %s begins at %s, and has no percent sign', (schedule, cadence, time) => {
  const line = backupLine('https://vigie.example/ping/k', schedule, cadence);
  expect(line.startsWith(`${time} curl `)).toBe(true);
  expect(line).not.toContain('%');
  expect(line).not.toContain('\n');
});
