import { isTooCostly } from './cost.ts';
import { definitionsIn, labelOf } from './definitions.ts';
import { type Line, linesOf, withoutFrontMatter } from './lines.ts';

/** A stretch of a text that is parsed and shown on its own. */
export interface Chunk {
  markdown: string;
  /** Lines, by which its height is guessed before it is shown. */
  lines: number;
  /** Reading it as Markdown could hold the page up: it is shown as it was written. */
  isPlain: boolean;
}

export interface Chunked {
  chunks: readonly Chunk[];
  /** Footnotes that the text refers to, in the order of their first references. */
  footnotes: readonly { label: string; markdown: string }[];
}

/** A heading starts another chunk from here on, any paragraph from there, an item of one list from the last. */
const SHORT = 8;
const REGULAR = 30;
const LONG = 120;
/** Characters that count as one more line: a paragraph may be a single one. */
const LINE_LETTERS = 200;
/** A longer text than anybody writes is shown as it was written. */
const MOST_LINES = 20_000;
/** One piece of a text that is shown as it was written. */
const PLAIN_LETTERS = 8_000;
const PLAIN_LINES = 300;
/** Characters of a table's heading, from which it is not repeated. */
const LONG_HEADING = 2_000;

const HEADING = /^#{1,6}\s/;
/** At the edge and neither blank nor an item of a list: after a blank line nothing above goes on here. */
const TOP = /^(?![-+*](?:\s|$)|\d{1,9}[.)](?:\s|$))\S/;
/** An item of a list that may open a list of its own; a second « 1. » would start the count again. */
const ITEM = /^(?:[-+*]|[2-9]\d{0,8}[.)]|1\d{1,8}[.)])\s/;
const DELIMITERS = /^\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const REFERENCE = /\[([^[\]\n]{1,500})\]/g;

function isBorder(line: Line, before: Line | undefined, length: number): boolean {
  if (line.isCode && before?.isCode) return false;
  const isAfterBlank = before === undefined || (!before.isCode && before.text.trim() === '');
  if (isAfterBlank && length >= SHORT && HEADING.test(line.text)) return true;
  if (isAfterBlank && length >= REGULAR && TOP.test(line.text)) return true;
  return length >= LONG && !line.isCode && ITEM.test(line.text);
}

/** Splits lines where Markdown's own blocks end; a long table goes on under its heading, repeated. */
function stretches(lines: readonly Line[]): Line[][] {
  const all: Line[][] = [];
  let current: Line[] = [];
  let length = 0;
  let heading: readonly Line[] | undefined;
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1];
    if (line.isCode || line.text.trim() === '' || !line.text.includes('|')) heading = undefined;
    else if (before?.text.includes('|') && DELIMITERS.test(line.text)) {
      heading = before.text.length + line.text.length < LONG_HEADING ? [before, line] : undefined;
    }
    const splitsTable = heading !== undefined && heading[1] !== line && length >= LONG;
    if (current.length > 0 && (splitsTable || isBorder(line, before, length))) {
      all.push(current);
      current = splitsTable && heading ? [...heading] : [];
      length = current.length;
    }
    current.push(line);
    length += 1 + Math.floor(line.text.length / LINE_LETTERS);
  }
  if (current.length > 0) all.push(current);
  return all;
}

/** As it was written, in pieces that are each drawn in no time. */
function plainChunks(lines: readonly string[]): Chunk[] {
  const chunks: Chunk[] = [];
  let piece: string[] = [];
  let letters = 0;
  const close = () => {
    if (piece.length > 0) chunks.push({ markdown: piece.join('\n'), lines: piece.length, isPlain: true });
    piece = [];
    letters = 0;
  };
  for (const line of lines) {
    for (let from = 0; from === 0 || from < line.length; from += PLAIN_LETTERS) {
      const part = line.slice(from, from + PLAIN_LETTERS);
      if (piece.length >= PLAIN_LINES || letters + part.length > PLAIN_LETTERS) close();
      piece.push(part);
      letters += part.length;
    }
  }
  close();
  return chunks;
}

/**
 * Cuts a text into chunks that are parsed one by one, so that a long one opens at once. What they refer to elsewhere
 * in the text (addresses, footnotes) is added to each; `definitions` are of the text that this one was taken from.
 */
export function chunksOf(text: string, definitions = ''): Chunked {
  const read = withoutFrontMatter(text);
  const written = read.split('\n', MOST_LINES + 1);
  if (written.length > MOST_LINES) return { chunks: plainChunks(read.split('\n')), footnotes: [] };
  const lines = linesOf(read);
  // A blank line keeps the text from going on with the last note.
  const told = definitionsIn([...linesOf(`${definitions}\n\n`), ...lines]);
  const notes = new Map<string, string>();
  const chunks = stretches(lines.filter((line) => !told.lines.has(line))).flatMap((stretch): Chunk | Chunk[] => {
    const markdown = stretch.map((line) => line.text).join('\n');
    if (markdown.trim() === '') return [];
    const lineCount = stretch.length;
    if (isTooCostly(stretch)) return plainChunks(stretch.map((line) => line.text));
    const asked = new Set<string>();
    for (const line of stretch) {
      if (line.isCode) continue;
      for (const [, label = ''] of line.text.matchAll(REFERENCE)) asked.add(labelOf(label));
    }
    const added: string[] = [];
    for (const label of asked) {
      const note = told.footnotes.get(label);
      if (note !== undefined) notes.set(label, note);
      const address = note === undefined ? told.addresses.get(label) : `[${label}]: .`;
      if (address !== undefined) added.push(address);
    }
    return { markdown: `${markdown}\n\n${added.join('\n\n')}`, lines: lineCount, isPlain: false };
  });
  return { chunks, footnotes: [...notes].map(([label, markdown]) => ({ label, markdown })) };
}
