import { nameKey } from '../match.ts';
import { MOST_WEIGHT } from './segment.ts';
import type { Stems } from './stem.ts';
import { wordsOf } from './words.ts';

/** A procedure as it is searched. */
export interface SearchedText {
  id: string;
  title: string;
  /** Alerts that it is for, and the name of its file. */
  names: readonly string[];
  /** Services, tags, team. */
  labels: readonly string[];
  body: string;
}

/** A title counts more than an alert's name, that more than service and tags, then headings, then the text. */
const WORTH = { title: 8, names: 5, labels: 4, headings: 2.5, body: 1 } as const;
const STEP = MOST_WEIGHT / (WORTH.title + WORTH.names + WORTH.labels + WORTH.headings + WORTH.body);
/** Words of a usual text; in longer ones each says less (BM25, with k = 1.2 and b = 0.75). */
const USUAL = 300;
/** Characters of a text. What stands further on is found by its title and its names. */
const READ = 100_000;
const HEADING = /^ {0,3}#{1,6}[ \t]+(.+)$/gm;

/** Before a whole name, that of a title or an alert; no word begins with it. */
export const WHOLE = '=';

export interface Weighed {
  weight: number;
  isName: boolean;
}

/** What each term says about a text. */
export function weigh({ title, names, labels, body }: SearchedText, stems: Stems): Map<string, Weighed> {
  const read = body.slice(0, READ);
  const weighed = new Map<string, Weighed>();
  const take = (field: keyof typeof WORTH, text: string) => {
    const counts = new Map<string, number>();
    const count = (term: string) => counts.set(term, (counts.get(term) ?? 0) + 1);
    const words = wordsOf(text);
    for (const { parts, joined } of words) {
      if (joined !== undefined) count(joined);
      for (const part of parts) {
        count(part);
        for (const stem of stems.of(part)) count(stem);
      }
    }
    const damping = field === 'body' ? 1.2 * (0.25 + (0.75 * words.length) / USUAL) : 0.2;
    const isName = field === 'title' || field === 'names' || field === 'labels';
    for (const [term, times] of counts) {
      const before = weighed.get(term);
      const weight = (before?.weight ?? 0) + (WORTH[field] * times) / (times + damping);
      weighed.set(term, { weight, isName: isName || (before?.isName ?? false) });
    }
  };
  take('title', title);
  take('names', names.join('\n'));
  take('labels', labels.join('\n'));
  take('headings', [...read.matchAll(HEADING)].map(([, heading]) => heading).join('\n'));
  take('body', read);
  for (const [field, whole] of [...names.map((name) => ['names', name] as const), ['title', title] as const]) {
    const key = nameKey(whole);
    if (key !== '') weighed.set(`${WHOLE}${key}`, { weight: WORTH[field], isName: true });
  }
  for (const one of weighed.values()) one.weight = Math.max(1, Math.min(MOST_WEIGHT, Math.round(one.weight * STEP)));
  return weighed;
}
