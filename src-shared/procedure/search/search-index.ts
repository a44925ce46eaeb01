import { nameKey } from '../match.ts';
import { askedWords } from './query.ts';
import type { Segment } from './segment.ts';
import {
  createSegment,
  isWhole,
  listsOf,
  MOST_TEXTS,
  MOST_WEIGHT,
  NAME_BIT,
  packPosting,
  placeOf,
  TEXT_SHIFT,
} from './segment.ts';
import { createStems } from './stem.ts';
import { bitsIn, createEditCounter, lettersOf } from './typo.ts';
import { type SearchedText, WHOLE, weigh } from './weigh.ts';
import type { Word } from './words.ts';

/** Changes when the same texts would be indexed otherwise: an index that was kept is then made anew. */
const INDEX_VERSION = 1;

export interface Found {
  id: string;
  /** Comparable within one search alone. */
  score: number;
}

/** A text that the index has: `mark` says which state of it. */
export interface Held {
  id: string;
  mark: string;
}

export interface KeptIndex {
  version: number;
  texts: readonly Held[];
  segment: Segment;
}

export interface SearchIndex {
  held(): Held[];
  /** In place of what was known under the same id. */
  put(text: SearchedText, mark: string): void;
  drop(id: string): void;
  /** The best first, each once; nothing for a query without a word. */
  search(query: string, limit: number): Found[];
  /** Everything in one piece, for `openSearchIndex`. */
  keep(): KeptIndex;
}

/** How sure a term is that it is what was meant. */
const SURE = { exact: 1, stem: 0.85, prefix: 0.6, typo: 0.35, typoPrefix: 0.25 } as const;
/** A title or an alert's name that is what was typed comes before all others; one that begins so, a little earlier. */
const WHOLE_BONUS = { exact: 10_000, prefix: 2 } as const;
/** One or two letters begin too many words: they are looked for among the names. */
const SHORT = 2;
/** So few found that something may be mistyped. */
const FEW = 3;
/** The first term that is no whole name. */
const AFTER_WHOLE = '>';
/** Words whose scores are remembered. */
const MOST_KNOWN = 32;

export const createSearchIndex = (): SearchIndex => searchIndex([], createSegment(new Map()));

/** An index as `keep` left it; undefined where it is damaged, or of another version. */
export function openSearchIndex(kept: KeptIndex): SearchIndex | undefined {
  if (kept.version !== INDEX_VERSION || !isWhole(kept.segment, kept.texts.length)) return undefined;
  return searchIndex(kept.texts, kept.segment);
}

interface Side {
  segment: Segment;
  /** `lettersOf` each term. */
  letters: Uint32Array;
}

function sideOf(segment: Segment): Side {
  const letters = new Uint32Array(segment.terms.length);
  for (let at = 0; at < letters.length; at += 1) letters[at] = lettersOf(segment.terms[at] ?? '');
  return { segment, letters };
}

function searchIndex(held: readonly Held[], segment: Segment): SearchIndex {
  const stems = createStems();
  /** By number. A text that was replaced or dropped leaves a gap. */
  let texts: (Held | undefined)[] = [...held];
  let numbers = new Map(held.map(({ id }, number) => [id, number]));
  let old = sideOf(segment);
  /** What came since, and the same made ready to be searched. */
  let fresh = new Map<string, number[]>();
  let ready: Side | undefined;

  const editsBetween = createEditCounter();
  /** Scores by word: by the letter, only the last word of a query changes. */
  const parts = new Map<string, Float32Array>();
  const changed = () => {
    ready = undefined;
    parts.clear();
  };
  const countIn = (scores: Float32Array) => {
    let count = 0;
    for (let at = 0; at < scores.length; at += 1) if ((scores[at] ?? 0) > 0 && texts[at]) count += 1;
    return count;
  };

  const sides = (): Side[] => {
    if (fresh.size === 0) return [old];
    ready ??= sideOf(createSegment(fresh));
    return [old, ready];
  };

  /** What one search gathers for one word: the best score of each text. */
  function gather(): { scores: Float32Array; take(side: Side, term: number, sure: number, namesOnly: boolean): void } {
    const scores = new Float32Array(texts.length);
    return {
      scores,
      take({ segment: { offsets, postings } }, term, sure, namesOnly) {
        const end = offsets[term + 1] ?? 0;
        for (let at = offsets[term] ?? 0; at < end; at += 1) {
          const posting = postings[at] ?? 0;
          if (namesOnly && (posting & NAME_BIT) === 0) continue;
          const score = sure * (posting & MOST_WEIGHT);
          const text = posting >>> TEXT_SHIFT;
          if (score > (scores[text] ?? 0)) scores[text] = score;
        }
      },
    };
  }

  const takeExact = (into: ReturnType<typeof gather>, term: string, sure: number) => {
    for (const side of sides()) {
      const at = placeOf(side.segment, term);
      if (side.segment.terms[at] === term) into.take(side, at, sure, false);
    }
  };
  const takePrefix = (into: ReturnType<typeof gather>, prefix: string, sure: number, namesOnly: boolean) => {
    for (const side of sides()) {
      const { terms } = side.segment;
      for (let at = placeOf(side.segment, prefix); terms[at]?.startsWith(prefix); at += 1) {
        // What is nearly typed out is nearer than a long word that merely begins so.
        const share = prefix.length / (terms[at] ?? prefix).length;
        into.take(side, at, sure * (0.5 + share / 2), namesOnly);
      }
    }
  };
  const takeTypos = (into: ReturnType<typeof gather>, word: string) => {
    const most = word.length > 7 ? 2 : 1;
    const wanted = lettersOf(word);
    for (const side of sides()) {
      const { segment, letters } = side;
      const { terms } = segment;
      for (let at = placeOf(segment, AFTER_WHOLE); at < terms.length; at += 1) {
        const had = letters[at] ?? 0;
        if (bitsIn(wanted & ~had) > most) continue;
        const term = terms[at] ?? '';
        if (term.length < word.length - most) continue;
        if (term.length <= word.length + most) {
          const edits = bitsIn(had & ~wanted) > most ? most + 1 : editsBetween(word, term, most);
          if (edits > 0 && edits <= most) into.take(side, at, SURE.typo / edits, false);
        } else if (term.charCodeAt(0) === word.charCodeAt(0) && editsBetween(word, term, most, true) <= most) {
          into.take(side, at, SURE.typoPrefix / most, true);
        }
      }
    }
  };

  function scoresOfPart(part: string): Float32Array {
    const known = parts.get(part);
    if (known) return known;
    const into = gather();
    takeExact(into, part, SURE.exact);
    for (const stem of stems.of(part)) {
      takeExact(into, stem, SURE.stem);
      if (stem.length > 3) takePrefix(into, stem, SURE.prefix * SURE.stem, false);
    }
    takePrefix(into, part, SURE.prefix, part.length <= SHORT);
    // What many texts have is a word, and not a slip.
    if (part.length > 3 && countIn(into.scores) < FEW) takeTypos(into, part);
    const scores = rarer(into.scores);
    if (parts.size >= MOST_KNOWN) parts.clear();
    parts.set(part, scores);
    return scores;
  }

  /** A word of few texts says more than one of many. */
  function rarer(scores: Float32Array): Float32Array {
    let count = 0;
    for (const score of scores) if (score > 0) count += 1;
    const worth = Math.log(1 + (scores.length - count + 0.5) / (count + 0.5)) + 0.1;
    for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) * worth;
    return scores;
  }

  function scoresOfWord(word: Pick<Word, 'parts' | 'joined'>): Float32Array {
    const all = together(word.parts.map(scoresOfPart), true);
    if (word.joined === undefined) return all;
    const whole = gather();
    takeExact(whole, word.joined, SURE.exact * word.parts.length);
    takePrefix(whole, word.joined, SURE.prefix * word.parts.length, false);
    const scores = rarer(whole.scores);
    for (let at = 0; at < scores.length; at += 1) scores[at] = Math.max(scores[at] ?? 0, all[at] ?? 0);
    return scores;
  }

  /** The sum of several; where `every` is asked for, nothing for a text that one of them does not have. */
  function together(lists: readonly Float32Array[], every: boolean): Float32Array {
    const [first, ...others] = lists;
    if (!first) return new Float32Array(texts.length);
    const sum = first.slice();
    for (const list of others) {
      for (let at = 0; at < sum.length; at += 1) {
        const one = sum[at] ?? 0;
        const other = list[at] ?? 0;
        sum[at] = every && (one === 0 || other === 0) ? 0 : one + other;
      }
    }
    return sum;
  }

  /** The best first. Score and text as one number, which sorts without a comparison in script: 10,000 in 1 ms. */
  function inOrder(scores: Float32Array): Found[] {
    const keys = new Float64Array(scores.length);
    let count = 0;
    for (let at = 0; at < scores.length; at += 1) {
      const score = scores[at] ?? 0;
      if (score > 0 && texts[at]) keys[count++] = Math.round(score * 64) * MOST_TEXTS + (MOST_TEXTS - 1 - at);
    }
    const sorted = keys.subarray(0, count).sort();
    const found: Found[] = [];
    for (let at = count - 1; at >= 0; at -= 1) {
      const key = sorted[at] ?? 0;
      const text = texts[MOST_TEXTS - 1 - (key % MOST_TEXTS)];
      if (text) found.push({ id: text.id, score: Math.floor(key / MOST_TEXTS) / 64 });
    }
    return found;
  }

  return {
    held: () => texts.flatMap((one) => one ?? []),
    put(text, mark) {
      const number = texts.length;
      if (number >= MOST_TEXTS) return;
      const before = numbers.get(text.id);
      if (before !== undefined) texts[before] = undefined;
      texts.push({ id: text.id, mark });
      numbers.set(text.id, number);
      for (const [term, { weight, isName }] of weigh(text, stems)) {
        const posting = packPosting({ text: number, isName, weight });
        const list = fresh.get(term);
        if (list) list.push(posting);
        else fresh.set(term, [posting]);
      }
      changed();
    },
    drop(id) {
      const number = numbers.get(id);
      if (number !== undefined) texts[number] = undefined;
      numbers.delete(id);
      changed();
    },
    search(query, limit) {
      const words = askedWords(query);
      if (words.length === 0) return [];
      const each = words.map(scoresOfWord);
      let scores = together(each, true);
      // Not one text has them all: those with the most of them.
      if (countIn(scores) === 0) scores = together(each, false);
      const key = nameKey(query);
      if (key !== '') {
        const whole = gather();
        takeExact(whole, `${WHOLE}${key}`, WHOLE_BONUS.exact);
        if (key.length > SHORT) takePrefix(whole, `${WHOLE}${key}`, WHOLE_BONUS.prefix, true);
        for (let at = 0; at < scores.length; at += 1) scores[at] = (scores[at] ?? 0) + (whole.scores[at] ?? 0);
      }
      return inOrder(scores).slice(0, limit);
    },
    keep() {
      const alive = texts.flatMap((one) => one ?? []);
      const next = new Map(alive.map(({ id }, number) => [id, number]));
      const renumber = (number: number) => {
        const text = texts[number];
        return text && next.get(text.id);
      };
      const lists = listsOf(old.segment, renumber);
      for (const [term, postings] of listsOf(createSegment(fresh), renumber)) {
        const list = lists.get(term);
        if (list) for (const posting of postings) list.push(posting);
        else lists.set(term, postings);
      }
      texts = alive;
      numbers = next;
      old = sideOf(createSegment(lists));
      fresh = new Map();
      changed();
      return { version: INDEX_VERSION, texts: alive, segment: old.segment };
    },
  };
}
