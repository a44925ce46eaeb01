/** The letters and digits that a word has, as bits: words that differ in more bits than 2 × edits are further apart. */
export function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

export function bitsIn(value: number): number {
  let rest = value - ((value >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** Longer words are compared by their first letters. */
const LONGEST = 40;
const rows = () => [new Uint8Array(LONGEST + 3), new Uint8Array(LONGEST + 3), new Uint8Array(LONGEST + 3)] as const;

/**
 * Counts letters that were left out, put in, mistaken or swapped with their neighbour (Damerau–Levenshtein, optimal
 * string alignment) from `a` to the beginning of `b` or to all of it; more than `most` is `most + 1`.
 */
export type CountEdits = (a: string, b: string, most: number, toBeginning?: boolean) => number;

/** Works in the same three rows each time: a search compares some ten thousand words. */
export function createEditCounter(): CountEdits {
  const three = rows();
  return (a, b, most, toBeginning = false) => {
    const height = Math.min(a.length, LONGEST);
    const width = Math.min(b.length, height + most, LONGEST);
    if (height - width > most || (!toBeginning && b.length - a.length > most)) return most + 1;
    let [before, last, row] = three;
    for (let at = 0; at <= width; at += 1) last[at] = at;
    let lastLetter = -1;
    for (let i = 1; i <= height; i += 1) {
      const letter = a.charCodeAt(i - 1);
      row[0] = i;
      let least = i;
      for (let j = 1; j <= width; j += 1) {
        const other = b.charCodeAt(j - 1);
        let edits = (last[j - 1] ?? 0) + (letter === other ? 0 : 1);
        edits = Math.min(edits, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
        if (j > 1 && lastLetter === other && b.charCodeAt(j - 2) === letter)
          edits = Math.min(edits, (before[j - 2] ?? 0) + 1);
        row[j] = edits;
        if (edits < least) least = edits;
      }
      if (least > most) return most + 1;
      lastLetter = letter;
      [before, last, row] = [last, row, before];
    }
    if (!toBeginning) return Math.min(last[width] ?? 0, most + 1);
    let edits = most + 1;
    for (let at = 0; at <= width; at += 1) edits = Math.min(edits, last[at] ?? 0);
    return edits;
  };
}
