import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../tests/support/property-seed.ts';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { silenceState } from '../silence/state.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

/** A Monday, 09:00 in Paris: the first occurrence begins. */
const T = instant('2026-11-23T08:00:00Z');
const ID = 'checks@2026-11-23';
const APPLIED: Outcome = { kind: 'applied' };
let made = 0;
const as = (person: string, at: number, role: 'lead' | 'responder' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

async function prepared(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines', T - HOUR, 'lead');
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir' }, lead);
  for (const id of ['lea', 'max']) {
    const person = { id, name: id, role: 'responder' as const, teams: [] };
    records.apply([{ collection: 'person', id: personId(id), doc: person }]);
  }
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'api' } }, lead);
  const terms = {
    from: '2026-11-23',
    anchor: '2026-11-23',
    rrule: 'FREQ=DAILY',
    time: '09:00',
    duration: 4 * HOUR,
    zone: 'Europe/Paris',
    grace: HOUR,
    holidays: 'keep',
  };
  const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms, window: true, service: 'api' };
  expect(await records.run('plan.create', plan, lead)).toEqual(APPLIED);
  return records;
}

/** What is known of it, as everybody sees it; that somebody began, did or skipped it too is seen once it counts. */
async function stands(records: MemoryRecords, now: number) {
  const doc = await records.get('occurrence', ID);
  const silence = await records.get('silence', `${ID}/window`);
  // Its run begins no later again than it was said to.
  const { startedAt: _since, ...run } = (await records.get('run', ID)) ?? {};
  return {
    state: doc && doc.events.length > 0 ? occurrenceState(undefined, doc, T) : undefined,
    isSilent: silence !== undefined && silenceState(silence, now) === 'active',
    run,
  };
}

type State = NonNullable<Awaited<ReturnType<typeof stands>>['state']>;
interface Deed {
  name: string;
  args?: object;
  /** What takes it back, as the screens say it, with the state that they saw before. */
  back?: (seen: State | undefined) => { name: string; args?: object };
  /** Offered by the screens then. */
  when?: (seen: State | undefined) => boolean;
}
const DEEDS: readonly Deed[] = [
  { name: 'start', args: { revision: 1 }, back: () => ({ name: 'unstart' }) },
  { name: 'complete', args: { note: 'fait' }, back: () => ({ name: 'reopen' }) },
  {
    name: 'complete',
    args: { note: 'fait', files: [{ hash: 'a'.repeat(64), name: 'vue.png', type: 'image/png', size: 9 }] },
    back: () => ({ name: 'reopen' }),
  },
  { name: 'skip', args: { reason: 'gel' }, back: () => ({ name: 'reopen' }) },
  { name: 'sign', back: () => ({ name: 'unsign' }) },
  { name: 'block', args: { reason: 'VPN' }, when: (seen) => !seen?.blocked, back: () => ({ name: 'unblock' }) },
  { name: 'unblock', when: (seen) => seen?.blocked !== undefined },
  {
    name: 'unblock',
    when: (seen) => seen?.blocked !== undefined,
    back: (seen) => ({ name: 'block', args: { reason: seen?.blocked?.reason } }),
  },
  ...['lea', 'max', null].map(
    (to): Deed => ({
      name: 'assign',
      args: { to },
      back: (seen) => ({ name: 'assign', args: { to: seen?.assignee ?? null } }),
    }),
  ),
  ...[6, 9].map(
    (hours): Deed => ({
      name: 'move',
      args: { at: T + hours * HOUR },
      back: (seen) => ({ name: 'move', args: { at: seen?.at ?? T } }),
    }),
  ),
  { name: 'reopen' },
];

test('what is done to an occurrence and taken back at once leaves it as it was', async () => {
  const deed = fc.record({
    of: fc.constantFrom(...DEEDS),
    person: fc.constantFrom('lea', 'max', 'eva'),
    /** So many minutes before the last one. */
    late: fc.constantFrom(0, 0, 0, 15),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 8 }), async (deeds) => {
      const records = await prepared();
      for (const [n, { of, person, late }] of deeds.entries()) {
        const now = T + MINUTE + n * 10 * MINUTE;
        const at = now - late * MINUTE;
        const before = await stands(records, now);
        const run = (name: string, args: object | undefined, when: number) =>
          records.run(`occurrence.${name}`, { id: ID, ...args }, as(person, when));
        if (of.when && !of.when(before.state)) continue;
        if ((await run(of.name, of.args, at)).kind !== 'applied' || !of.back) continue;
        const back = of.back(before.state);
        const outcome = await run(back.name, { ...back.args, of: at }, now + 1);
        const what = JSON.stringify({ deeds, n, outcome });
        // Where something that was said later is known already, an undo may be refused, and says so.
        expect(outcome.kind !== 'rejected' || late > 0, what).toBe(true);
        if (outcome.kind === 'rejected') continue;
        const known = before.state;
        const after = await stands(records, now + 1);
        if (known) expect(after, what).toEqual(before);
        else expect({ ...after, state: undefined, status: after.state?.status }).toEqual({ ...before, status: 'due' });
        if (outcome.kind === 'applied') await run(of.name, of.args, now + 2);
      }
    }),
    { numRuns: 200 },
  );
});
