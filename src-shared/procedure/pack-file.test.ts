import '../../tests/support/property-seed.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import french from '../../resources/packs/procedures.fr.json' with { type: 'json' };
import { personId } from '../model/ids.ts';
import { createMemoryRecords } from '../mutators/memory.ts';
import { instant } from '../time/clock.ts';
import { readPackText } from './pack-file.ts';

const ctx = {
  actor: { ref: { kind: 'person', id: personId('lea') }, role: 'lead' },
  via: 'console',
  at: instant('2026-11-22T03:00:00Z'),
  newId: () => 'unused',
} as const;

/** Puts something else at a place of a JSON value, some steps down. */
function spoiled(value: unknown, path: readonly number[], by: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const entries = Object.entries(value);
  if (entries.length === 0) return by;
  const at = step % entries.length;
  const next = entries.map(([key, one], index) => [key, index === at ? spoiled(one, rest, by) : one] as const);
  return Array.isArray(value) ? next.map(([, one]) => one) : Object.fromEntries(next);
}

describe('a pack file', () => {
  test('that was spoiled anywhere is refused in words, or loads wholly', async () => {
    const rubbish = fc.oneof(
      fc.constantFrom(null, '', -1, 1e300, true, [], {}, 'x'.repeat(500_000), '\uD800', '__proto__'),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), rubbish, async (path, by) => {
        const pack = spoiled(french, path, by);
        const read = readPackText(JSON.stringify(pack));
        if (!read.ok) expect(read.error.every((line) => line.length > 0) && read.error.length > 0).toBe(true);
        const records = createMemoryRecords();
        const outcome = await records.run('pack.load', { pack }, ctx);
        expect(outcome.kind === 'rejected').toBe(!read.ok);
        if (!read.ok) expect(records.all('procedure').length + records.all('team').length).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test('that is no JSON, has an id twice or nests without end is refused in words', () => {
    const twice = { ...french, procedures: [french.procedures[0], ...french.procedures] };
    expect(readPackText(JSON.stringify(twice))).toMatchObject({ ok: false, error: [/comes twice/] });
    expect(readPackText('{').ok).toBe(false);
    expect(readPackText('').ok).toBe(false);
    expect(readPackText('['.repeat(100_000)).ok).toBe(false);
    expect(readPackText(`{"id":${'['.repeat(5_000)}${']'.repeat(5_000)}}`).ok).toBe(false);
  });
});
