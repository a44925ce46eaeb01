import { describe, expect, test } from 'vitest';
import { incidentId, personId } from '../model/ids.ts';
import { HOUR, instant } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const INCIDENT = incidentId('01990000-0000-7000-8000-000000000001');
const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, role: 'viewer' | 'responder' = 'responder', at = T + HOUR): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const applied: Outcome = { kind: 'applied' };
const CREATE = { id: 'f1', incident: INCIDENT, title: 'Surveiller le disque', owner: 'lea', due: '2026-11-30' };

async function withFollowUp(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  await records.run('incident.open', { id: INCIDENT, title: 'API down', priority: 'P0' }, as('lea', 'responder', T));
  expect(await records.run('followUp.create', CREATE, as('lea'))).toEqual(applied);
  return records;
}
const kinds = (records: MemoryRecords) =>
  records
    .all('timelineEntry')
    .map(({ doc }) => doc.event.kind)
    .slice(1);

describe('a follow-up', () => {
  test('made twice under one id is made once, and is listed by its incident', async () => {
    const records = await withFollowUp();
    expect(await records.run('followUp.create', CREATE, as('max'))).toEqual({ kind: 'noop' });
    expect(await records.list('followUp', INCIDENT)).toMatchObject([{ id: 'f1', doc: { status: 'open' } }]);
    expect(kinds(records)).toEqual(['followUpAdded']);
  });

  test('is refused to viewers, without an incident, and for a day that is none', async () => {
    const records = await withFollowUp();
    const create = (more: object, ctx = as('max')) =>
      records.run('followUp.create', { ...CREATE, id: 'f2', ...more }, ctx);
    expect(await create({}, as('eva', 'viewer'))).toMatchObject({ reason: 'forbidden' });
    expect(await create({ incident: 'nowhere' })).toMatchObject({ reason: 'notFound' });
    expect(await create({ due: '2026-02-30' })).toMatchObject({ reason: 'invalid' });
    expect(await create({ url: 'javascript:alert(1)' })).toMatchObject({ reason: 'invalid' });
  });

  test('keeps what two people changed in two fields', async () => {
    const records = await withFollowUp();
    const edit = (set: object, who: string) => records.run('followUp.edit', { id: 'f1', set }, as(who));
    expect(await edit({ due: '2026-12-02' }, 'lea')).toEqual(applied);
    expect(await edit({ owner: 'max' }, 'eva')).toEqual(applied);
    expect(await edit({ owner: 'max' }, 'eva')).toEqual({ kind: 'noop' });
    expect(await edit({ detail: null }, 'eva')).toEqual({ kind: 'noop' });
    expect(await records.get('followUp', 'f1')).toMatchObject({ due: '2026-12-02', owner: 'max' });
  });

  test('is closed once, dropped only for a reason, and reopened', async () => {
    const records = await withFollowUp();
    const close = (as_: object, who = 'lea') => records.run('followUp.close', { id: 'f1', as: as_ }, as(who));
    expect(await close({ status: 'dropped', reason: ' ' })).toMatchObject({ reason: 'invalid' });
    expect(await close({ status: 'dropped', reason: 'Le service disparaît' })).toEqual(applied);
    expect(await close({ status: 'done' }, 'max')).toMatchObject({ reason: 'notOpen' });
    expect(await records.run('followUp.reopen', { id: 'f1' }, as('max'))).toEqual(applied);
    const open = await records.get('followUp', 'f1');
    expect([open?.status, open?.reason, open?.closedAt]).toEqual(['open', undefined, undefined]);
    expect(await close({ status: 'done' })).toEqual(applied);
    expect(await close({ status: 'done' }, 'max')).toEqual({ kind: 'noop' });
    expect(kinds(records)).toEqual(['followUpAdded', 'followUpDropped', 'followUpReopened', 'followUpDone']);
  });
});
