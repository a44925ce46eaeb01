import fc from 'fast-check';
import { expect, test } from 'vitest';
import { APPLIED, as, FREEZE, head, records, T, WINDOW } from '../../tests/support/one-change.ts';
import { changeRunId } from '../change/planned.ts';
import { type Change, changeSilenceId } from '../model/change.ts';
import type { Role } from '../model/person.ts';
import { silenceState } from '../silence/state.ts';
import { HOUR, MINUTE } from '../time/clock.ts';
import type { MemoryRecords } from './memory.ts';

const STEPS = {
  id: 'technical.updates.planning',
  title: 'Mise à jour',
  body: '- [ ] Audit {#audit}\n',
  kind: 'maintenance',
};

interface Deed {
  person: string;
  role?: Role;
  name: string;
  args?: Record<string, unknown>;
  /** What takes it back, beside the instant at which it was said; undefined where nothing is offered. */
  back?: { name: string; args?: Record<string, unknown> };
}

const gate = (name: string): Deed[] => [
  { person: 'lea', name: 'passGate', args: { gate: name }, back: { name: 'takeBackGate', args: { gate: name } } },
  { person: 'max', name: 'takeBackGate', args: { gate: name }, back: { name: 'passGate', args: { gate: name } } },
];
const edit = (set: Record<string, unknown>): Deed => ({
  person: 'zoe',
  name: 'edit',
  args: { set },
  back: { name: 'takeBackEdit' },
});
const link = (on: boolean): Deed => ({
  person: 'tom',
  name: 'linkRun',
  args: { run: 'other', on },
  back: { name: 'linkRun', args: { run: 'other', on: !on } },
});
const except = { freeze: 'f1', freezeRevision: 1, reason: 'faille' };

const DEEDS: readonly Deed[] = [
  { person: 'tom', name: 'propose', back: { name: 'withdraw' } },
  { person: 'lea', name: 'propose', back: { name: 'withdraw' } },
  { person: 'max', role: 'lead', name: 'approve', back: { name: 'takeBackApproval' } },
  { person: 'max', role: 'lead', name: 'refuse', args: { reason: 'trop tôt' } },
  { person: 'lea', name: 'withdraw', back: { name: 'takeBackWithdrawal' } },
  { person: 'tom', name: 'withdraw', back: { name: 'takeBackWithdrawal' } },
  {
    person: 'max',
    role: 'lead',
    name: 'except',
    args: except,
    back: { name: 'takeBackException', args: { freeze: 'f1' } },
  },
  { person: 'max', role: 'lead', name: 'propose', back: { name: 'withdraw' } },
  ...gate('test'),
  ...gate('staging'),
  ...gate('production'),
  edit({ title: 'Noyau 6.13' }),
  edit({ window: { ...WINDOW, to: WINDOW.to + HOUR } }),
  edit({ riskText: 'redémarrage', team: null }),
  edit({ owner: 'lea' }),
  { person: 'lea', name: 'start', args: { silence: true, reason: 'urgent' }, back: { name: 'unstart' } },
  { person: 'lea', name: 'complete', back: { name: 'reopen' } },
  { person: 'lea', name: 'cancel', args: { reason: 'non' }, back: { name: 'reopen' } },
  { person: 'lea', name: 'rollBack', args: { reason: 'panne' } },
  { person: 'lea', name: 'reopen' },
  link(true),
  link(false),
];
const deed = (name: string, gate?: string) =>
  DEEDS.filter((one) => one.name === name && one.args?.gate === gate).slice(0, 1);
/** From a draft to its end, so that what comes late is met as well. */
const WAY = [
  ...['propose', 'approve', 'except'].flatMap((name) => deed(name)),
  ...['test', 'staging'].flatMap((gate) => deed('passGate', gate)),
  ...deed('start'),
  ...deed('passGate', 'production'),
  ...deed('complete'),
];

/** As it stands, without its history: an undo is told there too. */
function standing({ acts: _told, held: _aside, revision: _edits, updatedAt: _when, ...rest }: Change) {
  return { ...rest, runs: rest.runs.toSorted() };
}

async function stands(memory: MemoryRecords, now: number) {
  const silence = await memory.get('silence', changeSilenceId('c1'));
  const isSilent = silence !== undefined && silenceState(silence, now) === 'active';
  return { change: standing(await head(memory)), isSilent, steps: await memory.get('run', changeRunId('c1')) };
}

async function prepared(): Promise<MemoryRecords> {
  const memory = await records();
  await memory.run('procedure.create', STEPS, as('ida', 'admin'));
  await memory.run('freeze.create', FREEZE, as('max', 'lead'));
  for (const id of [changeRunId('c1'), 'other']) {
    expect(await memory.run('run.start', { id, procedure: STEPS.id, revision: 1 }, as('lea'))).toEqual(APPLIED);
  }
  return memory;
}

/** Does each, and takes it back at once where something does: all stands as before, and it is done again. */
async function tried(deeds: readonly Deed[]): Promise<number> {
  const memory = await prepared();
  let undone = 0;
  for (const [n, deed] of deeds.entries()) {
    const at = T + HOUR + n * 10 * MINUTE;
    const { contentId, revision } = await head(memory);
    const asked = { id: 'c1', contentId, base: revision, ...deed.args };
    const before = await stands(memory, at);
    const act = (when: number, args: object) =>
      memory.run(`change.${deed.name}`, args, as(deed.person, deed.role, when));
    if ((await act(at, asked)).kind !== 'applied' || !deed.back) continue;
    const seen = await head(memory);
    const back = { id: 'c1', contentId: seen.contentId, of: at, ...deed.back.args };
    const outcome = await memory.run(`change.${deed.back.name}`, back, as(deed.person, deed.role, at + MINUTE));
    const what = JSON.stringify({ deed, outcome });
    expect(outcome, what).toEqual(APPLIED);
    expect(await stands(memory, at + MINUTE), what).toEqual(before);
    undone += 1;
    const again = { ...asked, base: (await head(memory)).revision };
    expect(await act(at + 2 * MINUTE, again), what).toEqual(APPLIED);
  }
  return undone;
}

test('what is done to a change and taken back at once leaves it as it was', async () => {
  expect(await tried(WAY)).toBe(WAY.length);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: WAY.length }),
      fc.array(fc.constantFrom(...DEEDS), { minLength: 1, maxLength: 12 }),
      async (far, deeds) => {
        await tried([...WAY.slice(0, far), ...deeds]);
      },
    ),
    { numRuns: 150 },
  );
});
