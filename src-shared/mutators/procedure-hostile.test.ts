import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { personId } from '../model/ids.ts';
import { BODY_LENGTH, procedureId, procedureSchema, revisionSchema } from '../model/procedure.ts';
import { instant } from '../time/clock.ts';
import { createMemoryRecords, type MemoryRecords } from './memory.ts';
import type { MutatorContext } from './mutator.ts';

const ctx: MutatorContext = {
  actor: { ref: { kind: 'person', id: personId('lea') }, role: 'lead' },
  via: 'api',
  at: instant('2026-11-22T03:00:00Z'),
  newId: () => 'id',
};
const ID = procedureId('p');
const NAMES = [
  'procedure.create',
  'procedure.save',
  'procedure.describe',
  'procedure.review',
  'procedure.archive',
] as const;

async function withOne(): Promise<MemoryRecords> {
  const records = createMemoryRecords();
  await records.run('procedure.create', { id: ID, kind: 'runbook', title: 'T', body: '- [ ] Un\n' }, ctx);
  return records;
}

/** Whatever was asked: the records are whole afterwards. */
function expectWhole(records: MemoryRecords): void {
  const texts = new Map(records.all('revision').map(({ id, doc }) => [id, revisionSchema.parse(doc)]));
  for (const { id, doc } of records.all('procedure')) {
    expect(procedureSchema.parse(doc)).toEqual(doc);
    for (let at = 1; at <= doc.revision; at += 1) expect(texts.has(`procedure/${id}@${at}`)).toBe(true);
  }
}

const piece = fc.constantFrom(
  '- [ ] ',
  '{.measure min=x}',
  '{.choice options="|"}',
  '{#__proto__ .timer for=99999999999y}',
  '{.approval by=root}',
  '\n',
  '> ',
  '  ',
  '\t',
  '```mermaid\n',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[a](javascript:alert(1))',
  '![x](blob/../../etc/passwd)',
  '[^1]: ',
  '[x]: data:text/html,1',
  '\u0000',
  '\ud800',
  '\u202e',
  '{{',
  '1. ',
  '* [x] ',
  '| a | b |\n|---|---|\n',
);
const hostile = fc
  .array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 40 })
  .map((all) => all.join(''));
const odd = fc.oneof(
  hostile,
  fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }),
);
const args = fc.oneof(
  odd,
  fc.record(
    {
      id: fc.oneof(fc.constant(ID), hostile, odd),
      kind: fc.constantFrom('runbook', 'incidentPhase', 'maintenance', 'x', '__proto__'),
      base: fc.oneof(fc.constant(1), fc.integer(), fc.double(), odd),
      from: fc.oneof(fc.record({ title: hostile, body: hostile }), odd),
      title: hostile,
      body: hostile,
      note: hostile,
      tags: fc.oneof(fc.array(hostile, { maxLength: 3 }), odd),
      set: fc.oneof(
        fc.dictionary(fc.constantFrom('tags', 'services', 'owner', 'team', 'match', 'reviewEvery', '__proto__'), odd),
        odd,
      ),
      tested: odd,
      archived: odd,
    },
    { requiredKeys: [] },
  ),
);

it('takes or refuses whatever is asked, throws nothing, and leaves whole records', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom(...NAMES), args), { minLength: 1, maxLength: 6 }),
      async (all) => {
        const records = await withOne();
        for (const [name, one] of all) {
          const outcome = await records.run(name, one, ctx);
          expect(['applied', 'noop', 'rejected']).toContain(outcome.kind);
        }
        expectWhole(records);
      },
    ),
    { numRuns: 300 },
  );
});

it('takes any text that is one, and gives it back as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (first, second) => {
      const records = await withOne();
      for (const [at, body] of [first, second].entries()) {
        const base = records.all('procedure')[0]?.doc.revision ?? 0;
        const outcome = await records.run('procedure.save', { id: ID, base, title: `T${at}`, body }, ctx);
        if (outcome.kind !== 'applied') continue;
        expect(records.all('revision').at(-1)?.doc.body).toBe(body);
      }
      expectWhole(records);
    }),
    { numRuns: 150 },
  );
});

test.each([
  ['quotes inside of quotes', '> '.repeat(BODY_LENGTH / 2)],
  ['lists inside of lists', Array.from({ length: 800 }, (_, at) => `${' '.repeat(at)}- [ ] x`).join('\n')],
  ['an emphasis that never ends', '*a '.repeat(BODY_LENGTH / 3)],
  ['open brackets', '['.repeat(BODY_LENGTH)],
  ['attributes that never end', `- [ ] x ${'{.a '.repeat(BODY_LENGTH / 5)}`],
  ['blanks before an attribute', `- [ ] x${' '.repeat(BODY_LENGTH - 20)}{.text`],
  ['five thousand steps of one name', '- [ ] x {#a}\n'.repeat(5_000)],
  ['blanks without an end', `- [ ] x${' '.repeat(BODY_LENGTH - 20)}y {.text}`],
  ['a class without an end', `- [ ] x {.${'a'.repeat(BODY_LENGTH - 20)}}`],
  ['a heading of blanks', `## x${' '.repeat(BODY_LENGTH - 20)}y`],
  ['a heading of marks', `## ${'#'.repeat(BODY_LENGTH - 20)}y`],
])('%s, as long as a text may be, are saved at once, and not in minutes', async (_, body) => {
  const records = await withOne();
  const outcome = await records.run(
    'procedure.save',
    { id: ID, base: 1, title: 'T', body: body.slice(0, BODY_LENGTH) },
    ctx,
  );
  expect(outcome).toEqual({ kind: 'applied' });
  expectWhole(records);
});

test('a text that is too long is refused as such', async () => {
  const records = await withOne();
  const body = 'x'.repeat(BODY_LENGTH + 1);
  expect(await records.run('procedure.save', { id: ID, base: 1, title: 'T', body }, ctx)).toMatchObject({
    kind: 'rejected',
    reason: 'invalid',
  });
});
