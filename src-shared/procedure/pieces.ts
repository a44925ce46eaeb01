/** Pairs of equal pieces beyond which comparing takes a time that grows with their square. */
const MOST_PAIRS = 2_000_000;

/** Words, spaces and signs: joined they are the text again. */
export const wordsOf = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]/gu) ?? [];

/** Whether two texts are too large and too repetitive to be compared piece by piece. */
export function tooMuchToCompare(one: readonly string[], other: readonly string[]): boolean {
  const counts = new Map<string, number>();
  for (const piece of one) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return other.reduce((pairs, piece) => pairs + (counts.get(piece) ?? 0), 0) > MOST_PAIRS;
}
