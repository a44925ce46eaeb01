import type { Choice } from './procedure-operations.ts';
import type { Random } from './world.ts';

const SCHEDULES = [
  { kind: 'period', period: 86_400_000, grace: 3_600_000 },
  { kind: 'cron', expression: '0 3 * * *', zone: 'Europe/Paris', grace: 3_600_000 },
  { kind: 'onCalendar', expression: 'Mon..Fri 03:00', zone: 'America/New_York', grace: 3_600_000 },
] as const;

/** What a person may do to the watched jobs that their console shows. */
export function chooseHeartbeat(random: Random, heartbeats: readonly { id: string }[], uuid: () => string): Choice {
  const priority = random.pick(['P0', 'P1', 'P2', 'P3']);
  const schedule = random.pick(SCHEDULES);
  if (heartbeats.length < 2) {
    const args = { id: uuid(), key: uuid(), name: `job ${random.int(1, 999)}`, tags: [], priority, schedule };
    return { name: 'heartbeat.create', args };
  }
  const { id } = random.pick(heartbeats);
  return random.pick([
    { name: 'heartbeat.edit', args: { id, set: { name: `job ${random.int(1, 999)}` } } },
    { name: 'heartbeat.edit', args: { id, set: { priority, schedule, slug: random.pick(['nightly', null]) } } },
    { name: 'heartbeat.pause', args: { id } },
    { name: 'heartbeat.resume', args: { id } },
    { name: 'heartbeat.remove', args: { id } },
    { name: 'heartbeat.newKey', args: { id, key: uuid() } },
  ]);
}
