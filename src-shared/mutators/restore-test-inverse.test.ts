import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../tests/support/property-seed.ts';
import { personId } from '../model/ids.ts';
import { instant, MINUTE } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext, Outcome } from './mutator.ts';

const T = instant('2026-11-22T03:00:00Z');
const APPLIED: Outcome = { kind: 'applied' };
let made = 0;
const as = (person: string, at: number, role: 'responder' | 'lead' = 'responder'): MutatorContext => ({
  actor: { ref: { kind: 'person', id: personId(person) }, role },
  via: 'console',
  at,
  newId: () => `id-${String(made++).padStart(6, '0')}`,
});
const ID = 't';
const HALF = 30 * MINUTE;

/** With a run that was begun by hand, or without. */
async function prepared(joins: boolean): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  const lead = as('ines', T, 'lead');
  const procedure = { id: 'test', kind: 'restoreTest', title: 'Test', body: '- [ ] Voir {#see}' };
  await records.run('procedure.create', procedure, lead);
  for (const id of ['rds', 's3']) await records.run('backup.create', { id, title: id }, lead);
  if (joins) await records.run('run.start', { id: ID, procedure: 'test', revision: 1 }, lead);
  return records;
}

interface Deed {
  name: string;
  args: object;
  /** What takes it back. */
  back?: string;
}
const of = (name: string, args: object = {}, back?: string): Deed => ({
  name,
  args: { id: ID, ...args },
  ...(back ? { back } : {}),
});
const start = (backup: string) =>
  of('restoreTest.start', { backup, procedure: 'test', revision: 1 }, 'restoreTest.cancel');
const DEEDS: readonly Deed[] = [
  start('rds'),
  start('s3'),
  of('restoreTest.cancel', {}, 'restoreTest.reopen'),
  of('restoreTest.conclude', { verdict: { result: 'ok' } }, 'restoreTest.reopen'),
  of('restoreTest.conclude', { verdict: { result: 'bad', reason: 'vide' } }, 'restoreTest.reopen'),
  of('restoreTest.time', { clock: 'start' }),
  of('restoreTest.measure', { took: MINUTE }),
  of('restoreTest.reopen'),
];

const stands = async (records: MemoryRecords) => [await records.get('restoreTest', ID), await records.get('run', ID)];

test('what is done to a restore test and taken back at once leaves it as it was', async () => {
  const deed = fc.record({
    deed: fc.constantFrom(...DEEDS),
    person: fc.constantFrom('max', 'eva'),
    late: fc.constantFrom(0, 0, 15),
  });
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(deed, { minLength: 1, maxLength: 8 }), async (joins, deeds) => {
      const records = await prepared(joins);
      for (const [n, { deed: asked, person, late }] of deeds.entries()) {
        const now = T + HALF + n * 10 * MINUTE;
        const at = now - late * MINUTE;
        const before = await stands(records);
        if ((await records.run(asked.name, asked.args, as(person, at))).kind !== 'applied' || !asked.back) continue;
        const what = JSON.stringify({ deeds, n });
        expect(await records.run(asked.back, { id: ID, of: at }, as(person, now + 1)), what).toEqual(APPLIED);
        expect(await stands(records), what).toEqual(before);
        expect(await records.run(asked.name, asked.args, as(person, at)), what).toEqual(APPLIED);
      }
    }),
    { numRuns: 250 },
  );
});
