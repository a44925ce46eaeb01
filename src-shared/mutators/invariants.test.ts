import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOpen } from '../incident/transitions.ts';
import type { NormalisedAlert } from '../intake/normalised.ts';
import { personId } from '../model/ids.ts';
import { incidentSchema } from '../model/incident.ts';
import { PRIORITIES } from '../model/priority.ts';
import { CLOCKS } from '../model/sla-policy.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
const OWN = ['a', 'b'].map((end) => `019ab000-0000-7000-8000-00000000000${end}`);

type Command =
  | { kind: 'alerts'; group: string; alerts: { key: string; firing: boolean; severity: string }[] }
  | { kind: 'person'; who: string; name: string; target: number; other: number; priority: (typeof PRIORITIES)[number] };
type Step = { command: Command; after: number };

const alerts: fc.Arbitrary<Command> = fc.record({
  kind: fc.constant('alerts'),
  group: fc.constantFrom('g', 'h'),
  alerts: fc.array(
    fc.record({
      key: fc.constantFrom('1', '2', '3'),
      firing: fc.boolean(),
      severity: fc.constantFrom('critical', 'warning', 'purple'),
    }),
    { minLength: 1, maxLength: 4 },
  ),
});
const acts = [
  'open',
  'acknowledge',
  'unacknowledge',
  'assign',
  'setPriority',
  'note',
  'pause',
  'resume',
  'resolve',
  'reopen',
  'close',
  'merge',
];
const person: fc.Arbitrary<Command> = fc.record({
  kind: fc.constant('person'),
  who: fc.constantFrom('ines', 'omar'),
  name: fc.constantFrom(...acts),
  target: fc.nat({ max: 5 }),
  other: fc.nat({ max: 5 }),
  priority: fc.constantFrom(...PRIORITIES),
});
// Sometimes a laptop's mutation comes late: it happened before what the server did meanwhile.
const after = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.integer({ min: 20, max: 5_000 }),
  fc.integer({ min: -30, max: -1 }),
);
const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({ command: fc.oneof(alerts, person), after }), {
  minLength: 20,
  maxLength: 60,
  size: 'max',
});

function check(records: MemoryRecords) {
  const all = records.all('alert');
  for (const { id, doc } of records.all('incident')) {
    incidentSchema.parse(doc);
    const own = all.filter((one) => one.doc.incident === id);
    expect(doc.alertsFiring).toBe(own.filter((one) => one.doc.status === 'firing').length);
    if (doc.mergedInto) {
      expect(doc.status).toBe('closed');
      expect(own).toEqual([]);
    }
    expect(doc.resolvedAt !== undefined).toBe(
      doc.status === 'resolved' ||
        (doc.status === 'closed' && !doc.mergedInto) ||
        (doc.mergedInto !== undefined && doc.resolvedAt !== undefined),
    );
    expect(doc.status === 'acknowledged' ? doc.acknowledgedAt : T).toBeDefined();
    for (const name of CLOCKS) {
      const segments = doc.clocks[name]?.segments ?? [];
      for (const [index, one] of segments.entries()) {
        const next = segments[index + 1];
        if (next) expect(one.to).toBeDefined();
        if (one.to !== undefined) expect(one.to).toBeGreaterThanOrEqual(one.from);
        if (next && !next.fresh) expect(next.from).toBeLessThanOrEqual(one.to ?? next.from);
        if (next) expect(next.from).toBeGreaterThanOrEqual(one.from);
      }
      const running = segments.length > 0 && segments.at(-1)?.to === undefined;
      if (name === 'response') expect(running).toBe(doc.status === 'triggered');
      if (name === 'resolution') expect(running).toBe(isOpen(doc));
      if (name === 'postIncident' && running) expect(doc.status).toBe('resolved');
    }
  }
}

test('whatever people and senders do, counts, clocks, statuses and timelines agree', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const records = createMemoryRecords();
      let count = 0;
      let now = T;
      const context = (actor: MutatorContext['actor'], at: number): MutatorContext => ({
        actor,
        via: 'api',
        at,
        newId: () => `n${String(++count).padStart(6, '0')}`,
      });
      const system = { ref: { kind: 'system' }, role: 'system' } as const;
      for (const id of ['ines', 'omar']) {
        const doc = { name: id, role: 'responder', teams: [] };
        await records.run('person.provision', { id, doc }, context(system, T));
      }
      const ines = { ref: { kind: 'person', id: personId('ines') }, role: 'responder' } as const;
      await records.run('incident.open', { id: OWN[0], title: 'by hand', priority: 'P1' }, context(ines, T));
      for (const { command, after } of list) {
        const at = now + after * MINUTE;
        now = Math.max(now, at);
        const before = records.all('timelineEntry').length;
        const snapshot = JSON.stringify(records.all('incident'));
        if (command.kind === 'alerts') {
          const sent: NormalisedAlert[] = command.alerts.map(({ key, firing, severity }) => ({
            dedupKey: `${command.group}${key}`,
            status: firing ? 'firing' : 'resolved',
            title: `alert ${key}`,
            labels: { severity },
            annotations: {},
            startsAt: now,
          }));
          const sender = { ref: { kind: 'sender', name: 'prod' }, role: 'system' } as const;
          const groups = [{ group: { key: command.group }, alerts: sent }];
          await records.run('alert.receive', { sender: 'prod', groups }, context(sender, now));
        } else {
          const ids = records.all('incident').map((one) => one.id);
          const id = command.name === 'open' ? OWN[command.target % 2] : ids[command.target % ids.length];
          const args = {
            id,
            into: ids[command.other % ids.length],
            to: command.other % 2 ? 'omar' : null,
            title: 'by hand',
            text: 'text',
            reason: 'reason',
            priority: command.priority,
          };
          const actor = { ref: { kind: 'person', id: personId(command.who) }, role: 'responder' } as const;
          const outcome = await records.run(`incident.${command.name}`, args, context(actor, at));
          const added = records.all('timelineEntry').length - before;
          if (outcome.kind === 'applied') expect(added).toBe(command.name === 'merge' ? 2 : 1);
          else {
            expect(added).toBe(0);
            expect(JSON.stringify(records.all('incident'))).toBe(snapshot);
          }
        }
        check(records);
      }
    }),
    { numRuns: 80 },
  );
});
