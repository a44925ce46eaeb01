import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { KEPT_ENTRIES } from '../model/backup.ts';
import { personId } from '../model/ids.ts';
import { HOUR, instant } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
let made = 0;
const as = (person: string, role: 'viewer' | 'responder' | 'lead' = 'responder', at = T): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const lead = as('lea', 'lead');
const applied: Outcome = { kind: 'applied' };
const noop: Outcome = { kind: 'noop' };
const packFile = new URL('../../resources/packs/procedures.fr.json', import.meta.url);
const PACK = JSON.parse(readFileSync(packFile, 'utf8'));
const RDS = 'technical.backups.strategy.daily-backups-rds';

async function withPack() {
  const records = createMemoryRecords();
  expect(await records.run('pack.load', { pack: PACK }, lead)).toEqual(applied);
  return records;
}

describe('the register of backups', () => {
  test('has the eight of the written procedures in their order, with what is said of them', async () => {
    const records = await withPack();
    const found = records.all('backup').sort((a, b) => (a.doc.place ?? 0) - (b.doc.place ?? 0));
    expect(found.map(({ doc }) => [doc.title, doc.target, doc.cadence])).toEqual([
      ['Sauvegardes quotidiennes (RDS)', 'RDS', 'FREQ=DAILY'],
      ['Sauvegardes hebdomadaires (S3)', 'S3', 'FREQ=WEEKLY'],
      ['Sauvegardes mensuelles (Glacier)', 'Glacier', 'FREQ=MONTHLY'],
      ['Sauvegardes de configuration', undefined, undefined],
      ['Sauvegardes de code', undefined, undefined],
      ['Sauvegardes de données utilisateurs', undefined, undefined],
      ['Sauvegardes de logs', undefined, undefined],
      ['Sauvegardes de métriques', undefined, undefined],
    ]);
  });

  test('keeps what people noted and edited when the pack is loaded again', async () => {
    const records = await withPack();
    expect(await records.run('pack.load', { pack: PACK }, lead)).toEqual(noop);
    const entry = { id: RDS, entry: 'e1', outcome: 'ok', size: 10 };
    expect(await records.run('backup.record', entry, as('max'))).toEqual(applied);
    expect(await records.run('backup.record', entry, as('max'))).toEqual(noop);
    const code = 'technical.backups.strategy.code-backups';
    expect(await records.run('backup.edit', { id: code, set: { title: 'Dépôts', retention: 30 } }, lead)).toEqual(
      applied,
    );
    const english = JSON.parse(readFileSync(new URL('./procedures.en.json', packFile), 'utf8'));
    expect(await records.run('pack.load', { pack: english }, lead)).toEqual(applied);
    expect(await records.get('backup', RDS)).toMatchObject({
      title: 'Daily backups (RDS)',
      entries: [{ id: 'e1', size: 10, by: { kind: 'person', id: 'max' } }],
    });
    expect(await records.get('backup', code)).toMatchObject({ title: 'Dépôts', retention: 30 });
    expect(await records.run('backup.unrecord', { id: RDS, entry: 'e1' }, as('lea'))).toMatchObject({
      reason: 'conflict',
      detail: { by: 'max' },
    });
    expect(await records.run('backup.unrecord', { id: RDS, entry: 'e1' }, as('max'))).toEqual(applied);
    expect((await records.get('backup', RDS))?.entries).toEqual([]);
  });

  test('is made by leads, refuses the future and heartbeats that are not', async () => {
    const records = await withPack();
    const create = { id: 'b1', title: 'Bandes', cadence: 'FREQ=DAILY' };
    expect(await records.run('backup.create', create, as('max'))).toMatchObject({ reason: 'forbidden' });
    expect(await records.run('backup.create', { ...create, heartbeat: 'h' }, lead)).toMatchObject({
      reason: 'notFound',
    });
    expect(await records.run('backup.create', create, lead)).toEqual(applied);
    expect(await records.run('backup.create', create, lead)).toEqual(noop);
    const late = { id: 'b1', entry: 'e', outcome: 'ok', made: T + HOUR };
    expect(await records.run('backup.record', late, as('max'))).toMatchObject({ reason: 'atInFuture' });
    expect(await records.run('backup.edit', { id: 'b1', set: { archived: true } }, lead)).toEqual(applied);
    expect(await records.run('backup.edit', { id: 'b1', set: { archived: null } }, lead)).toEqual(applied);
    expect((await records.get('backup', 'b1'))?.archived).toBeUndefined();
  });

  test('refuses what is older than all that are kept, rather than forget it at once', async () => {
    const records = await withPack();
    const note = (entry: string, made: number) =>
      records.run('backup.record', { id: RDS, entry, outcome: 'ok', made }, as('max', 'responder', T + HOUR));
    for (let nth = 0; nth < KEPT_ENTRIES; nth += 1) await note(`e${nth}`, T + nth);
    expect(await note('older', T - 1)).toMatchObject({ reason: 'invalid' });
    expect(await note('newer', T + 1)).toEqual(applied);
    const kept = (await records.get('backup', RDS))?.entries.map(({ id }) => id);
    expect([kept?.length, kept?.[0], kept?.includes('newer')]).toEqual([KEPT_ENTRIES, 'e1', true]);
  });

  test('refuses a cadence that cannot be read and names that nobody has, and leaves alone what was said before', async () => {
    const records = await withPack();
    const edit = (set: object) => records.run('backup.edit', { id: RDS, set }, lead);
    expect(await edit({ cadence: 'toutes les nuits' })).toMatchObject({ reason: 'invalid' });
    expect(await edit({ service: 'nowhere' })).toMatchObject({ reason: 'notFound', detail: { what: 'service' } });
    expect(await edit({ team: 'nobody' })).toMatchObject({ reason: 'notFound', detail: { what: 'team' } });
    expect(await edit({ owner: 'nobody' })).toMatchObject({ reason: 'notFound', detail: { what: 'person' } });
    expect(await edit({ procedure: 'none' })).toMatchObject({ reason: 'notFound', detail: { what: 'procedure' } });
    expect(await edit({ team: 'devops', cadence: 'FREQ=WEEKLY;BYDAY=SU' })).toEqual(applied);
    records.apply([{ collection: 'team', id: 'devops', doc: undefined }]);
    expect(await edit({ team: 'devops', retention: 30 })).toEqual(applied);
    expect(await records.get('backup', RDS)).toMatchObject({ team: 'devops', retention: 30 });
  });

  test('loses what a newer version of the pack says no more, and keeps what people added', async () => {
    const records = await withPack();
    await records.run('backup.record', { id: RDS, entry: 'e1', outcome: 'ok' }, as('max'));
    const newer = structuredClone(PACK);
    newer.version = '9.0.0';
    const strategy = newer.lists.find(({ topic }: { topic: string }) => topic === 'backup');
    delete strategy.items[0].facts.target;
    expect(await records.run('pack.load', { pack: newer }, lead)).toEqual(applied);
    const found = await records.get('backup', RDS);
    expect(found).toMatchObject({ cadence: 'FREQ=DAILY', entries: [{ id: 'e1' }], fromPack: 'procedures@9.0.0/fr' });
    expect(found?.target).toBeUndefined();
  });
});
