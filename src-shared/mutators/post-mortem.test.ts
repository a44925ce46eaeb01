import { describe, expect, test } from 'vitest';
import { incidentId, personId } from '../model/ids.ts';
import { revisionId } from '../model/procedure.ts';
import { HOUR, instant } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const INCIDENT = incidentId('01990000-0000-7000-8000-000000000001');
const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, role: 'viewer' | 'responder' | 'lead' = 'responder', at = T + HOUR): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
const TEXT = { title: 'P0 · API down', body: '# Faits\n\nOuvert à 3 h.\n\n## Causes\n\n## Suites\n' };
const of = { collection: 'postMortem', id: INCIDENT } as const;

async function withIncident(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const args = { id: INCIDENT, title: 'API down', priority: 'P0' };
  expect(await records.run('incident.open', args, as('lea', 'responder', T))).toEqual(applied);
  return records;
}
async function withPostMortem(): Promise<MemoryRecords> {
  const records = await withIncident();
  expect(await records.run('postMortem.start', { id: INCIDENT, ...TEXT }, as('lea'))).toEqual(applied);
  return records;
}
const kinds = (records: MemoryRecords) => records.all('timelineEntry').map(({ doc }) => doc.event.kind);
const textNow = async (records: MemoryRecords) => {
  const head = await records.get('postMortem', INCIDENT);
  return (await records.get('revision', revisionId(of, head?.revision ?? 0)))?.body;
};

describe('a post-mortem', () => {
  test('is begun once, whoever is first, and the timeline says so', async () => {
    const records = await withPostMortem();
    const other = { id: INCIDENT, ...TEXT, body: 'autre' };
    expect(await records.run('postMortem.start', other, as('max'))).toEqual({ kind: 'noop' });
    expect(await textNow(records)).toBe(TEXT.body);
    expect(kinds(records)).toEqual(['opened', 'postMortemStarted']);
    expect(await records.get('postMortem', INCIDENT)).toMatchObject({ status: 'draft', revision: 1 });
  });

  test('is about an incident that exists and was not merged into another', async () => {
    const records = await withIncident();
    const start = (id: string) => records.run('postMortem.start', { id, ...TEXT }, as('lea'));
    expect(await start('nowhere')).toMatchObject({ reason: 'notFound' });
    const other = incidentId('01990000-0000-7000-8000-000000000002');
    await records.run('incident.open', { id: other, title: 'Web down', priority: 'P1' }, as('lea', 'responder', T));
    await records.run('incident.merge', { id: INCIDENT, into: other }, as('lea'));
    expect(await start(INCIDENT)).toMatchObject({ reason: 'merged' });
  });

  test('edited by two people from one revision has what both wrote', async () => {
    const records = await withPostMortem();
    const save = (body: string, who: string) =>
      records.run('postMortem.save', { id: INCIDENT, base: 1, title: TEXT.title, body }, as(who));
    expect(await save(TEXT.body.replace('## Causes\n', '## Causes\n\nDisque plein.\n'), 'lea')).toEqual(applied);
    expect(await save(TEXT.body.replace('3 h.', '5 h.'), 'max')).toEqual(applied);
    expect(await textNow(records)).toBe('# Faits\n\nOuvert à 5 h.\n\n## Causes\n\nDisque plein.\n\n## Suites\n');
    expect(await save(TEXT.body.replace('3 h.', '4 h.'), 'eva')).toMatchObject({ reason: 'conflict' });
  });

  test('is published by a lead at the revision that was read, and closed to editing until a lead reopens it', async () => {
    const records = await withPostMortem();
    const publish = (revision: number, ctx: MutatorContext) =>
      records.run('postMortem.publish', { id: INCIDENT, revision }, ctx);
    expect(await publish(1, as('lea'))).toMatchObject({ reason: 'forbidden' });
    expect(await publish(2, as('max', 'lead'))).toMatchObject({ reason: 'conflict' });
    expect(await publish(1, as('max', 'lead'))).toEqual(applied);
    expect(await publish(1, as('max', 'lead'))).toEqual({ kind: 'noop' });
    const edit = { id: INCIDENT, base: 1, title: TEXT.title, body: 'x' };
    expect(await records.run('postMortem.save', edit, as('lea'))).toMatchObject({ reason: 'notOpen' });
    expect(await records.run('postMortem.reopen', { id: INCIDENT }, as('lea'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('postMortem.reopen', { id: INCIDENT }, as('max', 'lead'))).toEqual(applied);
    expect(await records.run('postMortem.save', edit, as('lea'))).toEqual(applied);
    const doc = await records.get('postMortem', INCIDENT);
    expect(doc).toMatchObject({ status: 'draft', revision: 2 });
    expect(doc?.publishedAt).toBeUndefined();
    expect(kinds(records)).toEqual(['opened', 'postMortemStarted', 'postMortemPublished', 'postMortemReopened']);
  });

  test('is given to somebody until a moment, and taken back', async () => {
    const records = await withPostMortem();
    const describe = (set: object) => records.run('postMortem.describe', { id: INCIDENT, set }, as('max'));
    expect(await describe({ owner: 'lea', due: T + 24 * HOUR })).toEqual(applied);
    expect(await describe({ owner: 'lea' })).toEqual({ kind: 'noop' });
    expect(await describe({ due: null })).toEqual(applied);
    const doc = await records.get('postMortem', INCIDENT);
    expect([doc?.owner, doc?.due]).toEqual(['lea', undefined]);
  });
});
