import { PAGE_RECORDS } from '../../src-shared/contract/http.ts';
import type { CollectionName } from '../../src-shared/model/collections.ts';
import type { ListedChange } from '../store/store.ts';

/** Closed history of these goes out in pages; everything else is small. */
const PAGED: ReadonlySet<CollectionName> = new Set(['incident', 'alert', 'timelineEntry']);

export interface ColdPageSizes {
  /** Documents of one page in UTF-16 units. Chromium keeps values above 64 KB as files, which is what makes pages cheap. */
  text: number;
  /** Records that are laid together before pages are cut: what belongs to one incident was written within hours. */
  window: number;
}

export const COLD_PAGES: ColdPageSizes = { text: 128 * 1_024, window: 5_000 };

export const isPaged = ({ collection }: ListedChange): boolean => PAGED.has(collection);

/** Two lines: what is on the page, and its documents as they lie in the store. */
function pageLines(records: readonly ListedChange[]): [string, string] {
  const [first] = records;
  const head = {
    kind: 'cold',
    collection: first?.collection,
    scope: first?.scope,
    ids: records.map((one) => one.id),
    versions: records.map((one) => one.version),
    refs: records.map((one) => one.ref ?? ''),
  };
  return [JSON.stringify(head), `[${records.map((one) => one.docText ?? 'null').join(',')}]`];
}

const byRef = (a: ListedChange, b: ListedChange) => {
  const [left, right] = [a.ref ?? '', b.ref ?? ''];
  if (left !== right) return left < right ? -1 : 1;
  return a.id < b.id ? -1 : 1;
};

/** Lays records that come newest first into pages of one collection and one scope, what is listed together side by side. */
export function createColdPager(sizes: ColdPageSizes) {
  const gathered = new Map<string, ListedChange[]>();
  let count = 0;

  function* cut(all: boolean): Generator<[string, string]> {
    for (const [group, records] of gathered) {
      records.sort(byRef);
      let from = 0;
      let text = 0;
      for (let at = 0; at < records.length; at += 1) {
        text += records[at]?.docText?.length ?? 0;
        if (text < sizes.text && at - from + 1 < PAGE_RECORDS) continue;
        yield pageLines(records.slice(from, at + 1));
        from = at + 1;
        text = 0;
      }
      // A short page waits for the next window.
      const rest = records.slice(from);
      if (all && rest.length > 0) yield pageLines(rest);
      gathered.set(group, all ? [] : rest);
    }
    count = 0;
  }

  return {
    *add(records: readonly ListedChange[]): Generator<[string, string]> {
      for (const one of records) {
        const group = `${one.collection} ${one.scope}`;
        const some = gathered.get(group);
        if (some) some.push(one);
        else gathered.set(group, [one]);
        count += 1;
      }
      if (count >= sizes.window) yield* cut(false);
    },
    end: () => cut(true),
  };
}
