import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { isOpen } from '../incident/transitions.ts';
import { incidentId, personId } from '../model/ids.ts';
import type { Incident } from '../model/incident.ts';
import { DEFAULT_SLA_POLICY } from '../model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../sla/default-policy.ts';
import { timersFor } from '../sla/points.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE, SECOND } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
let records: MemoryRecords;
let count = 0;

const context = (at: number, ref: MutatorContext['actor']['ref'] = { kind: 'system' }): MutatorContext => ({
  actor: { ref, role: 'system' },
  via: 'intake',
  at,
  receivedAt: at,
  newId: () => `n${String(++count).padStart(6, '0')}`,
});
const say = (status: 'firing' | 'resolved', at: number, key = 'a', afresh = false) =>
  records.run(
    'alert.receive',
    {
      sender: 'prod',
      groups: [
        {
          group: { key: 'g', service: 'API' },
          alerts: [{ dedupKey: key, status, title: key, labels: {}, annotations: {}, startsAt: at }],
        },
      ],
      afresh,
    },
    context(at, { kind: 'sender', name: 'prod' }),
  );
const incidents = () => records.all('incident');
const doc = (): Incident => {
  expect(incidents()).toHaveLength(1);
  const [only] = incidents();
  if (!only) throw new Error('no incident');
  return only.doc;
};
const entries = () =>
  records
    .all('timelineEntry')
    .sort((a, b) => a.doc.at - b.doc.at || (a.id < b.id ? -1 : 1))
    .map((one) => one.doc.event.kind);

/** Everything of the incidents that is due by then, as the server's timers would. */
async function passTime(until: number) {
  for (;;) {
    const due = incidents()
      .flatMap((one) => timersFor(incidentId(one.id), one.doc, PROCEDURES_SLA_POLICY, NO_CALENDARS))
      .filter(({ at, name }) => name === 'incident.settleFlapping' && at <= until)
      .sort((a, b) => a.at - b.at)[0];
    if (!due) return;
    await records.run(due.name, due.args, context(due.at));
  }
}

beforeEach(() => {
  records = createMemoryRecords();
  count = 0;
});

describe('an alert that fires three times in ten minutes', () => {
  beforeEach(async () => {
    for (const minute of [0, 2, 4]) {
      await say('firing', T + minute * MINUTE);
      await say('resolved', T + (minute + 1) * MINUTE);
    }
  });

  test('leaves its incident open and marked, and pages no more', async () => {
    expect(doc()).toMatchObject({ status: 'triggered', reopenings: 2, alertsFiring: 0 });
    expect(doc().flapping).toEqual({ since: T + 4 * MINUTE, until: T + 15 * MINUTE, changes: 2 });
    const { response } = doc().clocks;
    const segments = response.segments.length;
    await records.run(
      'incident.acknowledge',
      { id: incidents()[0]?.id },
      context(T + 5.5 * MINUTE, { kind: 'person', id: personId('ines') }),
    );
    for (let second = 360; second < 900; second += 10) {
      await say('firing', T + second * SECOND);
      await say('resolved', T + (second + 5) * SECOND);
    }
    expect(doc()).toMatchObject({ status: 'acknowledged', flapping: { changes: 110 } });
    expect(doc().clocks.response.segments).toHaveLength(segments);
    expect(entries().filter((kind) => kind === 'flapping').length).toBeLessThanOrEqual(12);
    expect(entries().filter((kind) => kind === 'alertJoined' || kind === 'alertResolved').length).toBeLessThanOrEqual(
      6,
    );
  });

  test('is over once it has been quiet for ten minutes', async () => {
    await passTime(T + 15 * MINUTE - 1);
    expect(doc().status).toBe('triggered');
    await passTime(T + 15 * MINUTE);
    expect(doc()).toMatchObject({ status: 'resolved', resolvedAt: T + 15 * MINUTE });
    expect(doc().flapping).toBeUndefined();
    expect(entries().slice(-2)).toEqual(['steady', 'resolved']);
  });

  test('goes on as an incident like any other where it stays firing', async () => {
    await say('firing', T + 6 * MINUTE);
    await passTime(T + HOUR);
    expect(doc()).toMatchObject({ status: 'triggered', alertsFiring: 1 });
    expect(doc().flapping).toBeUndefined();
    await say('resolved', T + HOUR);
    expect(doc().status).toBe('resolved');
  });

  test('pages again after a person resolved it', async () => {
    await records.run(
      'incident.resolve',
      { id: incidents()[0]?.id },
      context(T + 6 * MINUTE, { kind: 'person', id: personId('ines') }),
    );
    await say('firing', T + 7 * MINUTE);
    expect(doc()).toMatchObject({ status: 'triggered', reopenings: 3 });
  });
});

test('a group whose alerts come and go one after another flaps too', async () => {
  for (const minute of [0, 2, 4, 6]) {
    await say('firing', T + minute * MINUTE, `pod-${minute}`);
    await say('resolved', T + (minute + 1) * MINUTE, `pod-${minute}`);
  }
  expect(doc()).toMatchObject({ status: 'triggered', reopenings: 2, alertsTotal: 4, alertsFiring: 0 });
});

test('a sender whose resolved alerts stay resolved has each firing told by itself, as PagerDuty does', async () => {
  for (let minute = 0; minute < 20; minute += 2) {
    await say('firing', T + minute * MINUTE, 'a', true);
    await say('resolved', T + (minute + 1) * MINUTE, 'a', true);
  }
  expect(incidents().map((one) => one.doc.status)).toEqual(Array.from({ length: 10 }, () => 'resolved'));
});

test('with the rule taken away each firing reopens and each resolve resolves', async () => {
  await records.run(
    'slaPolicy.update',
    { id: DEFAULT_SLA_POLICY, doc: { ...PROCEDURES_SLA_POLICY, flapping: null } },
    context(T),
  );
  for (const minute of [0, 2, 4, 6, 8]) {
    await say('firing', T + minute * MINUTE);
    await say('resolved', T + (minute + 1) * MINUTE);
  }
  expect(doc()).toMatchObject({ status: 'resolved', reopenings: 4 });
});

test('whatever the rhythm: clocks grow by two segments a reopening, a minute has one line, and quiet ends it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 80 }), async (gaps) => {
      records = createMemoryRecords();
      let at = T;
      let firing = false;
      for (const gap of gaps) {
        at += gap * SECOND;
        await passTime(at);
        firing = !firing;
        await say(firing ? 'firing' : 'resolved', at);
      }
      if (firing) await say('resolved', at + SECOND);
      const seen = records.all('timelineEntry').filter((one) => one.doc.event.kind === 'flapping');
      expect(new Set(seen.map((one) => Math.floor(one.doc.at / MINUTE))).size).toBe(seen.length);
      const minutes = (at - T) / MINUTE;
      for (const { doc: incident } of incidents()) {
        const reopenings = incident.reopenings ?? 0;
        expect(incident.clocks.response.segments.length).toBe(1 + reopenings);
        // Twice in any ten minutes, since the third firing damps.
        expect(reopenings).toBeLessThanOrEqual(2 + minutes / 5);
      }
      await passTime(at + 2 * HOUR);
      expect(incidents().filter((one) => isOpen(one.doc))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
