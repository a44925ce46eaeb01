import { describe, expect, test } from 'vitest';
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { incidentId, personId } from '../model/ids.ts';
import { procedureId, revisionId } from '../model/procedure.ts';
import { phaseRunId, runId } from '../model/run.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const INCIDENT = '01990000-0000-7000-8000-000000000001';
const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, role: 'viewer' | 'responder' | 'lead' = 'responder', at = T): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const system: MutatorContext = { ...as('x'), actor: { ref: { kind: 'system' }, role: 'system' }, via: 'server' };
const applied: Outcome = { kind: 'applied' };

const db = procedureId('db-down');
const ofDb = { collection: 'procedure', id: db } as const;
const BODY = '# Base en panne\n\n- [ ] Regarder {#look}\n- [ ] Feu vert {#go .approval by=lead}\n';

async function withRunbook(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const args = { id: db, kind: 'runbook', title: 'Base en panne', body: BODY, tags: ['db'] };
  expect(await records.run('procedure.create', args, as('lea'))).toEqual(applied);
  return records;
}
const textOf = async (records: MemoryRecords) => {
  const head = await records.get('procedure', db);
  return records.get('revision', revisionId(ofDb, head?.revision ?? 0));
};

describe('a procedure', () => {
  test('made twice under one id is made once', async () => {
    const records = await withRunbook();
    const again = { id: db, kind: 'runbook', title: 'Base en panne', body: 'x' };
    expect(await records.run('procedure.create', again, as('max'))).toEqual({ kind: 'noop' });
    expect(records.all('revision')).toHaveLength(1);
    expect(await records.get('procedure', db)).toMatchObject({ revision: 1, steps: 2, tags: ['db'] });
  });

  test('edited by two people from one revision has what both wrote', async () => {
    const records = await withRunbook();
    const save = (title: string, body: string) => ({ id: db, base: 1, title, body });
    const mine = BODY.replace('Regarder', 'Regarder le disque');
    const theirs = `${BODY}- [ ] Documenter {#doc}\n`;
    expect(await records.run('procedure.save', save('Base en panne', mine), as('lea'))).toEqual(applied);
    expect(await records.run('procedure.save', save('Base lente', theirs), as('max'))).toEqual(applied);
    expect(await textOf(records)).toMatchObject({
      number: 3,
      title: 'Base lente',
      body: `${mine}- [ ] Documenter {#doc}\n`,
      merged: true,
    });
    expect(await records.get('procedure', db)).toMatchObject({ revision: 3, steps: 3, title: 'Base lente' });
    expect(records.all('revision').map(({ doc }) => doc.number)).toEqual([1, 2, 3]);
  });

  test('whose same words two people changed stays as the first left it, and the second hears of it', async () => {
    const records = await withRunbook();
    const save = (word: string) => ({ id: db, base: 1, title: 'Base en panne', body: BODY.replace('Regarder', word) });
    await records.run('procedure.save', save('Observer'), as('lea'));
    expect(await records.run('procedure.save', save('Ausculter'), as('max'))).toEqual({
      kind: 'rejected',
      reason: 'conflict',
      detail: { revision: 2 },
    });
    expect((await textOf(records))?.body).toContain('Observer');
    expect(await records.run('procedure.save', save('Observer'), as('max'))).toEqual({ kind: 'noop' });
  });

  test('edited twice offline keeps what another person wrote between, though the numbers have moved', async () => {
    const records = await withRunbook();
    const save = (base: number, body: string, from?: string) => ({
      id: db,
      base,
      title: 'Base en panne',
      body,
      ...(from === undefined ? {} : { from: { title: 'Base en panne', body: from } }),
    });
    const theirs = `${BODY}- [ ] Documenter {#doc}\n`;
    const first = BODY.replace('Regarder', 'Regarder le disque');
    const second = first.replace('Feu vert', 'Feu vert du DBA');
    await records.run('procedure.save', save(1, theirs), as('max'));
    await records.run('procedure.save', save(1, first), as('lea'));
    // On Léa's laptop her first edit was revision 2; on the server Max's is.
    expect(await records.run('procedure.save', save(2, second, first), as('lea'))).toEqual(applied);
    expect((await textOf(records))?.body).toBe(`${second}- [ ] Documenter {#doc}\n`);
  });

  test('takes each described field by itself, and loses one to null', async () => {
    const records = await withRunbook();
    await records.run('procedure.describe', { id: db, set: { reviewEvery: 90 } }, as('lea'));
    await records.run('procedure.describe', { id: db, set: { tags: ['db', 'p0'] } }, as('max'));
    expect(await records.get('procedure', db)).toMatchObject({ reviewEvery: 90, tags: ['db', 'p0'] });
    await records.run('procedure.describe', { id: db, set: { reviewEvery: null } }, as('lea'));
    expect(await records.get('procedure', db)).not.toHaveProperty('reviewEvery');
  });

  test('of the team is written by leads, a runbook by responders, nothing by viewers', async () => {
    const records = await withRunbook();
    await records.run('pack.load', { pack: french }, system);
    const forbidden = { kind: 'rejected', reason: 'forbidden' };
    const phase = { id: 'incident.p0.response', base: 1, title: 'P0', body: '- [ ] Respirer' };
    expect(await records.run('procedure.save', phase, as('lea'))).toMatchObject(forbidden);
    expect(await records.run('procedure.save', phase, as('ines', 'lead'))).toEqual(applied);
    const runbook = { id: db, base: 1, title: 'x', body: 'x' };
    expect(await records.run('procedure.save', runbook, as('vera', 'viewer'))).toMatchObject(forbidden);
  });

  test('that a person has edited is not overwritten by a newer pack, and others are', async () => {
    const records = createMemoryRecords();
    await records.run('pack.load', { pack: french }, system);
    const edit = { id: 'incident.p0.response', base: 1, title: 'P0, la nôtre', body: '- [ ] Respirer' };
    await records.run('procedure.save', edit, as('ines', 'lead'));
    const [first, ...rest] = french.procedures;
    if (!first) throw new Error('no procedure');
    const newer = { ...french, version: '9.0.0', procedures: [{ ...first, title: 'Contrôle' }, ...rest] };
    expect(await records.run('pack.load', { pack: newer }, system)).toEqual(applied);
    expect(await records.get('procedure', 'incident.p0.response')).toMatchObject({
      title: 'P0, la nôtre',
      revision: 2,
    });
    expect(await records.get('procedure', first.id)).toMatchObject({ title: 'Contrôle', revision: 2 });
  });
});

describe('a run', () => {
  const run = runId('r1');
  const start = { id: run, procedure: db, revision: 1 };
  const record = (step: string, event: object) => ({ run, step, event });

  test('keeps the text it was started from', async () => {
    const records = await withRunbook();
    const later = { id: db, base: 1, title: 'Base en panne', body: '- [ ] Autre chose' };
    await records.run('procedure.save', later, as('max'));
    expect(await records.run('run.start', start, as('lea'))).toEqual(applied);
    expect(await records.get('run', run)).toMatchObject({
      body: BODY,
      numbered: true,
      revision: 1,
      title: 'Base en panne',
    });
  });

  test('of a phase is one run, whoever starts it, and tells the incident what it lacked', async () => {
    const records = createMemoryRecords();
    await records.run('pack.load', { pack: french }, system);
    const opening = { id: INCIDENT, title: 'Base en panne', priority: 'P0' };
    expect(await records.run('incident.open', opening, as('lea'))).toEqual(applied);
    const id = phaseRunId(INCIDENT, { priority: 'P0', clock: 'response' });
    const phase = { id, procedure: 'incident.p0.response', revision: 1, incident: incidentId(INCIDENT) };
    expect(await records.run('run.start', phase, as('lea'))).toEqual(applied);
    expect(await records.run('run.start', phase, as('max'))).toEqual({ kind: 'noop' });
    expect(await records.run('run.start', { ...phase, id: 'other' }, as('max'))).toMatchObject({ reason: 'invalid' });
    const tick = { run: id, step: 'acknowledge-the-alert', event: { kind: 'done' } };
    expect(await records.run('run.record', tick, as('lea', 'responder', T + MINUTE))).toEqual(applied);
    expect(await records.run('run.end', { id }, as('lea', 'responder', T + 2 * MINUTE))).toEqual(applied);
    const told = records.all('timelineEntry').map(({ doc }) => doc.event);
    expect(told.filter(({ kind }) => kind.startsWith('run'))).toEqual([
      { kind: 'runStarted', run: id, title: 'P0 · Réponse immédiate' },
      { kind: 'runEnded', run: id, title: 'P0 · Réponse immédiate', lacking: 6 },
    ]);
  });

  test('is approved by another person of the role, and by nobody else', async () => {
    const records = await withRunbook();
    await records.run('run.start', start, as('ines', 'lead'));
    const approved = record('go', { kind: 'approved' });
    expect(await records.run('run.record', approved, as('ines', 'lead'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('run.record', approved, as('max'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('run.record', record('look', { kind: 'approved' }), as('omar', 'lead'))).toMatchObject({
      reason: 'forbidden',
    });
    expect(await records.run('run.record', approved, as('omar', 'lead'))).toEqual(applied);
  });

  test('that two people started apart began with the earlier, whose steps stand whoever is heard first', async () => {
    const records = await withRunbook();
    const tick = record('look', { kind: 'done' });
    await records.run('run.start', start, as('max', 'responder', T + 40 * MINUTE));
    await records.run('run.end', { id: run }, as('max', 'responder', T + 50 * MINUTE));
    expect(await records.run('run.start', start, as('lea', 'responder', T))).toEqual(applied);
    expect(await records.get('run', run)).toMatchObject({ startedAt: T, startedBy: { kind: 'person', id: 'lea' } });
    expect(await records.run('run.record', tick, as('lea', 'responder', T + MINUTE))).toEqual(applied);
    expect(await records.run('run.record', tick, as('lea', 'responder', T + 51 * MINUTE))).toMatchObject({
      reason: 'notOpen',
    });
  });

  test('that has ended takes notes and evidence, and ticks again once it is reopened', async () => {
    const records = await withRunbook();
    await records.run('run.start', start, as('lea'));
    await records.run('run.end', { id: run, reason: 'false alarm' }, as('lea'));
    const tick = record('look', { kind: 'done' });
    expect(await records.run('run.record', tick, as('lea'))).toMatchObject({ reason: 'notOpen' });
    expect(await records.run('run.record', record('look', { kind: 'note', text: 'x' }), as('lea'))).toEqual(applied);
    expect(await records.run('run.reopen', { id: run }, as('lea'))).toEqual(applied);
    expect(await records.run('run.record', tick, as('lea'))).toEqual(applied);
  });
});
