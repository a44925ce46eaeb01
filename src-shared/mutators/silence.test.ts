import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { HELD_ALERTS } from '../model/alert.ts';
import { personId } from '../model/ids.ts';
import { parseMatchers } from '../silence/parse.ts';
import { runningSpan } from '../silence/state.ts';
import { silenceTimers } from '../silence/timers.ts';
import { deadline } from '../sla/state.ts';
import { createCalendars } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import { applied, type MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
const ID = '0192f7a1-0000-7000-8000-000000000001';
const OTHER = '0192f7a1-0000-7000-8000-000000000002';
let records: MemoryRecords;
let count = 0;

const context = (at: number, ref: MutatorContext['actor']['ref'] = { kind: 'system' }): MutatorContext => ({
  actor: { ref, role: ref.kind === 'person' ? 'responder' : 'system' },
  via: 'api',
  at,
  receivedAt: at,
  newId: () => `n${String(++count).padStart(6, '0')}`,
});
const ines = { kind: 'person', id: personId('ines') } as const;

function matchers(text: string) {
  const parsed = parseMatchers(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
}
async function passTime(until: number) {
  for (;;) {
    const due = records
      .all('silence')
      .flatMap(({ id, doc }) => silenceTimers(id, doc))
      .filter(({ at }) => at <= until)
      .sort((a, b) => a.at - b.at)[0];
    if (!due) return;
    const outcome = await records.run(due.name, due.args, context(Math.max(due.at, now)));
    expect(outcome.kind).toBe('applied');
  }
}
let now = T;
const silence = async (at: number, text: string, ends: number, more: object = {}) => {
  now = at;
  const outcome = await records.run(
    'silence.create',
    { id: ID, matchers: matchers(text), startsAt: at, endsAt: ends, zone: 'Europe/Paris', reason: 'Travaux', ...more },
    context(at, ines),
  );
  await passTime(at);
  return outcome;
};
const say = async (
  at: number,
  status: 'firing' | 'resolved',
  keys: Record<string, Record<string, string>>,
  group = 'g',
) => {
  now = at;
  await passTime(at);
  return records.run(
    'alert.receive',
    {
      sender: 'prod',
      groups: [
        {
          group: { key: group, service: 'API' },
          alerts: Object.entries(keys).map(([dedupKey, labels]) => ({
            dedupKey,
            status,
            title: dedupKey,
            labels,
            annotations: {},
            startsAt: T,
          })),
        },
      ],
    },
    context(at, { kind: 'sender', name: 'prod' }),
  );
};
const incidents = () => records.all('incident').map((one) => one.doc);
const alert = (key: string) => records.all('alert').find((one) => one.doc.dedupKey === key)?.doc;
const entries = () =>
  records
    .all('timelineEntry')
    .sort((a, b) => a.doc.at - b.doc.at || (a.id < b.id ? -1 : 1))
    .map((one) => one.doc.event.kind);

beforeEach(() => {
  records = createMemoryRecords();
  count = 0;
  now = T;
});

describe('an alert that an active silence matches', () => {
  beforeEach(async () => {
    await silence(T, 'env=prod, severity=~"warning|error"', T + HOUR);
    await say(T + MINUTE, 'firing', { a: { env: 'prod', severity: 'error' } });
  });

  test('is recorded with its silence and opens nothing', async () => {
    expect(incidents()).toEqual([]);
    expect(alert('a')).toMatchObject({ status: 'firing', silencedBy: [ID], firings: 1 });
    expect(alert('a')?.incident).toBeUndefined();
    expect(await records.list('alert', HELD_ALERTS)).toHaveLength(1);
  });

  test('leaves what the silence does not match to page', async () => {
    await say(T + MINUTE, 'firing', { b: { env: 'prod', severity: 'critical' } });
    expect(incidents()).toMatchObject([{ alertsTotal: 1, alertsFiring: 1, status: 'triggered' }]);
    expect(alert('a')?.incident).toBeUndefined();
  });

  test('pages when the silence ends and it still fires, in its sender’s name', async () => {
    await passTime(T + HOUR - 1);
    expect(incidents()).toEqual([]);
    await passTime(T + HOUR);
    expect(incidents()).toMatchObject([
      {
        status: 'triggered',
        openedAt: T + HOUR,
        openedBy: { kind: 'sender', name: 'prod' },
        alertsFiring: 1,
        service: 'api',
      },
    ]);
    expect(entries()).toEqual(['opened', 'unsilenced']);
    expect(records.all('silence')[0]?.doc).toMatchObject({ settled: true });
    expect(await records.list('alert', HELD_ALERTS)).toEqual([]);
    await say(T + HOUR + MINUTE, 'resolved', { a: { env: 'prod', severity: 'error' } });
    expect(incidents()).toMatchObject([{ status: 'resolved', alertsFiring: 0 }]);
  });

  test('pages nobody where it was resolved meanwhile: the resolve passes through', async () => {
    await say(T + 2 * MINUTE, 'resolved', { a: { env: 'prod', severity: 'error' } });
    expect(alert('a')).toMatchObject({ status: 'resolved', silencedBy: [ID] });
    await passTime(T + 2 * HOUR);
    expect(incidents()).toEqual([]);
  });

  test('pages at once when the silence is ended by hand, and stays quiet under another', async () => {
    await records.run(
      'silence.create',
      {
        id: OTHER,
        matchers: matchers('alertname="", env=prod'),
        startsAt: T,
        endsAt: T + 2 * HOUR,
        zone: 'UTC',
        reason: 'x',
      },
      context(T + MINUTE, ines),
    );
    now = T + 2 * MINUTE;
    await passTime(now);
    await records.run('silence.expire', { id: ID }, context(T + 5 * MINUTE, ines));
    now = T + 5 * MINUTE;
    await passTime(now);
    expect(incidents()).toEqual([]);
    expect(alert('a')).toMatchObject({ silencedBy: [OTHER] });
    await records.run('silence.expire', { id: OTHER }, context(T + 6 * MINUTE, ines));
    now = T + 6 * MINUTE;
    await passTime(now);
    expect(incidents()).toMatchObject([{ openedAt: T + 6 * MINUTE }]);
  });

  test('pages at once when the matchers are edited away from it', async () => {
    const args = { id: ID, revision: 1, startsAt: T, endsAt: T + HOUR, zone: 'UTC', reason: 'Travaux' };
    now = T + 5 * MINUTE;
    expect(
      await records.run('silence.update', { ...args, matchers: matchers('env=staging') }, context(now, ines)),
    ).toEqual({ kind: 'applied' });
    expect(
      await records.run('silence.update', { ...args, matchers: matchers('env=test') }, context(now, ines)),
    ).toMatchObject({ kind: 'rejected', reason: 'conflict' });
    await passTime(now);
    expect(incidents()).toMatchObject([{ openedAt: now, status: 'triggered' }]);
  });

  test('is silenced again by an extension made in time that arrives after the end', async () => {
    now = T + HOUR;
    await passTime(now);
    expect(incidents()).toMatchObject([{ status: 'triggered' }]);
    const extended = { matchers: matchers('env=prod'), startsAt: T, endsAt: T + 3 * HOUR, zone: 'UTC', reason: 'x' };
    now = T + HOUR + MINUTE;
    const inTime = { ...context(T + HOUR - 1, ines), receivedAt: now };
    expect(await records.run('silence.update', { id: ID, revision: 1, ...extended }, inTime)).toEqual(applied);
    await passTime(now);
    expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: now, until: T + 3 * HOUR }]);
    await say(T + 2 * HOUR, 'firing', { b: { env: 'prod' } }, 'other');
    expect(incidents()).toHaveLength(1);
    await say(T + 3 * HOUR, 'firing', { b: { env: 'prod' } }, 'other');
    expect(incidents()).toHaveLength(2);
  });

  test('keeps a place in the incident that it was in before', async () => {
    await records.run('silence.expire', { id: ID }, context(T + 2 * MINUTE, ines));
    now = T + 2 * MINUTE;
    await passTime(now);
    await say(T + 3 * MINUTE, 'resolved', { a: { env: 'prod', severity: 'error' } });
    await records.run(
      'silence.create',
      { id: OTHER, matchers: matchers('env=prod'), startsAt: T, endsAt: T + HOUR, zone: 'UTC', reason: 'x' },
      context(T + 4 * MINUTE, ines),
    );
    await say(T + 5 * MINUTE, 'firing', { a: { env: 'prod', severity: 'error' } });
    const [incident] = records.all('incident');
    expect(incident?.doc.status).toBe('resolved');
    expect((await records.list('alert', incident?.id ?? '')).map(({ doc }) => doc.status)).toEqual(['resolved']);
    expect((await records.list('alert', HELD_ALERTS)).map(({ doc }) => doc.firings)).toEqual([2]);
  });
});

describe('a silence made while an incident is open', () => {
  beforeEach(async () => {
    await say(T, 'firing', { a: { env: 'prod' }, b: { env: 'prod' }, c: { env: 'dev' } });
  });

  test('lets the timeline know what fell meanwhile, and that nobody was told', async () => {
    const args = { id: records.all('incident')[0]?.id, clock: 'response', window: 0 };
    await silence(T + MINUTE, '{env=~"prod|dev"}', T + 2 * HOUR);
    const doc = incidents()[0];
    if (!doc) throw new Error('no incident');
    const lapse = deadline(doc.clocks.response, createCalendars([])) ?? 0;
    expect(await records.run('incident.recordSla', { ...args, point: 'lapse' }, context(lapse))).toEqual(applied);
    const events = records.all('timelineEntry').map((one) => one.doc.event);
    expect(events).toContainEqual({ kind: 'slaLapsed', clock: 'response', deadline: lapse, silenced: true });
  });

  test('quiets it only where it covers all that fires, and is told in the timeline', async () => {
    await silence(T + MINUTE, 'env=prod', T + HOUR);
    expect(incidents()[0]?.silences).toBeUndefined();
    await say(T + 2 * MINUTE, 'resolved', { c: { env: 'dev' } });
    expect(incidents()[0]).toMatchObject({
      status: 'triggered',
      silences: [{ by: [ID], since: T + 2 * MINUTE, until: T + HOUR }],
    });
    expect(entries()).toContain('silenced');
  });

  test('lets it warn again as soon as an alert fires that it does not cover', async () => {
    await silence(T + MINUTE, 'env=~"prod|dev"', T + HOUR);
    expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: T + MINUTE, until: T + HOUR }]);
    await say(T + 10 * MINUTE, 'firing', { d: { env: 'test' } });
    expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: T + MINUTE, until: T + 10 * MINUTE }]);
    expect(entries()).toContain('unsilenced');
  });

  test('ends by hand for the incident too, and a resolve ends the incident under it', async () => {
    await silence(T + MINUTE, 'env=~"prod|dev"', T + HOUR);
    now = T + 5 * MINUTE;
    await records.run('silence.expire', { id: ID }, context(now, ines));
    await passTime(now);
    expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: T + MINUTE, until: now }]);
    await say(T + 6 * MINUTE, 'resolved', { a: { env: 'prod' }, b: { env: 'prod' }, c: { env: 'dev' } });
    expect(incidents()[0]?.status).toBe('resolved');
  });

  test('moves its end with the silence’s', async () => {
    await silence(T + MINUTE, 'env=~"prod|dev"', T + HOUR);
    now = T + 30 * MINUTE;
    const args = { id: ID, revision: 1, matchers: matchers('env=~"prod|dev"'), startsAt: T, zone: 'UTC', reason: 'x' };
    await records.run('silence.update', { ...args, endsAt: T + 3 * HOUR }, context(now, ines));
    await passTime(now);
    expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: T + MINUTE, until: T + 3 * HOUR }]);
  });
});

describe('a silence is refused', () => {
  const base = { id: ID, matchers: matchers('a=b'), startsAt: T, endsAt: T + HOUR, zone: 'Europe/Paris', reason: 'x' };
  test.each([
    ['without a reason', { reason: '  ' }],
    ['that ends before it begins', { endsAt: T - 1 }],
    ['in no IANA zone', { zone: 'Paris' }],
    ['that matches every alert', { matchers: [{ name: 'a', value: '.*', isRegex: true, isEqual: true }] }],
    [
      'with an expression that RE2 does not know',
      { matchers: [{ name: 'a', value: '(a)\\1', isRegex: true, isEqual: true }] },
    ],
    [
      'with an expression too large',
      { matchers: [{ name: 'a', value: '(a{500}){10}', isRegex: true, isEqual: true }] },
    ],
    ['without matchers', { matchers: [] }],
    ['whose id is none', { id: 'x' }],
  ])('%s', async (_, change) => {
    expect(await records.run('silence.create', { ...base, ...change }, context(T, ines))).toMatchObject({
      kind: 'rejected',
      reason: 'invalid',
    });
    expect(records.all('silence')).toEqual([]);
  });

  test('never as an early start: it begins when it is made, and the same twice is one', async () => {
    expect(await records.run('silence.create', { ...base, startsAt: T - HOUR }, context(T, ines))).toEqual({
      kind: 'applied',
    });
    expect(await records.run('silence.create', base, context(T + SECOND, ines))).toEqual({ kind: 'noop' });
    expect(records.all('silence')[0]?.doc).toMatchObject({ startsAt: T, createdBy: ines });
  });
});

test('a silence that begins later is one when it begins, for what fires then', async () => {
  await say(T, 'firing', { a: { env: 'prod' } });
  await records.run(
    'silence.create',
    { id: ID, matchers: matchers('env=prod'), startsAt: T + HOUR, endsAt: T + 2 * HOUR, zone: 'UTC', reason: 'x' },
    context(T, ines),
  );
  now = T + HOUR - 1;
  await passTime(now);
  expect(incidents()[0]?.silences).toBeUndefined();
  now = T + HOUR;
  await passTime(now);
  expect(incidents()[0]?.silences).toEqual([{ by: [ID], since: T + HOUR, until: T + 2 * HOUR }]);
  await records.run('silence.expire', { id: ID }, context(T + 90 * MINUTE, ines));
  expect(await records.run('silence.expire', { id: ID }, context(T + 91 * MINUTE, ines))).toEqual({ kind: 'noop' });
});

test('whatever fires, resolves and is silenced: nothing pages under silence, and nothing is lost once it is over', async () => {
  const labels = ['prod', 'dev', 'test'];
  const step = fc.record({
    after: fc.integer({ min: 1, max: 20 }),
    what: fc.oneof(
      fc.record({ do: fc.constant('fire' as const), alert: fc.nat(5) }),
      fc.record({ do: fc.constant('end' as const), alert: fc.nat(5) }),
      fc.record({ do: fc.constant('silence' as const), env: fc.nat(2), minutes: fc.integer({ min: 1, max: 60 }) }),
      fc.record({ do: fc.constant('expire' as const), which: fc.nat(3) }),
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      records = createMemoryRecords();
      let made = 0;
      let at = T;
      const covered = (env: string, when: number) =>
        records
          .all('silence')
          .some(
            ({ doc }) => doc.startsAt <= when && when < doc.endsAt && doc.matchers.some(({ value }) => value === env),
          );
      for (const { after, what } of steps) {
        at += after * MINUTE;
        now = at;
        await passTime(at);
        if (what.do === 'fire' || what.do === 'end') {
          const env = labels[what.alert % 3] ?? '';
          const before = incidents().length;
          const name = `a${what.alert}`;
          await say(at, what.do === 'fire' ? 'firing' : 'resolved', { [name]: { env } }, `g${what.alert % 2}`);
          if (covered(env, at)) expect(incidents()).toHaveLength(before);
        } else if (what.do === 'silence') {
          const id = `0192f7a1-0000-7000-8000-${String(++made).padStart(12, '0')}`;
          await silence(at, `env="${labels[what.env]}"`, at + what.minutes * MINUTE, { id });
        } else {
          const chosen = records.all('silence')[what.which];
          if (chosen) await records.run('silence.expire', { id: chosen.id }, context(at, ines));
          await passTime(at);
        }
        for (const { doc } of records.all('alert')) {
          if (doc.status !== 'firing') continue;
          // Held back means covered, and covered by what it says.
          if (doc.incident === undefined) expect(covered(doc.labels.env ?? '', at)).toBe(true);
        }
        for (const { id, doc } of records.all('incident')) {
          const own = records.all('alert').filter((one) => one.doc.incident === id && one.doc.status === 'firing');
          expect(doc.alertsFiring).toBe(own.length);
          const quiet = runningSpan(doc.silences, at) !== undefined;
          if (doc.status === 'triggered' && own.length > 0) {
            expect(quiet).toBe(own.every((one) => covered(one.doc.labels.env ?? '', at)));
          }
        }
      }
      now = at + 2 * HOUR;
      await passTime(now);
      expect(await records.list('alert', HELD_ALERTS)).toEqual([]);
      expect(records.all('silence').every(({ doc }) => doc.settled)).toBe(true);
      for (const { doc } of records.all('alert')) {
        if (doc.status !== 'firing') continue;
        const home = await records.get('incident', doc.incident ?? '');
        expect(home?.status).toBe('triggered');
        expect(runningSpan(home?.silences, now)).toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
});
