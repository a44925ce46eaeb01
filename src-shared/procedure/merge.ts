import { diff3Merge } from 'node-diff3';
import { tooMuchToCompare, wordsOf } from './pieces.ts';

type Merged = { ok: true; text: string } | { ok: false };

/** A stretch of two edits brought together; in a conflict both sides changed the same, and a person chooses. */
export type Region =
  | { kind: 'settled'; text: string }
  | { kind: 'conflict'; base: string; mine: string; theirs: string };

/** Pieces that are looked at: beyond these the time grows with their square. */
const MOST_PIECES = 20_000;

/** Three-way merge of lists. Undefined where they are too large, or too repetitive, to compare. */
function compare(base: string[], mine: string[], theirs: string[]): Region[] | undefined {
  if (Math.max(base.length, mine.length, theirs.length) > MOST_PIECES) return undefined;
  if (tooMuchToCompare(base, mine) || tooMuchToCompare(base, theirs)) return undefined;
  return diff3Merge(mine, base, theirs, { excludeFalseConflicts: true }).map(({ ok, conflict }): Region => {
    if (!conflict) return { kind: 'settled', text: (ok ?? []).join('') };
    const { o, a, b } = conflict;
    return { kind: 'conflict', base: o.join(''), mine: a.join(''), theirs: b.join('') };
  });
}

/** Each with the end of line that belongs to it. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

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
