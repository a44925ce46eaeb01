import { askedWords } from './query.ts';
import type { Stems } from './stem.ts';
import { createEditCounter } from './typo.ts';
import { type Word, wordsOf } from './words.ts';

/** A stretch of a text that answers the query; `to` is exclusive. */
export interface Mark {
  from: number;
  to: number;
}

export interface Snippet {
  text: string;
  marks: readonly Mark[];
}

/** Characters of a snippet, about. */
const LENGTH = 160;
const READ = 100_000;

/** Says of a word which word of the query it answers. */
export type Answers = (word: Word) => number | undefined;

/** The query made ready to be found in texts: by beginning, stem, whole name, and near misses. */
export function answersTo(query: string, stems: Stems): Answers {
  const editsBetween = createEditCounter();
  const asked = askedWords(query).map(({ parts, joined }) => ({
    parts,
    joined,
    stems: new Set(parts.flatMap((part) => [part, ...stems.of(part)])),
  }));
  return ({ parts, joined }) => {
    const at = asked.findIndex((one) => {
      const whole = one.joined ?? one.parts[0] ?? '';
      if (joined?.startsWith(whole)) return true;
      return parts.some((part) => one.parts.some((wanted) => begins(part, wanted)) || stemsMeet(part, one.stems));
    });
    if (at >= 0) return at;
    const near = asked.findIndex((one) =>
      one.parts.some((wanted) => {
        const most = wanted.length > 7 ? 2 : wanted.length > 3 ? 1 : 0;
        return most > 0 && parts.some((part) => editsBetween(wanted, part, most) <= most);
      }),
    );
    return near < 0 ? undefined : near;
  };

  /** One or two letters are shown where they begin a word of the same length, not in every word. */
  function begins(part: string, wanted: string): boolean {
    return wanted.length > 2 ? part.startsWith(wanted) : part === wanted;
  }
  function stemsMeet(part: string, wanted: ReadonlySet<string>): boolean {
    return wanted.has(part) || stems.of(part).some((stem) => wanted.has(stem));
  }
}

/** Where a text answers; near misses count only where nothing else does. */
export function marksIn(text: string, answers: Answers): Mark[] {
  return wordsOf(text).flatMap((word) => (answers(word) === undefined ? [] : [{ from: word.from, to: word.to }]));
}

/** Markdown as somebody would read it aloud, on one line: no signs of lists, headings, emphasis, attributes, links. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, READ)
    .replace(/^[ \t]*(?:#{1,6}|>|[-+*]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?/gm, '')
    .replace(/^[ \t]*(?:`{3,}|~{3,}).*$/gm, '')
    .replace(/!?\[([^\]\n]{0,500})\]\([^)\s]{0,2000}\)/g, '$1')
    .replace(/\{[#.][^}\n]{0,500}\}/g, '')
    .replace(/\*\*|__|`/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The stretch of a text that answers most words of the query, or undefined where it answers none. */
export function snippetOf(markdown: string, answers: Answers): Snippet | undefined {
  const text = plainText(markdown);
  const found = wordsOf(text).flatMap((word) => {
    const asked = answers(word);
    return asked === undefined ? [] : [{ from: word.from, to: word.to, asked }];
  });
  const [first] = found;
  if (!first) return undefined;
  let best = { from: first.from, distinct: 0 };
  for (const [index, { from }] of found.entries()) {
    const distinct = new Set<number>();
    for (let at = index; at < found.length && (found[at]?.to ?? 0) <= from + LENGTH; at += 1) {
      distinct.add(found[at]?.asked ?? -1);
    }
    if (distinct.size > best.distinct) best = { from, distinct: distinct.size };
  }
  // Some words before, so that what is marked stands in its sentence.
  const wanted = Math.max(0, best.from - LENGTH / 4);
  const start = wanted === 0 ? 0 : text.indexOf(' ', wanted) + 1 || best.from;
  const from = Math.min(start, best.from);
  const stop = text.length <= from + LENGTH ? text.length : text.lastIndexOf(' ', from + LENGTH);
  const to = stop > from ? stop : Math.min(text.length, from + LENGTH);
  const [before, after] = [from > 0 ? '… ' : '', to < text.length ? ' …' : ''];
  const marks = found
    .filter((one) => one.from >= from && one.to <= to)
    .map((one) => ({ from: one.from - from + before.length, to: one.to - from + before.length }));
  return { text: `${before}${text.slice(from, to)}${after}`, marks };
}
