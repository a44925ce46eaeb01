import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as french } from '@orama/stemmers/french';

/** A word with a digit or of less than four letters is what it is: `p95`, `k8s`, `pod`. */
const INFLECTED = /^[a-z]{4,}$/;

/** What is left of folded words without their endings, by both languages: a text seldom says which one it is in. */
export interface Stems {
  of(word: string): readonly string[];
}

/** Stemming costs more than looking it up: the words of 10,000 runbooks are some ten thousand. */
export function createStems(limit = 50_000): Stems {
  const known = new Map<string, readonly string[]>();
  return {
    of(word) {
      const found = known.get(word);
      if (found) return found;
      const stems = INFLECTED.test(word)
        ? [...new Set([french(word), english(word)])].filter((one) => one !== word)
        : [];
      if (known.size >= limit) known.clear();
      known.set(word, stems);
      return stems;
    },
  };
}
