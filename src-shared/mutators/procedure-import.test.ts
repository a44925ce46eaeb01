import { describe, expect, test } from 'vitest';
import { personId } from '../model/ids.ts';
import { revisionId } from '../model/procedure.ts';
import { importedId } from '../procedure/links.ts';
import { instant } from '../time/clock.ts';
import { createMemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
const as = (role: 'viewer' | 'responder' | 'lead' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId('lea') }, role },
  via: 'console',
  at: T,
  newId: () => 'unused',
});
const source = { collection: 'ops', path: 'alerts/DiskFull.md' };
const id = importedId(source);
const file = (body: string, more: object = {}) => ({
  id,
  source,
  kind: 'runbook',
  tags: ['alerts'],
  text: { title: 'Disk full', body },
  ...more,
});
const UPSTREAM = '# Disk full\n\n- [ ] Look\n';
const NEWER = `${UPSTREAM}- [ ] Clean\n`;

async function imported() {
  const records = createMemoryRecords();
  expect(await records.run('procedure.import', file(UPSTREAM), as())).toEqual({ kind: 'applied' });
  const head = () => records.get('procedure', id);
  const body = async (number?: number) =>
    (
      await records.get(
        'revision',
        revisionId({ collection: 'procedure', id }, number ?? (await head())?.revision ?? 0),
      )
    )?.body;
  const save = async (text: string) =>
    records.run('procedure.save', { id, base: (await head())?.revision ?? 0, title: 'Disk full', body: text }, as());
  return { records, head, body, save };
}

describe('importing a file', () => {
  test('makes a procedure once', async () => {
    const { records, head } = await imported();
    expect(await records.run('procedure.import', file(UPSTREAM), as())).toEqual({ kind: 'noop' });
    expect(await head()).toMatchObject({ revision: 1, steps: 1, tags: ['alerts'], source: { ...source, revision: 1 } });
    expect(records.all('revision')).toHaveLength(1);
  });

  test('that has changed, and was not edited here, makes a revision', async () => {
    const { records, head, body } = await imported();
    expect(await records.run('procedure.import', file(NEWER, { tags: ['other'] }), as())).toEqual({ kind: 'applied' });
    expect(await head()).toMatchObject({ revision: 2, steps: 2, tags: ['alerts'], source: { revision: 2 } });
    expect(await body()).toBe(NEWER);
  });

  test('never overwrites what was edited here', async () => {
    const { records, body, save } = await imported();
    await save('# Ours\n');
    expect(await records.run('procedure.import', file(UPSTREAM), as())).toEqual({ kind: 'noop' });
    expect(await records.run('procedure.import', file(NEWER), as())).toMatchObject({
      kind: 'rejected',
      reason: 'conflict',
    });
    expect(await body()).toBe('# Ours\n');
  });

  test('that a person has settled keeps both texts, and is settled for the next time', async () => {
    const { records, head, body, save } = await imported();
    await save('# Ours\n');
    const settled = { base: 2, text: { title: 'Disk full', body: '# Both\n' } };
    const stale = { ...settled, base: 1 };
    expect(await records.run('procedure.import', file(NEWER, { settled: stale }), as())).toMatchObject({
      reason: 'conflict',
    });
    expect(await records.run('procedure.import', file(NEWER, { settled }), as())).toEqual({ kind: 'applied' });
    expect(await head()).toMatchObject({ revision: 4, source: { revision: 3 } });
    expect([await body(3), await body()]).toEqual([NEWER, '# Both\n']);
    expect(await records.run('procedure.import', file(NEWER), as())).toEqual({ kind: 'noop' });
  });

  test('brings back what was archived', async () => {
    const { records, head } = await imported();
    await records.run('procedure.archive', { id, archived: true }, as());
    expect(await records.run('procedure.import', file(UPSTREAM), as())).toEqual({ kind: 'applied' });
    expect((await head())?.archived).toBeUndefined();
  });

  test('asks for the rights of its kind, and takes over no other procedure', async () => {
    const { records } = await imported();
    expect(await records.run('procedure.import', file(NEWER), as('viewer'))).toMatchObject({ reason: 'forbidden' });
    const other = { ...file(NEWER), id: importedId({ ...source, path: 'x.md' }), kind: 'maintenance' };
    expect(await records.run('procedure.import', other, as())).toMatchObject({ reason: 'forbidden' });
    const elsewhere = { ...file(NEWER), source: { ...source, path: 'y.md' } };
    expect(await records.run('procedure.import', elsewhere, as())).toMatchObject({ reason: 'conflict' });
  });
});
