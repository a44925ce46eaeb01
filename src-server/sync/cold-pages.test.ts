import { describe, expect, it } from 'vitest';
import { PAGE_RECORDS, snapshotLineSchema } from '../../src-shared/contract/http.ts';
import type { ListedChange } from '../store/store.ts';
import { createColdPager } from './cold-pages.ts';

const entry = (n: number, ref: string, scope = 'all', text = 'x'): ListedChange => ({
  collection: 'timelineEntry',
  id: `entry-${n}`,
  version: n,
  deleted: false,
  scope,
  ref,
  docText: JSON.stringify({ text }),
});

/** The pages that come of `records`, handed over in portions of `portion`. */
function pagesOf(records: readonly ListedChange[], sizes: { text: number; window: number }, portion = 10) {
  const pager = createColdPager(sizes);
  const two: [string, string][] = [];
  for (let from = 0; from < records.length; from += portion)
    two.push(...pager.add(records.slice(from, from + portion)));
  two.push(...pager.end());
  return two.map(([head, docs]) => {
    const line = snapshotLineSchema.parse(JSON.parse(head));
    if (line.kind !== 'cold') throw new Error('no page');
    return { ...line, docs: JSON.parse(docs) as unknown[] };
  });
}

describe('pages of closed history', () => {
  it('hold each record once, one scope and collection each, with as many documents as records', () => {
    const records = Array.from({ length: 100 }, (_, n) => entry(n + 1, `i${n % 7}`, n % 3 === 0 ? 'team:a' : 'all'));
    const pages = pagesOf(records, { text: 200, window: 30 });
    expect(pages.flatMap((page) => page.ids).sort()).toEqual(records.map((one) => one.id).sort());
    for (const { ids, versions, refs, docs, scope } of pages) {
      expect([versions.length, refs.length, docs.length]).toEqual([ids.length, ids.length, ids.length]);
      for (const id of ids) expect(records.find((one) => one.id === id)?.scope).toBe(scope);
    }
  });

  it('lay what belongs to one incident side by side within a window', () => {
    const records = Array.from({ length: 60 }, (_, n) => entry(n + 1, `i${n % 6}`));
    const pages = pagesOf(records, { text: 10 * '{"text":"x"}'.length, window: 60 });
    expect(pages.map((page) => [...new Set(page.refs)])).toEqual([['i0'], ['i1'], ['i2'], ['i3'], ['i4'], ['i5']]);
  });

  it('are cut by their size, and by the most that a page may hold', () => {
    const small = Array.from({ length: PAGE_RECORDS + 1 }, (_, n) => entry(n + 1, 'i1'));
    expect(pagesOf(small, { text: 10_000_000, window: 1_000_000 }).map((page) => page.ids.length)).toEqual([
      PAGE_RECORDS,
      1,
    ]);
    const large = Array.from({ length: 4 }, (_, n) => entry(n + 1, 'i1', 'all', 'x'.repeat(1_000)));
    expect(pagesOf(large, { text: 1_000, window: 10 }).map((page) => page.ids.length)).toEqual([1, 1, 1, 1]);
  });
});
