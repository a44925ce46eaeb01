import type { Line } from './lines.ts';

/**
 * What the parser's time grows with the square of, in one paragraph. Far above what people write: a paragraph of a
 * runbook has a dozen.
 */
const MOST_MARKS = 400;
/** Characters outside of code in one chunk; its time grows with them. */
const MOST_LETTERS = 40_000;
/** Lines outside of code that nothing could be split between. */
const MOST_LINES = 200;
/** Columns of a table: each row is filled up to as many cells. */
const MOST_COLUMNS = 60;
/** Quotes and lists inside of one another: the parser goes one call deeper for each. */
const DEEP = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))){10}|^[ \t]{120}/;
/** An underscore inside of a word marks nothing. */
const MARKS = /[*~[\]!<>&`@|\\$]|(?<!\w)_|_(?!\w)|:\/\/|www\./g;
const NEW_PARAGRAPH = /^\s*$|^\s*(?:[-+*]|\d{1,9}[.)]|#{1,6})\s/;

const countOf = (text: string) => (text.match(MARKS) ?? []).length;

/** Whether parsing the lines as Markdown could take long enough to be felt, whoever wrote them and why. */
export function isTooCostly(lines: readonly Line[]): boolean {
  let letters = 0;
  let count = 0;
  let marks = 0;
  let isTable = false;
  for (const { text, isCode } of lines) {
    if (DEEP.test(text)) return true;
    if (isCode) continue;
    letters += text.length;
    count += 1;
    if (letters > MOST_LETTERS || count > MOST_LINES) return true;
    const isDelimiters = /^[\s|:-]*-[\s|:-]*$/.test(text) && text.includes('|');
    if (isDelimiters && text.split('|').length > MOST_COLUMNS + 1) return true;
    // Cells are paragraphs of their own.
    isTable = isDelimiters || (isTable && text.includes('|'));
    if (isTable || NEW_PARAGRAPH.test(text)) marks = 0;
    marks += countOf(text);
    if (marks > MOST_MARKS) return true;
  }
  return false;
}
