import type { IntervalTree } from 'dexie';

/** The changed keys one by one; undefined when an interval spans more than a key. */
export function singleKeys(tree: IntervalTree): string[] | undefined {
  const keys: string[] = [];
  const left: IntervalTree[] = [tree];
  for (let node = left.pop(); node; node = left.pop()) {
    // The empty set is a node without bounds.
    if (!('from' in node)) continue;
    const { from, to, l, r } = node;
    if (typeof from !== 'string' || from !== to) return undefined;
    keys.push(from);
    if (l) left.push(l);
    if (r) left.push(r);
  }
  return keys;
}
