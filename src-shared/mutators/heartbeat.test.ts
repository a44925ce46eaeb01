import { beforeEach, describe, expect, it } from 'vitest';
import { HEARTBEAT_SENDER } from '../heartbeat/alert.ts';
import { idsOfSlug, madeByPing } from '../heartbeat/made-by-ping.ts';
import { lapseAt, stateAt } from '../heartbeat/state.ts';
import { alertIdOf } from '../intake/keys.ts';
import { KEPT_PINGS } from '../model/heartbeat.ts';
import { personId } from '../model/ids.ts';
import type { Role } from '../model/person.ts';
import { DAY, HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import { applied, type MutatorContext, noop } from './mutator.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const KEY = '0192f7a1-0000-7000-8000-000000000001';
const OTHER_KEY = '0192f7a1-0000-7000-8000-000000000002';
let records: MemoryRecords;
let now: number;
let count = 0;

const as = (role: Role | 'system'): MutatorContext => ({
  actor: { role, ref: role === 'system' ? { kind: 'system' } : { kind: 'person', id: personId('ines') } },
  via: 'console',
  at: now,
  receivedAt: now,
  newId: () => `n${String(++count).padStart(6, '0')}`,
});
const run = (name: string, args: unknown, role: Role | 'system' = 'responder') => records.run(name, args, as(role));
const job = {
  id: 'nightly',
  key: KEY,
  name: 'Sauvegarde RDS',
  service: 'base',
  tags: ['backup'],
  priority: 'P1',
  schedule: { kind: 'period', period: DAY, grace: HOUR },
};
const create = (more: object = {}) => run('heartbeat.create', { ...job, ...more });
const ping = (kind: string, more: object = {}) =>
  run('heartbeat.ping', { id: 'nightly', kind, method: 'GET', ...more }, 'system');
const heartbeat = async () => {
  const found = await records.get('heartbeat', 'nightly');
  if (!found) throw new Error('gone');
  return found;
};
const alert = () => records.get('alert', alertIdOf(HEARTBEAT_SENDER, 'nightly'));
const incidents = () => records.all('incident').map(({ doc }) => doc);
/** As the server's loop does: what comes due on the way is run at its time. */
async function passTime(by: number) {
  const end = now + by;
  for (;;) {
    const at = lapseAt(await heartbeat());
    if (at === undefined || at > end) break;
    now = Math.max(now, at);
    await run('heartbeat.lapse', { id: 'nightly', at }, 'system');
  }
  now = end;
}

beforeEach(async () => {
  records = createMemoryRecords();
  now = NOW;
  await run('service.update', { id: 'base', doc: { name: 'Base de données' } }, 'lead');
});

describe('a heartbeat', () => {
  it('is made once, checked and edited field by field', async () => {
    expect(await create()).toEqual(applied);
    expect(await create()).toEqual(noop);
    expect(await create({ id: 'other' })).toMatchObject({ kind: 'rejected', reason: 'conflict' });
    expect(await create({ id: 'o', key: OTHER_KEY, service: 'nowhere' })).toMatchObject({ reason: 'notFound' });
    const schedule = { kind: 'cron', expression: '0 25 * * *', zone: 'UTC', grace: HOUR };
    expect(await create({ id: 'o', key: OTHER_KEY, schedule })).toMatchObject({
      reason: 'invalid',
      detail: { message: 'schedule: hour: 25' },
    });
    expect(await run('heartbeat.edit', { id: 'nightly', set: { name: 'RDS', service: null } })).toEqual(applied);
    expect(await run('heartbeat.edit', { id: 'nightly', set: { schedule } })).toMatchObject({ reason: 'invalid' });
    expect(await heartbeat()).toMatchObject({ name: 'RDS', tags: ['backup'] });
    expect(await run('heartbeat.edit', { id: 'nightly', set: { name: 'RDS' } })).toEqual(noop);
    expect(await run('heartbeat.newKey', { id: 'nightly', key: OTHER_KEY })).toMatchObject({ reason: 'forbidden' });
    expect(await run('heartbeat.newKey', { id: 'nightly', key: OTHER_KEY }, 'lead')).toEqual(applied);
    expect(await records.list('heartbeat', KEY)).toEqual([]);
    // An address that leaked is not given back by who takes back another one.
    const leaked = { id: 'nightly', key: KEY, of: KEY.replace('5', '6') };
    expect(await run('heartbeat.newKey', leaked, 'lead')).toMatchObject({ reason: 'conflict' });
    expect(await run('heartbeat.newKey', { ...leaked, of: OTHER_KEY }, 'lead')).toEqual(applied);
  });

  it('opens an incident of its priority and service when it is down, and ends it with the next success', async () => {
    await create();
    await ping('success');
    await passTime(DAY + HOUR - 1);
    expect(incidents()).toEqual([]);
    await passTime(1);
    expect(incidents()).toMatchObject([
      { title: 'Sauvegarde RDS · no ping', priority: 'P1', service: 'base', status: 'triggered', openedAt: now },
    ]);
    expect(await alert()).toMatchObject({
      labels: { alertname: 'HeartbeatDown', service: 'Base de données', heartbeat: 'Sauvegarde RDS' },
      summary: 'No success came in time: expected 2026-11-23T03:00:00.000Z (grace 60 min).',
    });
    await passTime(HOUR);
    await ping('success');
    expect(incidents()).toMatchObject([{ status: 'resolved', resolvedAt: now }]);
    expect((await heartbeat()).alertedAt).toBeUndefined();
  });

  it('that fails is down at once, says what it said, and says so again though somebody put its incident away', async () => {
    await create();
    await ping('fail', { exitCode: 3, method: 'POST', body: 'disk full' });
    expect(await alert()).toMatchObject({ summary: 'The job ended with exit status 3.\n\ndisk full' });
    const [first] = records.all('incident');
    await run('incident.acknowledge', { id: first?.id });
    await run('incident.resolve', { id: first?.id, note: 'later' });
    now += DAY;
    await ping('fail', { exitCode: 3 });
    expect(incidents().filter(({ status }) => status === 'triggered')).toHaveLength(1);
  });

  it('that stays silent says so again when the next success does not come either', async () => {
    await create();
    await ping('success');
    await passTime(DAY + HOUR);
    const [first] = records.all('incident');
    await run('incident.acknowledge', { id: first?.id });
    await run('incident.resolve', { id: first?.id, note: 'later' });
    await passTime(DAY - 1);
    expect(incidents().filter(({ status }) => status === 'triggered')).toHaveLength(0);
    await passTime(1);
    expect(incidents().filter(({ status }) => status === 'triggered')).toHaveLength(1);
  });

  it('is held back by a silence on its service, and heard of when that ends', async () => {
    await create();
    await run('silence.create', {
      id: OTHER_KEY,
      matchers: [{ name: 'service', value: 'Base de données', isRegex: false, isEqual: true }],
      startsAt: now,
      endsAt: now + HOUR,
      zone: 'UTC',
      reason: 'work',
    });
    await ping('fail');
    expect(incidents()).toEqual([]);
    expect(await alert()).toMatchObject({ status: 'firing', silencedBy: [OTHER_KEY] });
    now += HOUR;
    await run('silence.sweep', { id: OTHER_KEY, revision: 1 }, 'system');
    expect(incidents()).toMatchObject([{ priority: 'P1', status: 'triggered' }]);
  });

  it('that is paused, or goes, is down no more', async () => {
    await create();
    await ping('fail');
    expect(await run('heartbeat.pause', { id: 'nightly' })).toEqual(applied);
    expect(await run('heartbeat.pause', { id: 'nightly' })).toEqual(noop);
    expect(incidents()).toMatchObject([{ status: 'resolved' }]);
    expect(stateAt(await heartbeat(), now + 10 * DAY).state).toBe('paused');
    await run('heartbeat.resume', { id: 'nightly' });
    expect(stateAt(await heartbeat(), now + 10 * DAY).state).toBe('new');
    await ping('fail');
    expect(await run('heartbeat.remove', { id: 'nightly' }, 'lead')).toEqual(applied);
    expect(incidents().every(({ status }) => status === 'resolved')).toBe(true);
    expect(records.all('ping')).toEqual([]);
    expect(await ping('success')).toMatchObject({ reason: 'notFound' });
  });

  it('that was paused offline is woken by a ping that came since, and its alert ends no earlier than it began', async () => {
    await create();
    await ping('success');
    const since = now + HOUR;
    await passTime(2 * HOUR);
    await ping('success');
    const woken = await heartbeat();
    expect(await records.run('heartbeat.pause', { id: 'nightly' }, { ...as('responder'), at: since })).toEqual(noop);
    expect(await heartbeat()).toEqual(woken);
    const before = now + HOUR;
    await passTime(2 * DAY);
    const { startsAt } = (await alert()) ?? {};
    expect(await records.run('heartbeat.pause', { id: 'nightly' }, { ...as('responder'), at: before })).toEqual(
      applied,
    );
    expect(await alert()).toMatchObject({ status: 'resolved', startsAt, endsAt: startsAt });
    expect(await heartbeat()).toMatchObject({ pausedAt: before });
    expect(incidents()).toMatchObject([{ status: 'resolved' }]);
  });

  it('is as it was when its pause, or its removal, is taken back', async () => {
    await create();
    await ping('success');
    await ping('fail', { exitCode: 3, method: 'POST', body: 'disk full' });
    const before = await heartbeat();
    const [opened] = records.all('incident');
    await run('heartbeat.pause', { id: 'nightly' });
    const of = now;
    now += MINUTE;
    expect(await run('heartbeat.resume', { id: 'nightly', of })).toEqual(applied);
    expect(await heartbeat()).toEqual({ ...before, alertedAt: now });
    expect(records.all('incident')).toMatchObject([{ id: opened?.id, doc: { status: 'triggered' } }]);
    expect(await alert()).toMatchObject({ summary: 'The job ended with exit status 3.\n\ndisk full' });

    const removed = await heartbeat();
    await run('heartbeat.remove', { id: 'nightly' }, 'lead');
    expect(await alert()).toMatchObject({ status: 'resolved' });
    expect(JSON.stringify(await alert())).not.toContain('disk full');
    now += MINUTE;
    const restore = { id: 'nightly', doc: removed };
    const unreadable = { kind: 'cron', expression: '0 3 * * *', zone: 'Mars/Phobos', grace: HOUR };
    const written = { id: 'nightly', doc: { ...removed, schedule: unreadable } };
    expect(await run('heartbeat.restore', written, 'lead')).toMatchObject({ reason: 'invalid' });
    const facts = { pings: Number.MAX_SAFE_INTEGER, last: { kind: 'success', at: 0 }, starts: [] };
    const full = { id: 'nightly', doc: { ...removed, facts } };
    expect(await run('heartbeat.restore', full, 'lead')).toMatchObject({ reason: 'invalid' });
    expect(await run('heartbeat.restore', restore)).toMatchObject({ reason: 'forbidden' });
    expect(await run('heartbeat.restore', restore, 'lead')).toEqual(applied);
    expect(await run('heartbeat.restore', restore, 'lead')).toEqual(noop);
    expect(await heartbeat()).toEqual({ ...removed, alertedAt: now });
    expect(incidents()).toMatchObject([{ status: 'triggered' }]);
    expect(await run('heartbeat.restore', { ...restore, id: 'other' }, 'lead')).toMatchObject({ reason: 'conflict' });
  });

  it('that comes back takes its slug from what a ping has made meanwhile, unless somebody has edited that', async () => {
    await create({ slug: 'nightly' });
    await ping('success');
    const removed = await heartbeat();
    const [id] = idsOfSlug('nightly');
    const made = { id, key: OTHER_KEY, ...madeByPing('nightly') };
    const sender: MutatorContext = {
      ...as('system'),
      actor: { role: 'system', ref: { kind: 'sender', name: 'jobs' } },
    };
    const again = async () => {
      await run('heartbeat.remove', { id: 'nightly' }, 'lead');
      now += 2 * DAY;
      expect(await records.run('heartbeat.create', made, sender)).toEqual(applied);
      await run('heartbeat.ping', { id, kind: 'success', method: 'GET' }, 'system');
    };
    await again();
    // What it said after its success, a note or that it begins, is no end.
    await run('heartbeat.ping', { id, kind: 'log', method: 'GET' }, 'system');
    now += MINUTE;
    await run('heartbeat.ping', { id, kind: 'start', method: 'GET' }, 'system');
    expect(await run('heartbeat.restore', { id: 'nightly', doc: removed }, 'lead')).toEqual(applied);
    expect(records.all('heartbeat').map((one) => one.id)).toEqual(['nightly']);
    expect(stateAt(await heartbeat(), now).state).toBe('started');
    expect(incidents()).toEqual([]);
    await again();
    await run('heartbeat.edit', { id, set: { priority: 'P0' } });
    expect(await run('heartbeat.restore', { id: 'nightly', doc: removed }, 'lead')).toMatchObject({
      reason: 'conflict',
    });
    expect(records.all('heartbeat').map((one) => one.id)).toEqual([id]);
  });

  it('has a slug of its own: another that asks for it, makes it or brings it back is refused', async () => {
    await create({ slug: 'nightly' });
    const other = { id: 'other', key: OTHER_KEY };
    const taken = { reason: 'invalid', detail: { message: 'slug: nightly is the name of Sauvegarde RDS' } };
    expect(await create({ ...other, slug: 'nightly' })).toMatchObject(taken);
    expect(await create({ ...other, slug: 'weekly' })).toEqual(applied);
    expect(await run('heartbeat.edit', { id: 'other', set: { slug: 'nightly' } })).toMatchObject(taken);
    expect(await run('heartbeat.edit', { id: 'nightly', set: { name: 'Night', slug: 'nightly' } })).toEqual(applied);
    const removed = await records.get('heartbeat', 'nightly');
    await run('heartbeat.remove', { id: 'nightly' }, 'lead');
    expect(await run('heartbeat.edit', { id: 'other', set: { slug: 'nightly' } })).toEqual(applied);
    expect(await run('heartbeat.restore', { id: 'nightly', doc: removed }, 'lead')).toMatchObject({
      reason: 'invalid',
    });
  });

  it('that is edited while it is down tells its open incident, and opens none that was put away', async () => {
    await create({ priority: 'P3' });
    await ping('fail', { method: 'POST', body: 'disk full' });
    await run('heartbeat.edit', { id: 'nightly', set: { priority: 'P0', name: 'RDS' } });
    expect(incidents()).toMatchObject([{ priority: 'P0', status: 'triggered' }]);
    expect(await alert()).toMatchObject({ priority: 'P0', title: 'RDS · failed' });
    expect((await alert())?.summary).toContain('disk full');
    const [first] = records.all('incident');
    await run('incident.acknowledge', { id: first?.id });
    await run('incident.resolve', { id: first?.id, note: 'later' });
    now += DAY;
    await run('heartbeat.edit', { id: 'nightly', set: { priority: 'P1', name: 'RDS 2' } });
    expect(incidents()).toMatchObject([{ status: 'resolved' }]);
  });

  it('keeps its last pings with what they said and how long they took', async () => {
    await create();
    for (let n = 0; n < KEPT_PINGS + 5; n += 1) {
      await ping('start');
      now += MINUTE;
      await ping('success', { method: 'POST', body: `size=${n}`, remote: '192.0.2.7', agent: 'curl/8' });
    }
    const kept = (await records.list('ping', 'nightly')).map(({ doc }) => doc).sort((a, b) => a.n - b.n);
    expect(kept).toHaveLength(KEPT_PINGS);
    expect(kept.at(-1)).toMatchObject({ n: 110, body: 'size=54', took: MINUTE, at: now });
    expect(kept[0]).toMatchObject({ n: 61, kind: 'start' });
  });

  it('does not mind a timer that comes twice, early, or after the clock was set back', async () => {
    await create();
    await ping('success');
    const before = await heartbeat();
    // Applied, so that its timer is set anew, though nothing about it changes.
    expect(await run('heartbeat.lapse', { id: 'nightly', at: now }, 'system')).toEqual(applied);
    expect(await heartbeat()).toEqual(before);
    const at = now + DAY + HOUR;
    now += DAY;
    expect(await run('heartbeat.lapse', { id: 'nightly', at }, 'system')).toEqual(applied);
    expect(await run('heartbeat.lapse', { id: 'nightly', at }, 'system')).toEqual(applied);
    expect(incidents()).toHaveLength(1);
    expect(await run('heartbeat.lapse', { id: 'gone', at }, 'system')).toMatchObject({ reason: 'notFound' });
  });
});
