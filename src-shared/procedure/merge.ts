import { diff3Merge } from 'node-diff3';

type Merged = { ok: true; text: string } | { ok: false };

/** A stretch of two edits brought together; in a conflict both sides changed the same, and a person chooses. */
export type Region =
  | { kind: 'settled'; text: string }
  | { kind: 'conflict'; base: string; mine: string; theirs: string };

/** Pieces that are looked at, and pairs of equal pieces: beyond these the time grows with their square. */
const MOST_PIECES = 20_000;
const MOST_PAIRS = 2_000_000;

function pairs(one: readonly string[], other: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const piece of one) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return other.reduce((sum, piece) => sum + (counts.get(piece) ?? 0), 0);
}

/** Three-way merge of lists. Undefined where they are too large, or too repetitive, to compare. */
function compare(base: string[], mine: string[], theirs: string[]): Region[] | undefined {
  if (Math.max(base.length, mine.length, theirs.length) > MOST_PIECES) return undefined;
  if (Math.max(pairs(base, mine), pairs(base, theirs)) > MOST_PAIRS) return undefined;
  return diff3Merge(mine, base, theirs, { excludeFalseConflicts: true }).map(({ ok, conflict }): Region => {
    if (!conflict) return { kind: 'settled', text: (ok ?? []).join('') };
    const { o, a, b } = conflict;
    return { kind: 'conflict', base: o.join(''), mine: a.join(''), theirs: b.join('') };
  });
}

/** Each with the end of line that belongs to it. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

const joined = (regions: readonly Region[] | undefined): Merged => {
  let text = '';
  for (const region of regions ?? []) {
    if (region.kind === 'conflict') return { ok: false };
    text += region.text;
  }
  return regions ? { ok: true, text } : { ok: false };
};

/** By word inside of lines that both changed. */
function settle(region: Region): Region {
  // Lines that one side took away as a whole were not edited by both: somebody has to choose.
  if (region.kind === 'settled' || region.base === '' || region.mine === '' || region.theirs === '') return region;
  const merged = joined(compare(wordsOf(region.base), wordsOf(region.mine), wordsOf(region.theirs)));
  return merged.ok ? { kind: 'settled', text: merged.text } : region;
}

/**
 * Two edits of one text, by line, then by word inside the lines that both changed. The whole is one conflict where the
 * texts are too large and too repetitive to compare.
 */
export function mergeRegions(base: string, mine: string, theirs: string): Region[] {
  if (mine === theirs || theirs === base) return [{ kind: 'settled', text: mine }];
  if (mine === base) return [{ kind: 'settled', text: theirs }];
  const regions = compare(linesOf(base), linesOf(mine), linesOf(theirs));
  return regions ? regions.map(settle) : [{ kind: 'conflict', base, mine, theirs }];
}

/** Two edits of one text as one; `ok: false` where a person has to choose: see `mergeRegions`. */
export const mergeTexts = (base: string, mine: string, theirs: string): Merged =>
  joined(mergeRegions(base, mine, theirs));
