import { fold } from '../../../src-shared/procedure/search/fold.ts';

export interface Candidate {
  id: string;
  /** What is shown and searched. */
  text: string;
  /** Also searched, never shown: the other language, a number. */
  keywords?: string;
  /** What it is one of, searched as well, after what is named so itself. */
  group?: string;
}

const LETTER = /[\p{L}\p{N}]/u;

/**
 * How well `query` fits `text`, both folded; undefined when it does not. Its letters must come in order. A whole
 * word begun counts more than letters inside words, and letters side by side more than letters apart.
 */
function score(query: string, text: string): number | undefined {
  if (query === '') return 0;
  const at = text.indexOf(query);
  if (at >= 0) {
    const startsWord = at === 0 || !LETTER.test(text.charAt(at - 1));
    return (at === 0 ? 120 : startsWord ? 100 : 70) - Math.min(text.length, 60) / 10;
  }
  let total = 0;
  let from = 0;
  let previous = -2;
  for (const letter of query) {
    if (letter === ' ') continue;
    const found = text.indexOf(letter, from);
    if (found < 0) return undefined;
    const startsWord = found === 0 || !LETTER.test(text.charAt(found - 1));
    total += found === previous + 1 ? 4 : startsWord ? 5 : -Math.min(3, (found - from) / 4);
    previous = found;
    from = found + 1;
  }
  // Letters scattered over a long text fit anything; they must hold together somewhat.
  return total > query.length * 2.3 ? Math.min(60, total) : undefined;
}

/** A candidate as it is searched: folded once, and then compared at each key. */
export interface Searchable<C extends Candidate = Candidate> {
  candidate: C;
  shown: string;
  hidden: string | undefined;
  group: string | undefined;
}

export function searchable<C extends Candidate>(candidate: C): Searchable<C> {
  const { text, keywords, group } = candidate;
  const folded = (words: string | undefined) => (words === undefined ? undefined : fold(words));
  return { candidate, shown: fold(text), hidden: folded(keywords), group: folded(group) };
}

/** How well what was typed fits: what is shown of a candidate, or a little less well what is not. */
export const matchOf = (query: string, one: Searchable): number | undefined => quality(fold(query.trim()), one);

function quality(wanted: string, { shown, hidden, group }: Searchable): number | undefined {
  const points = (text: string | undefined, less: number) => {
    const found = text === undefined ? undefined : score(wanted, text);
    return found === undefined ? Number.NEGATIVE_INFINITY : found - less;
  };
  const best = Math.max(points(shown, 0), points(hidden, 20), points(group, 50));
  return Number.isFinite(best) ? best : undefined;
}

/** Those that fit, best first. Without a query all of them; `recent` ids go first among equals. */
export function rank<C extends Candidate>(
  query: string,
  candidates: readonly Searchable<C>[],
  recent: readonly string[],
): Searchable<C>[] {
  const wanted = fold(query.trim());
  const bonus = (id: string) => {
    const index = recent.indexOf(id);
    return index < 0 ? 0 : wanted === '' ? 100 - index : Math.max(1, 6 - index);
  };
  return candidates
    .flatMap((one, order) => {
      const best = quality(wanted, one);
      return best === undefined ? [] : [{ one, order, points: best + bonus(one.candidate.id) }];
    })
    .sort((a, b) => b.points - a.points || a.order - b.order)
    .map(({ one }) => one);
}
