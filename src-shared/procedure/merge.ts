import { diff3Merge } from 'node-diff3';

type Merged = { ok: true; text: string } | { ok: false };

const CONFLICT: Merged = { ok: false };
/** Pieces that are looked at, and pairs of equal pieces: beyond these the time grows with their square. */
const MOST_PIECES = 20_000;
const MOST_PAIRS = 2_000_000;

function tooMuch(one: readonly string[], other: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const piece of one) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return other.reduce((pairs, piece) => pairs + (counts.get(piece) ?? 0), 0) > MOST_PAIRS;
}

/** Three-way merge of lists; a region that both sides changed goes through `settle`. */
function mergePieces(
  base: string[],
  mine: string[],
  theirs: string[],
  settle: (base: string[], mine: string[], theirs: string[]) => Merged,
): Merged {
  if (Math.max(base.length, mine.length, theirs.length) > MOST_PIECES) return CONFLICT;
  if (tooMuch(base, mine) || tooMuch(base, theirs)) return CONFLICT;
  const parts = diff3Merge(mine, base, theirs, { excludeFalseConflicts: true });
  let text = '';
  for (const { ok, conflict } of parts) {
    const settled = conflict ? settle(conflict.o, conflict.a, conflict.b) : undefined;
    if (settled?.ok === false) return CONFLICT;
    text += settled ? settled.text : (ok ?? []).join('');
  }
  return { ok: true, text };
}

/** Each with the end of line that belongs to it. */
const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

function mergeWords(base: string[], mine: string[], theirs: string[]): Merged {
  // Lines that one side took away as a whole were not edited by both: somebody has to choose.
  if (base.length === 0 || mine.length === 0 || theirs.length === 0) return CONFLICT;
  const words = [base, mine, theirs].map((lines) => wordsOf(lines.join('')));
  return mergePieces(words[0] ?? [], words[1] ?? [], words[2] ?? [], () => CONFLICT);
}

/**
 * Brings two edits of one text together: by line, then by word inside the lines that both changed. `ok: false` where
 * both changed the same words, or where the texts are too large and too repetitive to compare; a person settles it.
 */
export function mergeTexts(base: string, mine: string, theirs: string): Merged {
  if (mine === theirs || theirs === base) return { ok: true, text: mine };
  if (mine === base) return { ok: true, text: theirs };
  return mergePieces(linesOf(base), linesOf(mine), linesOf(theirs), mergeWords);
}
