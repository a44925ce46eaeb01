import fc from 'fast-check';
import { expect, test } from 'vitest';
import { occurrenceState } from '../maintenance/occurrence-state.ts';
import { personId, serviceId } from '../model/ids.ts';
import { silenceState } from '../silence/state.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

/** A Monday, 09:00 in Paris: the first occurrence begins. */
const T = instant('2026-11-23T08:00:00Z');
const ID = 'checks@2026-11-23';
const PEOPLE = ['lea', 'max', 'eva'] as const;
let made = 0;
const as = (person: string, at: number, role: 'lead' | 'responder' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});

/** What a person does on a laptop that hears nothing of the others, `minute` minutes after nine. */
interface Deed {
  person: string;
  minute: number;
  name: string;
  args: object;
}

const PICTURE = { hash: 'a'.repeat(64), name: 'vue.png', type: 'image/png', size: 9 };
const ACTS: readonly { name: string; args: object }[] = [
  { name: 'occurrence.start', args: { revision: 1 } },
  { name: 'occurrence.start', args: { revision: 1, window: false } },
  { name: 'occurrence.complete', args: { note: 'fait' } },
  { name: 'occurrence.complete', args: { note: 'vu', files: [PICTURE] } },
  { name: 'occurrence.skip', args: { reason: 'gel' } },
  { name: 'run.end', args: { reason: 'assez' } },
];
const TAKEN_BACK: readonly { name: string; args: object }[] = [
  { name: 'occurrence.reopen', args: {} },
  { name: 'occurrence.unstart', args: {} },
  { name: 'run.reopen', args: {} },
  { name: 'occurrence.move', args: { at: T + 6 * HOUR } },
];

const ARRANGED: readonly { name: string; args: object }[] = [
  { name: 'occurrence.block', args: { reason: 'VPN' } },
  { name: 'occurrence.block', args: { reason: 'disque' } },
  { name: 'occurrence.unblock', args: {} },
  { name: 'occurrence.assign', args: { to: 'lea' } },
  { name: 'occurrence.assign', args: { to: 'max' } },
  { name: 'occurrence.assign', args: { to: null } },
  { name: 'occurrence.move', args: { at: T + 6 * HOUR } },
  { name: 'occurrence.move', args: { at: T + 9 * HOUR } },
];
const KIND = (name: string) => name.replace('un', '');

/** Each person's deeds in their order; an order of arrival interleaves them. */
function dayOf(acts: readonly { name: string; args: object }[]) {
  const one = fc.record({ act: fc.constantFrom(...acts), minute: fc.integer({ min: 0, max: 50 }) });
  return fc.tuple(...PEOPLE.map(() => fc.array(one, { maxLength: 4 }))).map((days) =>
    days.map((deeds, index): Deed[] =>
      deeds
        // No two at one instant: who was first is then a matter of who was heard of first.
        .map(({ act, minute }, n) => ({ ...act, person: PEOPLE[index] ?? '', minute: minute + index / 3 + n / 30 }))
        .sort((a, b) => a.minute - b.minute)
        // Nobody ends a run that they have not begun and have not heard of.
        .filter(
          ({ name }, n, all) => name !== 'run.end' || all.slice(0, n).some((one) => one.name === 'occurrence.start'),
        ),
    ),
  );
}

/** The deeds as they arrive: `turns` says whose is next. */
function arrival(days: readonly (readonly Deed[])[], turns: readonly number[]): Deed[] {
  const left = days.map((deeds) => [...deeds]);
  const order: Deed[] = [];
  for (let n = 0; left.some((deeds) => deeds.length > 0); n += 1) {
    const waiting = left.filter((deeds) => deeds.length > 0);
    const next = waiting[(turns[n % Math.max(1, turns.length)] ?? 0) % waiting.length]?.shift();
    if (next) order.push(next);
  }
  return order;
}

const TERMS = {
  from: '2026-11-23',
  anchor: '2026-11-23',
  rrule: 'FREQ=DAILY',
  time: '09:00',
  duration: HOUR,
  zone: 'Europe/Paris',
  grace: HOUR,
  holidays: 'keep',
};

async function after(deeds: readonly Deed[]) {
  const records = createMemoryRecords();
  const lead = as('ines', T - HOUR, 'lead');
  await records.run('procedure.create', { id: 'health', kind: 'runbook', title: 'Santé', body: '- [ ] Voir' }, lead);
  for (const id of ['lea', 'max']) {
    const person = { id, name: id, role: 'responder' as const, teams: [] };
    records.apply([{ collection: 'person', id: personId(id), doc: person }]);
  }
  await records.run('service.update', { id: serviceId('api'), doc: { name: 'api' } }, lead);
  const plan = { id: 'checks', title: 'Santé', procedure: 'health', terms: TERMS, window: true, service: 'api' };
  await records.run('plan.create', plan, lead);
  for (const { person, minute, name, args } of deeds) {
    await records.run(name, { id: ID, ...args }, as(person, T + Math.round(minute * MINUTE)));
  }
  const doc = await records.get('occurrence', ID);
  const [run, silence] = [await records.get('run', ID), await records.get('silence', `${ID}/window`)];
  return { doc, run, silence, state: doc && occurrenceState(undefined, doc, T + HOUR) };
}

const turns = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 });

test('who did it, that it is done, and how long its service is silent are the same, in whatever order it is heard of', async () => {
  // A run that was begun after somebody else had skipped is refused where that is known, and its end with it.
  const without = (name: string) => dayOf(ACTS.filter((act) => act.name !== name));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(without('occurrence.skip'), without('run.end')),
      turns,
      turns,
      async (days, one, other) => {
        const verdict = async (order: readonly number[]) => {
          const { state, run, silence } = await after(arrival(days, order));
          const isSilent = silence && silenceState(silence, T + 51 * MINUTE) === 'active';
          const verdict = {
            status: state?.status,
            completed: state?.completed?.at,
            by: state?.completed?.by,
            files: state?.completed?.files,
            silentUntil: isSilent ? silence.endsAt : undefined,
          };
          // A run that was begun after all was over has no length, and ended nothing.
          const isReal = run?.endedAt !== undefined && run.endedAt > run.startedAt;
          return { verdict, endedBy: isReal ? run.endedBy : undefined };
        };
        const [a, b] = [await verdict(one), await verdict(other)];
        expect(b.verdict).toEqual(a.verdict);
        // What was over before is not begun where that is known, and then there is no run.
        if (a.endedBy && b.endedBy) expect(b.endedBy).toEqual(a.endedBy);
      },
    ),
    { numRuns: 60 },
  );
});

test('what is over has no open run and silences nothing, and what is begun and open has its run', async () => {
  await fc.assert(
    fc.asyncProperty(dayOf([...ACTS, ...TAKEN_BACK]), turns, async (days, order) => {
      const { doc, state, run, silence } = await after(arrival(days, order));
      if (!doc || !state) return;
      const isOver = state.completed !== undefined || state.skipped !== undefined;
      if (isOver) expect(run?.endedAt === undefined && run !== undefined).toBe(false);
      else expect(run !== undefined).toBe(state.started !== undefined);
      const last = Math.max(...doc.events.map(({ at }) => at));
      if (silence && (isOver || !run || run.endedAt !== undefined)) expect(silenceState(silence, last)).toBe('expired');
    }),
    { numRuns: 80 },
  );
});

test('where it is, whose, whether it is blocked and late is the same, in whatever order it is heard of', async () => {
  // Nobody lifts a block, or clears an assignment, that they have not heard of.
  const days = dayOf(ARRANGED).map((all) =>
    all.map((deeds) =>
      deeds.filter(({ name, args }, n) => {
        const before = deeds.slice(0, n).filter((one) => KIND(one.name) === KIND(name));
        // What a laptop has said already it does not say again.
        if (before.at(-1)?.args === args) return false;
        const isLift = name === 'occurrence.unblock' || ('to' in args && args.to === null);
        return !isLift || before.some((one) => one.args !== args);
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(days, fc.boolean(), turns, turns, async (days, isLate, one, other) => {
      // Some of it before, some after its deadline.
      const moved = days.map((deeds) => deeds.map((deed) => ({ ...deed, minute: deed.minute + (isLate ? 100 : 0) })));
      const verdict = async (order: readonly number[]) => {
        const { state } = await after([
          ...arrival(moved, order),
          { person: 'eva', minute: 170, name: 'occurrence.complete', args: { note: 'fait' } },
        ]);
        const { status, at, assignee, blocked } = state ?? {};
        return { status, at, assignee, blocked };
      };
      expect(await verdict(other)).toEqual(await verdict(one));
    }),
    { numRuns: 80 },
  );
});
