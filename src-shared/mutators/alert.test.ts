import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { NormalisedAlert } from '../intake/normalised.ts';
import { adapterOf } from '../intake/senders.ts';
import type { IncidentId } from '../model/ids.ts';
import { personId } from '../model/ids.ts';
import { HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const fromAlertmanager = adapterOf('alertmanager');
const fromGeneric = adapterOf('generic');
const T = instant('2026-11-22T03:00:00Z');
let records: MemoryRecords;
let count = 0;
const newId = () => `n${String(++count).padStart(6, '0')}`;
const sender = (at: number): MutatorContext => ({
  actor: { ref: { kind: 'sender', name: 'prod' }, role: 'system' },
  via: 'intake',
  at,
  receivedAt: at,
  newId,
});
const ines = (at: number): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId('ines') }, role: 'lead' },
  via: 'console',
  at,
  newId,
});

function anAlert(key: string, more: Partial<NormalisedAlert> = {}): NormalisedAlert {
  return {
    dedupKey: key,
    status: 'firing',
    title: `alert ${key}`,
    labels: { severity: 'error' },
    annotations: {},
    startsAt: T - MINUTE,
    ...more,
  };
}
const receive = (at: number, alerts: NormalisedAlert[], group = { key: 'g', service: 'API' }, from = 'prod') =>
  records.run('alert.receive', { sender: from, groups: [{ group, alerts }] }, sender(at));
const incidents = () => records.all('incident').sort((a, b) => (a.doc.number ?? 0) - (b.doc.number ?? 0));
const only = () => {
  expect(incidents()).toHaveLength(1);
  const [found] = incidents();
  if (!found) throw new Error('no incident');
  return { id: found.id as IncidentId, doc: found.doc };
};
const kinds = async (id: string) => (await records.list('timelineEntry', id)).map((one) => one.doc.event.kind);

beforeEach(() => {
  records = createMemoryRecords();
  count = 0;
});

describe('the first firing', () => {
  test('opens one numbered incident with running clocks, its alert, its service and one entry', async () => {
    expect(await receive(T, [anAlert('a')])).toEqual({ kind: 'applied' });
    const { id, doc } = only();
    expect(doc).toMatchObject({
      number: 1,
      title: 'alert a',
      priority: 'P1',
      status: 'triggered',
      service: 'api',
      openedAt: T,
      openedBy: { kind: 'sender', name: 'prod' },
      alertsTotal: 1,
      alertsFiring: 1,
    });
    expect(doc).not.toHaveProperty('priorityGuessed');
    expect(doc.clocks.response.segments).toMatchObject([{ from: T, target: 15 * MINUTE }]);
    expect(await kinds(id)).toEqual(['opened']);
    expect(records.all('alert').map((one) => one.doc)).toMatchObject([{ incident: id, firings: 1, status: 'firing' }]);
    expect(records.all('service')).toEqual([{ id: 'api', doc: { name: 'API' } }]);
  });

  test('of an unknown severity is P2, and says that it was guessed', async () => {
    await receive(T, [anAlert('a', { labels: { severity: 'purple' } })]);
    expect(only().doc).toMatchObject({ priority: 'P2', priorityGuessed: true });
  });

  test('of several alerts takes the most urgent one as its title and priority', async () => {
    await receive(T, [anAlert('a'), anAlert('b', { labels: { severity: 'critical' } }), anAlert('a')]);
    const { id, doc } = only();
    expect(doc).toMatchObject({ title: 'alert b', priority: 'P0', alertsTotal: 2, alertsFiring: 2 });
    expect(await kinds(id)).toEqual(['opened', 'alertJoined']);
  });

  test('of another service, group or sender opens another incident', async () => {
    await receive(T, [anAlert('a')]);
    await receive(T, [anAlert('b')], { key: 'g', service: 'DB' });
    await receive(T, [anAlert('c')], { key: 'h', service: 'API' });
    await receive(T, [anAlert('a')], { key: 'g', service: 'API' }, 'staging');
    expect(incidents()).toHaveLength(4);
    expect(records.all('alert')).toHaveLength(4);
  });
});

describe('repeats', () => {
  test('within a minute are a noop, later ones write the alert alone', async () => {
    await receive(T, [anAlert('a')]);
    expect(await receive(T + 59 * SECOND, [anAlert('a')])).toEqual({ kind: 'noop' });
    expect(await receive(T + 60 * SECOND, [anAlert('a')])).toEqual({ kind: 'applied' });
    const { id, doc } = only();
    expect(doc.alertsTotal).toBe(1);
    expect(await kinds(id)).toEqual(['opened']);
    expect(records.all('alert')[0]?.doc).toMatchObject({ lastReceivedAt: T + MINUTE, firings: 1 });
  });

  test('raise the incident when the alert became more urgent, and never undo what a person set', async () => {
    await receive(T, [anAlert('a')]);
    await receive(T + SECOND, [anAlert('a', { labels: { severity: 'critical' } })]);
    expect(only().doc.priority).toBe('P0');
    await records.run('incident.setPriority', { id: only().id, priority: 'P3', reason: 'test host' }, ines(T + MINUTE));
    await receive(T + 2 * MINUTE, [anAlert('a', { labels: { severity: 'critical' } })]);
    await receive(T + 3 * MINUTE, [anAlert('a', { labels: { severity: 'info' } })]);
    expect(only().doc.priority).toBe('P3');
  });

  test('survive an acknowledgement', async () => {
    await receive(T, [anAlert('a')]);
    await records.run('incident.acknowledge', { id: only().id }, ines(T + MINUTE));
    await receive(T + 5 * MINUTE, [anAlert('a'), anAlert('b')]);
    expect(only().doc).toMatchObject({ status: 'acknowledged', alertsTotal: 2, alertsFiring: 2 });
  });
});

describe('the sender resolves', () => {
  test('the incident when its last firing alert is over', async () => {
    await receive(T, [anAlert('a'), anAlert('b')]);
    await receive(T + MINUTE, [anAlert('a', { status: 'resolved' })]);
    expect(only().doc).toMatchObject({ status: 'triggered', alertsFiring: 1 });
    await receive(T + 2 * MINUTE, [anAlert('a', { status: 'resolved' }), anAlert('b', { status: 'resolved' })]);
    const { id, doc } = only();
    expect(doc).toMatchObject({
      status: 'resolved',
      alertsFiring: 0,
      resolvedAt: T + 2 * MINUTE,
      resolvedBy: { kind: 'sender', name: 'prod' },
    });
    expect(await kinds(id)).toEqual(['opened', 'alertJoined', 'alertResolved', 'alertResolved', 'resolved']);
    expect(await receive(T + 3 * MINUTE, [anAlert('b', { status: 'resolved' })])).toEqual({ kind: 'noop' });
  });

  test('nothing when it was never heard of', async () => {
    expect(await receive(T, [anAlert('a', { status: 'resolved' })])).toEqual({ kind: 'noop' });
    expect(incidents()).toHaveLength(0);
  });

  test('not what a person opened and merged its alerts into', async () => {
    const own = '019ab000-0000-7000-8000-00000000000a';
    await receive(T, [anAlert('a')]);
    const from = only().id;
    await records.run('incident.open', { id: own, title: 'big one', priority: 'P0' }, ines(T + MINUTE));
    await records.run('incident.merge', { id: from, into: own }, ines(T + 2 * MINUTE));
    await receive(T + 3 * MINUTE, [anAlert('b')]);
    expect(await records.get('incident', own)).toMatchObject({ alertsTotal: 2, alertsFiring: 2 });
    await receive(T + 4 * MINUTE, [anAlert('a', { status: 'resolved' }), anAlert('b', { status: 'resolved' })]);
    expect(await records.get('incident', own)).toMatchObject({ status: 'triggered', alertsFiring: 0 });
    expect(incidents()).toHaveLength(2);
  });
});

describe('firing again', () => {
  beforeEach(async () => {
    await receive(T, [anAlert('a')]);
    await receive(T + MINUTE, [anAlert('a', { status: 'resolved' })]);
  });

  test('soon after the resolve reopens the same incident with a new response window', async () => {
    await receive(T + 31 * MINUTE, [anAlert('a', { startsAt: T + 30 * MINUTE })]);
    const { doc } = only();
    expect(doc).toMatchObject({ status: 'triggered', reopenings: 1, alertsTotal: 1, alertsFiring: 1 });
    expect(doc.clocks.response.segments.at(-1)).toMatchObject({ from: T + 31 * MINUTE, fresh: true });
    expect(records.all('alert')[0]?.doc.firings).toBe(2);
  });

  test('flapping for an hour leaves one incident', async () => {
    for (let minute = 2; minute < 60; minute += 2) {
      await receive(T + minute * MINUTE, [anAlert('a', { startsAt: T + minute * MINUTE })]);
      await receive(T + (minute + 1) * MINUTE, [anAlert('a', { status: 'resolved' })]);
    }
    // It was reopened twice; from the third firing in ten minutes on it stays open.
    expect(only().doc).toMatchObject({ status: 'triggered', reopenings: 2, alertsFiring: 0 });
  });

  test('late opens a new incident beside the resolved one, and later alerts join the new', async () => {
    await receive(T + 2 * HOUR, [anAlert('a', { startsAt: T + 2 * HOUR })]);
    await receive(T + 2 * HOUR + MINUTE, [anAlert('b', { startsAt: T + 2 * HOUR })]);
    expect(incidents().map((one) => [one.doc.number, one.doc.status, one.doc.alertsFiring])).toEqual([
      [1, 'resolved', 0],
      [2, 'triggered', 2],
    ]);
  });

  test('after it was closed opens a new incident even at the same start', async () => {
    await records.run('incident.close', { id: only().id }, ines(T + 2 * MINUTE));
    await receive(T + 3 * MINUTE, [anAlert('a')]);
    expect(incidents().map((one) => one.doc.status)).toEqual(['closed', 'triggered']);
  });
});

describe('a sender whose resolved alerts stay resolved', () => {
  const afresh = (at: number, alerts: NormalisedAlert[]) =>
    records.run(
      'alert.receive',
      { sender: 'prod', groups: [{ group: { key: 'a', service: 'API' }, alerts }], afresh: true },
      sender(at),
    );
  const alerts = () => records.all('alert').map(({ doc }) => [doc.status, doc.firings]);

  test('opens a new alert in a new incident, however soon it fires again', async () => {
    await afresh(T, [anAlert('a')]);
    await afresh(T + MINUTE, [anAlert('a')]);
    expect(only().doc).toMatchObject({ alertsTotal: 1, alertsFiring: 1 });
    for (const at of [T + 2 * MINUTE, T + 4 * MINUTE]) {
      await afresh(at, [anAlert('a', { status: 'resolved' })]);
      await afresh(at + SECOND, [anAlert('a')]);
    }
    expect(incidents().map(({ doc }) => [doc.status, doc.alertsTotal, doc.alertsFiring])).toEqual([
      ['resolved', 1, 0],
      ['resolved', 1, 0],
      ['triggered', 1, 1],
    ]);
    expect(alerts().sort()).toEqual([
      ['firing', 1],
      ['resolved', 1],
      ['resolved', 1],
    ]);
    for (const { id } of incidents()) expect(await records.list('alert', id)).toHaveLength(1);
    expect(await afresh(T + HOUR, [anAlert('b', { status: 'resolved' })])).toEqual({ kind: 'noop' });
  });

  test('opens a new incident after a person resolved the one before', async () => {
    await afresh(T, [anAlert('a')]);
    await records.run('incident.resolve', { id: only().id }, ines(T + MINUTE));
    await afresh(T + MINUTE + SECOND, [anAlert('a')]);
    expect(incidents().map(({ doc }) => [doc.status, doc.alertsTotal, doc.alertsFiring])).toEqual([
      ['resolved', 1, 0],
      ['triggered', 1, 1],
    ]);
  });

  test('acknowledges in its own name, once, and only what fires', async () => {
    const say = (at: number, dedupKey = 'a') =>
      records.run('alert.acknowledge', { sender: 'prod', dedupKey }, sender(at));
    expect(await say(T)).toMatchObject({ kind: 'rejected', reason: 'notFound' });
    await afresh(T, [anAlert('a')]);
    expect(await say(T + MINUTE)).toEqual({ kind: 'applied' });
    expect(await say(T + 2 * MINUTE)).toEqual({ kind: 'noop' });
    const { doc } = only();
    expect(doc).toMatchObject({ status: 'acknowledged', acknowledgedBy: { kind: 'sender', name: 'prod' } });
    expect(doc.clocks.response.stoppedAt).toBe(T + MINUTE);
    await afresh(T + 3 * MINUTE, [anAlert('a', { status: 'resolved' })]);
    expect(await say(T + 4 * MINUTE)).toMatchObject({ kind: 'rejected', reason: 'notFound' });
  });
});

test('a change of a service is written down once, and makes its service', async () => {
  const change = { sender: 'prod', summary: 'v2 deployed', at: T, details: {}, links: [] };
  const args = { id: 'c1', service: 'Paiement API', change };
  expect(await records.run('change.record', args, sender(T))).toEqual({ kind: 'applied' });
  expect(await records.run('change.record', args, sender(T))).toEqual({ kind: 'noop' });
  expect(await records.list('changeEvent', 'paiement-api')).toMatchObject([{ doc: { summary: 'v2 deployed' } }]);
  expect(incidents()).toEqual([]);
});

test('an alert that goes on firing long after a person resolved it opens a new incident', async () => {
  await receive(T, [anAlert('a')]);
  await records.run('incident.resolve', { id: only().id }, ines(T + MINUTE));
  await receive(T + 5 * MINUTE, [anAlert('a')]);
  expect(only().doc).toMatchObject({ status: 'resolved', alertsFiring: 1 });
  await receive(T + HOUR, [anAlert('a')]);
  expect(incidents().map((one) => [one.doc.status, one.doc.alertsFiring])).toEqual([
    ['resolved', 0],
    ['triggered', 1],
  ]);
});

test('a lapse and its warnings are written down once, at the instant they fell', async () => {
  await receive(T, [anAlert('a')]);
  const { id } = only();
  const system = (at: number): MutatorContext => ({
    ...sender(at),
    actor: { ref: { kind: 'system' }, role: 'system' },
  });
  const args = { id, clock: 'response', window: 0, point: 0.5 };
  expect(await records.run('incident.recordSla', args, system(T + 7 * MINUTE))).toEqual({ kind: 'noop' });
  expect(await records.run('incident.recordSla', args, system(T + 8 * MINUTE))).toEqual({ kind: 'applied' });
  expect(await records.run('incident.recordSla', args, system(T + 9 * MINUTE))).toEqual({ kind: 'noop' });
  expect(await records.get('timelineEntry', `${id}/response/0/0.5`)).toMatchObject({
    at: T + 7.5 * MINUTE,
    event: { kind: 'slaWarning', at: 0.5, deadline: T + 15 * MINUTE },
  });
  await records.run('incident.acknowledge', { id }, ines(T + 10 * MINUTE));
  const lapse = { ...args, point: 'lapse' };
  expect(await records.run('incident.recordSla', lapse, system(T + HOUR))).toEqual({ kind: 'noop' });
  expect(await kinds(id)).toEqual(['slaWarning', 'opened', 'acknowledged']);
});

test('a resolved incident closes by itself after the policy’s time, unless it was reopened', async () => {
  await receive(T, [anAlert('a')]);
  const { id } = only();
  const system = (at: number): MutatorContext => ({
    ...sender(at),
    actor: { ref: { kind: 'system' }, role: 'system' },
  });
  await records.run('incident.resolve', { id }, ines(T + MINUTE));
  const close = { id, resolvedAt: T + MINUTE };
  expect(await records.run('incident.autoClose', close, system(T + HOUR))).toEqual({ kind: 'noop' });
  expect(await records.run('incident.autoClose', { id, resolvedAt: T }, system(T + 96 * HOUR))).toEqual({
    kind: 'noop',
  });
  expect(await records.run('incident.autoClose', close, system(T + MINUTE + 72 * HOUR))).toEqual({ kind: 'applied' });
  expect(only().doc.status).toBe('closed');
});

test('whatever an adapter lets through is received without a fault', async () => {
  const text = fc.string({ unit: 'binary', maxLength: 300 });
  const labels = fc.dictionary(fc.oneof(fc.constantFrom('service', 'job', 'severity', 'alertname'), text), text);
  const instants = fc.oneof(
    text,
    fc.constantFrom('0001-01-01T00:00:00Z', '2026-11-22T02:00:00Z', '9999-12-31T23:59:59Z'),
  );
  const webhook = fc.record({
    groupKey: fc.string({ unit: 'binary', maxLength: 3_000, size: 'max' }),
    alerts: fc.array(
      fc.record({
        status: fc.constantFrom('firing', 'resolved'),
        labels,
        annotations: labels,
        startsAt: instants,
        endsAt: instants,
        fingerprint: fc.option(text, { nil: undefined }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  });
  const generic = fc.record(
    { title: text, service: text, group: text, dedupKey: text, labels },
    { requiredKeys: ['title'] },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(webhook, { maxLength: 3 }),
      fc.array(generic, { maxLength: 3 }),
      async (webhooks, alerts) => {
        records = createMemoryRecords();
        for (const result of [
          ...webhooks.map((one) => fromAlertmanager(one, T)),
          ...alerts.map((one) => fromGeneric(one, T)),
        ]) {
          if (!result.ok) continue;
          const args = { sender: 'prod', groups: result.value };
          expect((await records.run('alert.receive', args, sender(T))).kind).not.toBe('rejected');
        }
      },
    ),
    { numRuns: 150 },
  );
});
