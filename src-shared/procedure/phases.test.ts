import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import english from '../../resources/packs/procedures.en.json' with { type: 'json' };
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { incidentId, personId } from '../model/ids.ts';
import { revisionId } from '../model/procedure.ts';
import { phaseRunId, type RunEvent } from '../model/run.ts';
import { createMemoryRecords, type MemoryRecords } from '../mutators/memory.ts';
import type { MutatorContext } from '../mutators/mutator.ts';
import { PROCEDURES_SLA_POLICY as policy } from '../sla/default-policy.ts';
import { NO_CALENDARS } from '../sla/working-time.ts';
import { HOUR, instant, MINUTE } from '../time/clock.ts';
import { createPhaseReader, type IncidentPhases, lackingBefore, phaseTexts } from './phases.ts';

const A = incidentId('019ab000-0000-7000-8000-00000000000a');
const T = instant('2026-11-22T03:00:00Z');
const read = createPhaseReader();
let records: MemoryRecords;
let count = 0;

function as(who: string, at: number): MutatorContext {
  const newId = () => `n${String(++count).padStart(6, '0')}`;
  const actor = { ref: { kind: 'person', id: personId(who) }, role: 'responder' } as const;
  return { actor, via: 'console', at, newId };
}
const system = (at: number): MutatorContext => ({ ...as('x', at), actor: { ref: { kind: 'system' }, role: 'system' } });
const act = async (name: string, args: object, at: number, who = 'ines') =>
  expect(await records.run(`incident.${name}`, { id: A, ...args }, as(who, at))).toEqual({ kind: 'applied' });

async function phases(now: number, of: MemoryRecords = records): Promise<IncidentPhases> {
  const doc = await of.get('incident', A);
  if (!doc) throw new Error('no incident');
  const texts = phaseTexts(of.all('procedure'), ({ id, doc }) => {
    const name = revisionId({ collection: 'procedure', id }, doc.revision);
    return of.all('revision').find((one) => one.id === name)?.doc.body;
  });
  return read({
    incident: { id: A, doc },
    policy,
    calendars: NO_CALENDARS,
    texts,
    runs: of.all('run'),
    entries: of.all('runEntry'),
    timeline: of.all('timelineEntry'),
    now,
  });
}

async function record(clock: string, step: string, event: RunEvent, at: number, who = 'ines', priority = 'P0') {
  const run = phaseRunId(A, { priority, clock });
  const found = (await phases(at)).phases.find((one) => one.runId === run);
  if (!found) throw new Error(`no phase ${run}`);
  const start = { id: run, procedure: found.procedure, revision: found.revision, incident: A };
  await records.run('run.start', start, as(who, at));
  expect(await records.run('run.record', { run, step, event }, as(who, at))).toEqual({ kind: 'applied' });
}

async function workspace(priority: string, pack: object = french) {
  count = 0;
  records = createMemoryRecords();
  await records.run('pack.load', { pack }, system(T - HOUR));
  for (const id of ['ines', 'omar']) {
    await records.run('person.provision', { id, doc: { name: id, role: 'responder', teams: [] } }, system(T - HOUR));
  }
  await records.run('incident.open', { id: A, title: 'API down', priority }, as('ines', T));
}
beforeEach(() => workspace('P0'));

const brief = ({ phases, current }: IncidentPhases) => [
  current?.window.clock,
  ...phases.map(({ progress }) => progress.total - progress.lacking.length),
];
const lacks = (all: IncidentPhases, index: number) => all.phases[index]?.progress.lacking.map(({ id }) => id);

test.each([
  ['P0', ['P0 · Réponse immédiate', 'P0 · Résolution', 'P0 · Post-incident'], [7, 8, 8]],
  ['P1', ['P1 · Réponse', 'P1 · Résolution'], [8, 8]],
  ['P2', ['P2 · Réponse'], [8]],
  ['P3', [], []],
  ['P4', [], []],
])('an incident of %s has the phases of the procedures, before anything was done', async (priority, titles, steps) => {
  await workspace(priority);
  const found = await phases(T);
  expect(found.phases.map(({ title }) => title)).toEqual(titles);
  expect(found.phases.map(({ text }) => text.steps.length)).toEqual(steps);
  expect(found.current?.window.clock).toBe(titles.length === 0 ? undefined : 'response');
  expect(found.phases.every(({ run }) => run === undefined)).toBe(true);
});

describe('which phase is current', () => {
  test.each([
    [1, 'response'],
    [4.9, 'response'],
    [5, 'resolution'],
  ])('acknowledged with steps lacking, %d minutes after the opening: %s', async (minutes, clock) => {
    await act('acknowledge', {}, T + MINUTE / 2);
    expect((await phases(T + minutes * MINUTE)).current?.window.clock).toBe(clock);
  });

  test('the resolution as soon as nothing of the response is lacking', async () => {
    await act('acknowledge', {}, T + 1_000);
    const { phases: before } = await phases(T + MINUTE);
    for (const step of before[0]?.progress.lacking ?? [])
      await record('response', step.id, { kind: 'done' }, T + MINUTE);
    expect(brief(await phases(T + MINUTE))).toEqual(['resolution', 7, 0, 0]);
    expect((await phases(T + 2 * MINUTE)).phases[0]).toMatchObject({ place: 'past', completedAt: T + MINUTE });
  });

  test('not acknowledged it stays the response, over or not', async () => {
    const { current } = await phases(T + 9 * MINUTE);
    expect(current).toMatchObject({ window: { clock: 'response' }, clock: { status: 'breached', late: 4 * MINUTE } });
  });

  test('resolved, what comes after that stays in the resolution until its hour is over', async () => {
    await act('acknowledge', {}, T + MINUTE);
    await act('resolve', {}, T + 20 * MINUTE);
    expect((await phases(T + 21 * MINUTE)).current?.window.clock).toBe('resolution');
    const later = await phases(T + 61 * MINUTE);
    expect(later.current?.window.clock).toBe('postIncident');
    expect(later.phases.map(({ place }) => place)).toEqual(['past', 'past', 'current']);
    await act('close', {}, T + 2 * HOUR);
    expect((await phases(T + 2 * HOUR)).current).toBeUndefined();
  });
});

describe('the clock of a phase', () => {
  test('goes on after the acknowledgement, and stands still while the incident is paused', async () => {
    await act('acknowledge', {}, T + MINUTE);
    expect((await phases(T + 3 * MINUTE)).current?.clock).toMatchObject({ status: 'running', remaining: 2 * MINUTE });
    await act('pause', { reason: 'vendor' }, T + 3 * MINUTE);
    expect((await phases(T + HOUR)).current).toMatchObject({
      window: { clock: 'response' },
      clock: { status: 'paused', remaining: 2 * MINUTE },
    });
    await act('resume', {}, T + HOUR);
    expect((await phases(T + HOUR + MINUTE)).current?.clock).toMatchObject({
      status: 'running',
      remaining: MINUTE,
      deadline: T + HOUR + 2 * MINUTE,
    });
  });

  test('of the post-incident phase begins with the resolution and lasts a day', async () => {
    await act('resolve', {}, T + HOUR);
    expect((await phases(T + 2 * HOUR)).phases[2]?.clock).toMatchObject({ deadline: T + 25 * HOUR });
  });
});

describe('what the incident itself says', () => {
  test('is done: acknowledged, called, a status, a note; by whom and when, without an entry', async () => {
    await act('acknowledge', {}, T + MINUTE, 'omar');
    await act('page', { team: 'security' }, T + 2 * MINUTE);
    await act('setStatusText', { text: 'Paiements interrompus' }, T + 3 * MINUTE);
    await act('note', { text: 'Base saine' }, T + 3 * MINUTE);
    const found = await phases(T + 4 * MINUTE);
    expect(lacks(found, 0)).toEqual([
      'assess-impact-and-scope',
      'put-a-workaround-in-place-if-possible',
      'update-the-public-status',
    ]);
    expect(found.phases[0]?.progress.states.get('acknowledge-the-alert')?.done).toMatchObject([
      { by: { id: 'omar' }, at: T + MINUTE },
    ]);
    expect(records.all('run')).toEqual([]);
  });

  test('each status does one step; the last of them is one that was written after the resolution', async () => {
    await act('acknowledge', {}, T + MINUTE);
    for (const text of ['un', 'deux', 'trois']) await act('setStatusText', { text }, T + 2 * MINUTE);
    expect(lacks(await phases(T + 3 * MINUTE), 0)).not.toContain('update-the-public-status');
    expect(lacks(await phases(T + 3 * MINUTE), 1)).toContain('communicate-the-resolution');
    await act('resolve', {}, T + 20 * MINUTE);
    expect(lacks(await phases(T + 20 * MINUTE), 1)).toContain('communicate-the-resolution');
    await act('setStatusText', { text: 'rétabli' }, T + 21 * MINUTE);
    expect(lacks(await phases(T + 21 * MINUTE), 1)).not.toContain('communicate-the-resolution');
  });

  test('a step that somebody ticked leaves the status to the next one', async () => {
    await record('response', 'communicate-the-initial-status', { kind: 'done' }, T + MINUTE);
    await act('setStatusText', { text: 'un' }, T + 2 * MINUTE);
    expect(lacks(await phases(T + 2 * MINUTE), 0)).not.toContain('update-the-public-status');
  });

  test('a link is no deployment, and an alert that fires no more has validated nothing', async () => {
    await act('link', { url: 'https://grafana.example/d/1' }, T + MINUTE);
    expect(lacks(await phases(T + MINUTE), 1)).toContain('deploy-the-solution-to-production');
    expect(await records.run('incident.resolve', { id: A }, system(T + 2 * MINUTE))).toEqual({ kind: 'applied' });
    expect(lacks(await phases(T + 3 * MINUTE), 1)).toContain('validate-the-resolution');
  });

  test('a reopened incident is to be acknowledged again', async () => {
    await act('acknowledge', {}, T + MINUTE);
    await act('resolve', {}, T + 2 * MINUTE);
    expect(lacks(await phases(T + 3 * MINUTE), 0)).not.toContain('acknowledge-the-alert');
    await act('reopen', {}, T + 10 * MINUTE);
    expect(lacks(await phases(T + 10 * MINUTE), 0)).toContain('acknowledge-the-alert');
  });
});

test('another priority has its own phases, and what was done under the one before stays to be read', async () => {
  await record('response', 'assess-impact-and-scope', { kind: 'text', text: 'cartes' }, T + MINUTE);
  await act('setPriority', { priority: 'P1', reason: 'less' }, T + 2 * MINUTE);
  const found = await phases(T + 3 * MINUTE);
  expect(found.phases.map(({ title }) => title)).toEqual(['P1 · Réponse', 'P1 · Résolution']);
  expect(found.former).toMatchObject([{ title: 'P0 · Réponse immédiate', place: 'past', progress: { done: 1 } }]);
  await act('setPriority', { priority: 'P0', reason: 'more' }, T + 4 * MINUTE);
  const back = await phases(T + 4 * MINUTE);
  expect([back.former.length, back.phases[0]?.progress.done]).toEqual([0, 1]);
});

test('a run keeps the text it was started from when the procedure is changed', async () => {
  await record('response', 'assess-impact-and-scope', { kind: 'text', text: 'cartes' }, T + MINUTE);
  const body = '- [ ] Une seule étape {#one}\n';
  const args = { id: 'incident.p0.response', base: 1, title: 'La nôtre', body };
  const lead = { ...as('ines', T + MINUTE), actor: { ...as('ines', T).actor, role: 'lead' as const } };
  expect(await records.run('procedure.save', args, lead)).toEqual({ kind: 'applied' });
  expect((await phases(T + 2 * MINUTE)).phases[0]).toMatchObject({
    title: 'P0 · Réponse immédiate',
    text: { steps: { length: 7 } },
  });
  await workspace('P0');
  expect(await records.run('procedure.save', args, lead)).toEqual({ kind: 'applied' });
  expect((await phases(T)).phases[0]).toMatchObject({
    title: 'La nôtre',
    revision: 2,
    text: { steps: [{ id: 'one' }] },
  });
});

test('leaving: to resolve lacks what stands before it, to close lacks everything', async () => {
  await act('acknowledge', {}, T + MINUTE);
  const before = lackingBefore('resolve', await phases(T + MINUTE));
  expect(before.map(({ phase, steps }) => [phase.window.clock, steps.length])).toEqual([
    ['response', 6],
    ['resolution', 4],
  ]);
  await act('resolve', {}, T + 2 * MINUTE);
  const after = lackingBefore('close', await phases(T + 2 * MINUTE));
  expect(after.map(({ phase, steps }) => [phase.window.clock, steps.length])).toEqual([
    ['response', 6],
    ['resolution', 7],
    ['postIncident', 8],
  ]);
});

test('both languages of the pack are worked through by the same steps', async () => {
  const ids = (all: IncidentPhases) => all.phases.map(({ text }) => text.steps.map(({ id }) => id));
  const inFrench = ids(await phases(T));
  await workspace('P0', english);
  expect(ids(await phases(T))).toEqual(inFrench);
});

const deeds = fc.array(
  fc.record({
    what: fc.constantFrom(
      'acknowledge',
      'unacknowledge',
      'pause',
      'resume',
      'resolve',
      'reopen',
      'close',
      'page',
      'note',
      'step',
      'setPriority',
      'setStatusText',
    ),
    who: fc.constantFrom('ines', 'omar'),
    nth: fc.nat({ max: 30 }),
    after: fc.integer({ min: 0, max: 40 }),
  }),
  { maxLength: 25 },
);

test('whatever is done: one phase at most is current, the past is before it, nothing done is lost, order is nothing', async () => {
  await fc.assert(
    fc.asyncProperty(deeds, async (list) => {
      await workspace('P0');
      let now = T;
      let most = new Map<string, number>();
      for (const { what, who, nth, after } of list) {
        now += after * MINUTE;
        const args = {
          id: A,
          reason: 'why',
          text: `t${nth}`,
          team: 'security',
          priority: ['P0', 'P1', 'P2', 'P3'][nth % 4],
        };
        if (what !== 'step') await records.run(`incident.${what}`, args, as(who, now));
        else {
          const all = (await phases(now)).phases;
          const phase = all[nth % Math.max(1, all.length)];
          const step = phase?.text.steps[nth % phase.text.steps.length];
          if (phase && step)
            await record(phase.window.clock, step.id, { kind: 'done' }, now, who, phase.window.priority);
        }
        const found = await phases(now);
        const places = found.phases.map(({ place }) => place).join(' ');
        expect(places).toMatch(/^(past ?)*(current ?)?(ahead ?)*$/);
        expect(found.current).toEqual(found.phases.find(({ place }) => place === 'current'));
        const incident = await records.get('incident', A);
        if (incident?.status === 'triggered' && found.phases.length > 0)
          expect(found.current?.window.clock).toBe('response');
        if (incident?.status === 'closed') expect(found.current).toBeUndefined();
        const done = new Map(
          [...found.phases, ...found.former].map((one) => [one.runId as string, one.progress.states]),
        );
        const ticked = new Map<string, number>();
        for (const { doc } of records.all('runEntry')) {
          expect(done.get(doc.run)?.get(doc.step)?.status).toBe('done');
          ticked.set(doc.run, (ticked.get(doc.run) ?? 0) + 1);
        }
        for (const [run, number] of most) expect(ticked.get(run) ?? 0).toBeGreaterThanOrEqual(number);
        most = ticked;
        for (const { progress } of found.phases) {
          expect(progress.done + progress.skipped + progress.lacking.length).toBe(progress.total);
        }
        const backwards = { ...records, all: (c: never) => records.all(c).toReversed() } as MemoryRecords;
        expect(await phases(now, backwards)).toEqual(found);
      }
    }),
    { numRuns: 25 },
  );
});

test('a phase that is ended says what it lacks beside what the incident tells', async () => {
  await act('acknowledge', {}, T + MINUTE);
  await act('setStatusText', { text: 'un' }, T + 2 * MINUTE);
  await record('response', 'assess-impact-and-scope', { kind: 'text', text: 'cartes' }, T + 2 * MINUTE);
  const id = phaseRunId(A, { priority: 'P0', clock: 'response' });
  expect(await records.run('run.end', { id }, as('ines', T + 3 * MINUTE))).toEqual({ kind: 'applied' });
  const { doc } = records.all('timelineEntry').at(-1) ?? {};
  expect(doc?.event).toMatchObject({ kind: 'runEnded', lacking: 4 });
});
