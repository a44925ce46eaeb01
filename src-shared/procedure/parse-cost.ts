import type { StepProblem } from './attributes.ts';

/** Lines beyond which a text is not taken apart: some 0.1 ms each on the server's one thread. */
export const MOST_LINES = 6_000;
/** Quotes and lists inside of one another, beyond which a line is not read: the parser goes one call deeper for each. */
const MOST_DEPTH = 10;
const MOST_INDENT = 200;
/**
 * What the parser's time grows with the square of, over the whole text: quotes and lists that a line opens behind its
 * first one, columns that items stand in, lines drawn under headings. Honest runbooks have a tenth of each.
 */
const MOST_OPENED = 1_500;
const MOST_COLUMNS = 12_000;
const MOST_UNDERLINES = 1_000;
/** What may begin something inside of a line. */
const MOST_MARKS = 100_000;

const LINE = /\r\n?|\n/;
const MARKERS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))+/;
const MARKER = />|[-+*]|\d+[.)]/g;
/** `- - -` divides, and opens nothing. */
const DIVIDER = /^[ \t]*([-*])(?:[ \t]*\1){2,80}[ \t]*$/;
const INDENT = /^[ \t]*/;
const UNDERLINE = /^ {0,3}(?:=+|-+)[ \t]*$/;
const MARK = /[[\]*_<&`\\]/g;

const countOf = (text: string, what: RegExp) => text.match(what)?.length ?? 0;

/** Why a text is shown without steps: taking it apart would hold the server up for everybody. In linear time. */
export function tooCostly(body: string): StepProblem | undefined {
  const lines = body.split(LINE, MOST_LINES + 1);
  let opened = 0;
  let columns = 0;
  let underlines = 0;
  for (const line of lines) {
    const indent = INDENT.exec(line)?.[0].length ?? 0;
    if (indent >= MOST_INDENT && indent < line.length) return 'tooDeep';
    if (UNDERLINE.test(line)) underlines += 1;
    const [markers] = MARKERS.exec(line) ?? [];
    if (markers === undefined || DIVIDER.test(line)) continue;
    const depth = countOf(markers, MARKER);
    if (depth > MOST_DEPTH) return 'tooDeep';
    opened += depth - 1;
    columns += indent;
  }
  if (opened > MOST_OPENED || columns > MOST_COLUMNS) return 'tooDeep';
  if (lines.length > MOST_LINES || underlines > MOST_UNDERLINES || countOf(body, MARK) > MOST_MARKS) return 'tooLong';
  return undefined;
}
