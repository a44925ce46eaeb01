import { fold } from './fold.ts';

/** A word of a text as it is searched, and where it stands there; `to` is exclusive, in UTF-16 units. */
export interface Word {
  from: number;
  to: number;
  /** Folded: lower case without accents. One for a plain word, several for `pg_stat_activity` or `KubePodCrashLooping`. */
  parts: readonly string[];
  /** The parts in one, where there are several: `pg_stat_activity`, `pg-stat-activity` and `PgStatActivity` are one name. */
  joined: string | undefined;
}

const PLAIN = /^[a-z0-9]*$/;
/** Letters and digits, held together by the signs of names, paths and flags: `/var/log`, `--dry-run`, `app.kubernetes.io`. */
const CHUNK = /[\p{L}\p{M}\p{N}]+(?:[-_./:@+]+[\p{L}\p{M}\p{N}]+)*/gu;
/** `l'uptime`, `jusqu'au`: what stands before the apostrophe says nothing. */
const ELIDED = /^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)$/;
/** Between a small letter or a digit and a capital, and before the last capital of several: `HTTPServer` is two words. */
const HUMPS = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/** A hash or a key is no word; somebody who looks for one types its beginning. */
const LONGEST = 40;

/** The words of a text in their order. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: chunk, index } of text.matchAll(CHUNK)) {
    const to = index + chunk.length;
    const pieces = PLAIN.test(chunk) ? [chunk] : chunk.split(/[-_./:@+]+/).flatMap((piece) => piece.split(HUMPS));
    const parts = pieces.map((piece) => fold(piece).slice(0, LONGEST)).filter((part) => part !== '');
    const next = text.charAt(to);
    if (parts.length === 0 || ((next === "'" || next === '’') && ELIDED.test(parts.join('')))) continue;
    const joined = parts.length > 1 ? parts.join('').slice(0, LONGEST) : undefined;
    words.push({ from: index, to, parts, joined });
  }
  return words;
}
