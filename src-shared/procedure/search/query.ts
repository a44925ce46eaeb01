import { type Word, wordsOf } from './words.ts';

const MOST_WORDS = 12;
/** Words that say nothing beside others. */
const EMPTY_WORDS = new Set(
  (
    'a an and are as at by for from how i in is it my of on or that the this to was what when where with ' +
    'au aux avec ce ces cette comment dans de des du elle en est et il je la le les ma mais mon ou par pas pour que qui ' +
    'quoi s sa se si son sur un une'
  ).split(' '),
);

/** The words of a query that say something; all of them where none does. */
export function askedWords(query: string): Word[] {
  const all = wordsOf(query).slice(0, MOST_WORDS);
  const telling = all.filter(({ parts }) => parts.some((part) => !EMPTY_WORDS.has(part)));
  return telling.length > 0 ? telling : all;
}
