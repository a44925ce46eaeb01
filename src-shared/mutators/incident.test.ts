import { beforeEach, describe, expect, test } from 'vitest';
import { incidentId, personId } from '../model/ids.ts';
import type { Role } from '../model/person.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const A = incidentId('019ab000-0000-7000-8000-00000000000a');
const B = incidentId('019ab000-0000-7000-8000-00000000000b');
const C = incidentId('019ab000-0000-7000-8000-00000000000c');
const ines = personId('ines');
const omar = personId('omar');
const T = instant('2026-11-22T03:00:00Z');

let records: MemoryRecords;
let count = 0;

function as(who: string, at: number, role: Role = 'responder'): MutatorContext {
  return {
    actor: { ref: { kind: 'person', id: personId(who) }, role },
    via: 'console',
    at,
    newId: () => `n${String(++count).padStart(6, '0')}`,
  };
}
const system = (at: number): MutatorContext => ({
  ...as('x', at),
  actor: { ref: { kind: 'system' }, role: 'system' },
  via: 'server',
});
const run = (name: string, args: unknown, ctx: MutatorContext): Promise<Outcome> => records.run(name, args, ctx);
const incident = async (id = A) => {
  const found = await records.get('incident', id);
  if (!found) throw new Error('no incident');
  return found;
};
const kinds = async (id = A) => (await records.list('timelineEntry', id)).map((entry) => entry.doc.event.kind);

beforeEach(async () => {
  count = 0;
  records = createMemoryRecords();
  for (const id of [ines, omar]) {
    const doc = { name: id, role: 'responder', teams: [] };
    expect(await run('person.provision', { id, doc }, system(T - MINUTE))).toEqual({ kind: 'applied' });
  }
  expect(await run('incident.open', { id: A, title: 'API down', priority: 'P1' }, as('ines', T))).toEqual({
    kind: 'applied',
  });
});

describe('running a mutator', () => {
  test('an unknown name, wrong arguments and a role too small are rejected and leave nothing', async () => {
    const before = records.all('timelineEntry').length;
    expect(await run('incident.explode', {}, as('ines', T))).toMatchObject({ reason: 'unknownMutator' });
    expect(await run('toString', {}, as('ines', T))).toMatchObject({ reason: 'unknownMutator' });
    expect(await run('incident.note', { id: A }, as('ines', T))).toMatchObject({ reason: 'invalid' });
    expect(await run('incident.note', { id: A, text: 'x' }, as('ines', T, 'viewer'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(await run('person.provision', { id: 'z', doc: {} }, as('ines', T, 'admin'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(records.all('timelineEntry')).toHaveLength(before);
  });

  test('a laptop gives no number, a server the next one', async () => {
    expect((await incident()).number).toBe(1);
    const laptop = createMemoryRecords({ numbers: false });
    await laptop.run('incident.open', { id: B, title: 'x', priority: 'P2' }, as('ines', T));
    expect(await laptop.get('incident', B)).not.toHaveProperty('number');
  });
});

describe('acknowledging', () => {
  test('assigns who acknowledges when nobody is assigned, stops the response clock, adds one entry', async () => {
    await run('incident.acknowledge', { id: A }, as('omar', T + 2 * MINUTE));
    const now = await incident();
    expect(now).toMatchObject({ status: 'acknowledged', assignee: 'omar', acknowledgedAt: T + 2 * MINUTE });
    expect(now.clocks.response.stoppedAt).toBe(T + 2 * MINUTE);
    expect(now.clocks.resolution?.stoppedAt).toBeUndefined();
    expect(await kinds()).toEqual(['opened', 'acknowledged']);
  });

  test('again by the same person is a noop; by another it is rejected with who and when', async () => {
    await run('incident.acknowledge', { id: A }, as('omar', T + MINUTE));
    expect(await run('incident.acknowledge', { id: A }, as('omar', T + 2 * MINUTE))).toEqual({ kind: 'noop' });
    expect(await run('incident.acknowledge', { id: A }, as('ines', T + 2 * MINUTE))).toEqual({
      kind: 'rejected',
      reason: 'alreadyAcknowledged',
      detail: { by: 'omar', at: T + MINUTE },
    });
    expect(await kinds()).toEqual(['opened', 'acknowledged']);
  });

  test('before the opening is refused; within the tolerance of clocks it counts as the opening', async () => {
    expect(await run('incident.acknowledge', { id: A }, as('omar', T - MINUTE))).toMatchObject({
      reason: 'atTooEarly',
    });
    await run('incident.acknowledge', { id: A }, as('omar', T - 500));
    expect((await incident()).acknowledgedAt).toBe(T);
  });

  test('taking it back starts a new response window and unassigns who was assigned by it alone', async () => {
    await run('incident.acknowledge', { id: A }, as('omar', T + MINUTE));
    await run('incident.unacknowledge', { id: A }, as('omar', T + 3 * MINUTE));
    const now = await incident();
    expect(now.status).toBe('triggered');
    expect(now).not.toHaveProperty('assignee');
    expect(now).not.toHaveProperty('acknowledgedBy');
    expect(now.clocks.response.stoppedAt).toBeUndefined();
    expect(now.clocks.response.segments.at(-1)).toMatchObject({
      from: T + 3 * MINUTE,
      fresh: true,
      reason: 'unacknowledged',
      target: 15 * MINUTE,
    });
  });

  test('done offline before the priority was raised, it counts from when it was done', async () => {
    await run('incident.setPriority', { id: A, priority: 'P0', reason: 'all users' }, as('ines', T + 5 * MINUTE));
    await run('incident.acknowledge', { id: A }, as('omar', T + 4 * MINUTE));
    const { response } = (await incident()).clocks;
    expect(response.stoppedAt).toBe(T + 4 * MINUTE);
    expect(response.segments.map(({ from, to }) => [from, to])).toEqual([
      [T, T + 5 * MINUTE],
      [T + 5 * MINUTE, T + 5 * MINUTE],
    ]);
  });
});

describe('priority and pauses', () => {
  test('a change of priority opens a segment with the new target and asks for a reason', async () => {
    expect(await run('incident.setPriority', { id: A, priority: 'P0', reason: ' ' }, as('ines', T))).toMatchObject({
      reason: 'invalid',
    });
    await run('incident.setPriority', { id: A, priority: 'P0', reason: 'worse' }, as('ines', T + MINUTE));
    const { response, resolution } = (await incident()).clocks;
    expect(response.segments).toEqual([
      { from: T, to: T + MINUTE, target: 15 * MINUTE, priority: 'P1', calendar: null, reason: 'opened' },
      { from: T + MINUTE, target: 5 * MINUTE, priority: 'P0', calendar: null, reason: 'priority' },
    ]);
    expect(resolution?.segments.map((one) => one.target)).toEqual([240 * MINUTE, 60 * MINUTE]);
  });

  test('a change of priority while paused keeps it paused, and resuming takes the new target', async () => {
    await run('incident.pause', { id: A, reason: 'waiting for the customer' }, as('ines', T + MINUTE));
    expect(await run('incident.pause', { id: A, reason: 'again' }, as('ines', T + MINUTE))).toMatchObject({
      reason: 'alreadyPaused',
    });
    await run('incident.setPriority', { id: A, priority: 'P0', reason: 'worse' }, as('ines', T + 2 * MINUTE));
    await run('incident.resume', { id: A }, as('ines', T + 3 * MINUTE));
    expect(await run('incident.resume', { id: A }, as('ines', T + 3 * MINUTE))).toMatchObject({ reason: 'notPaused' });
    const { response } = (await incident()).clocks;
    expect(response.segments.map(({ target, reason }) => [target, reason])).toEqual([
      [15 * MINUTE, 'opened'],
      [null, 'paused'],
      [null, 'paused'],
      [5 * MINUTE, 'resumed'],
    ]);
    expect(response.segments[1]?.note).toBe('waiting for the customer');
  });
});

describe('the end of an incident', () => {
  test('resolving stops both clocks and starts the review that P0 promises', async () => {
    await run('incident.setPriority', { id: A, priority: 'P0', reason: 'worse' }, as('ines', T));
    await run('incident.resolve', { id: A, text: 'restarted' }, as('ines', T + MINUTE));
    const now = await incident();
    expect(now).toMatchObject({ status: 'resolved', resolvedAt: T + MINUTE });
    expect(now.clocks.response.stoppedAt).toBe(T + MINUTE);
    expect(now.clocks.resolution?.stoppedAt).toBe(T + MINUTE);
    expect(now.clocks.postIncident?.segments).toMatchObject([{ from: T + MINUTE, target: 1_440 * MINUTE }]);
    await run('incident.close', { id: A }, as('ines', T + 2 * MINUTE));
    expect((await incident()).clocks.postIncident?.stoppedAt).toBe(T + 2 * MINUTE);
    expect(await run('incident.close', { id: A }, as('ines', T + 3 * MINUTE))).toEqual({ kind: 'noop' });
    expect(await run('incident.assign', { id: A, to: null }, as('ines', T + 3 * MINUTE))).toMatchObject({
      reason: 'notOpen',
    });
  });

  test('reopening starts a new response window and goes on with the resolution window', async () => {
    await run('incident.acknowledge', { id: A }, as('ines', T + MINUTE));
    await run('incident.resolve', { id: A }, as('ines', T + 10 * MINUTE));
    expect(await run('incident.reopen', { id: A }, as('ines', T + 9 * MINUTE))).toMatchObject({
      reason: 'atTooEarly',
    });
    await run('incident.reopen', { id: A, reason: 'it is back' }, as('ines', T + 20 * MINUTE));
    const now = await incident();
    expect(now.status).toBe('triggered');
    expect(now).not.toHaveProperty('resolvedAt');
    expect(now.clocks.response.segments.at(-1)).toMatchObject({ from: T + 20 * MINUTE, fresh: true });
    expect(now.clocks.resolution?.segments.map(({ from, to, target }) => [from, to, target])).toEqual([
      [T, T + 10 * MINUTE, 240 * MINUTE],
      [T + 10 * MINUTE, T + 20 * MINUTE, null],
      [T + 20 * MINUTE, undefined, 240 * MINUTE],
    ]);
    // What was done to the first life cannot be done to the second.
    expect(await run('incident.resolve', { id: A }, as('omar', T + 15 * MINUTE))).toMatchObject({
      reason: 'atTooEarly',
    });
  });

  test('closing and reopening want a resolved incident', async () => {
    expect(await run('incident.close', { id: A }, as('ines', T))).toMatchObject({ reason: 'notResolved' });
    expect(await run('incident.reopen', { id: A }, as('ines', T))).toMatchObject({ reason: 'notResolved' });
  });
});

describe('merging', () => {
  beforeEach(async () => {
    await run('incident.open', { id: B, title: 'DB down', priority: 'P1' }, as('ines', T + MINUTE));
  });

  test('closes the one, tells both, and refuses every cycle', async () => {
    expect(await run('incident.merge', { id: A, into: A }, as('ines', T + 2 * MINUTE))).toMatchObject({
      reason: 'invalid',
    });
    await run('incident.merge', { id: A, into: B }, as('ines', T + 2 * MINUTE));
    expect(await incident(A)).toMatchObject({ status: 'closed', mergedInto: B });
    expect(await kinds(A)).toEqual(['opened', 'merged']);
    expect(await kinds(B)).toEqual(['opened', 'absorbed']);
    expect(await run('incident.merge', { id: A, into: B }, as('ines', T + 3 * MINUTE))).toEqual({ kind: 'noop' });
    expect(await run('incident.merge', { id: B, into: A }, as('ines', T + 3 * MINUTE))).toMatchObject({
      reason: 'merged',
      detail: { into: B },
    });
    await run('incident.open', { id: C, title: 'net', priority: 'P1' }, as('ines', T + MINUTE));
    await run('incident.merge', { id: B, into: C }, as('ines', T + 3 * MINUTE));
    expect(await run('incident.merge', { id: C, into: A }, as('ines', T + 4 * MINUTE))).toMatchObject({
      reason: 'merged',
    });
  });
});

describe('what an incident carries', () => {
  test.each([
    ['https://grafana.example/d/1?a=b#c', 'applied'],
    ['http://10.0.0.1:9090/graph', 'applied'],
    ['javascript:alert(1)', 'rejected'],
    ['file:///etc/passwd', 'rejected'],
    ['https://', 'rejected'],
    ['https://a.example/" onclick="x', 'rejected'],
    ['data:text/html,x', 'rejected'],
  ])('the link %s is %s', async (url, kind) => {
    expect(await run('incident.link', { id: A, url }, as('ines', T))).toMatchObject({ kind });
  });

  test('a status text set twice is a noop, an empty one takes it away', async () => {
    await run('incident.setStatusText', { id: A, text: 'Cause connue' }, as('ines', T));
    expect(await run('incident.setStatusText', { id: A, text: 'Cause connue' }, as('ines', T))).toEqual({
      kind: 'noop',
    });
    await run('incident.setStatusText', { id: A, text: '' }, as('ines', T));
    expect(await incident()).not.toHaveProperty('statusText');
  });

  test('only a person who exists can be assigned', async () => {
    expect(await run('incident.assign', { id: A, to: 'nobody' }, as('ines', T))).toMatchObject({ reason: 'notFound' });
    await run('incident.assign', { id: A, to: omar }, as('ines', T));
    expect((await incident()).assignee).toBe('omar');
    await run('incident.assign', { id: A, to: null }, as('ines', T));
    expect(await incident()).not.toHaveProperty('assignee');
  });
});
