import type { Line } from './lines.ts';

const ADDRESS = /^ {0,3}\[(?!\^)((?:[^[\]\\]|\\.){1,500})\]:[ \t]*\S{1,2000}(?:[ \t].{0,500})?$/;
const FOOTNOTE = /^ {0,3}\[(\^[^\]\s]{1,200})\]:[ \t]*(.*)$/;

/** Markdown takes labels for the same whatever their case and blanks. */
export const labelOf = (label: string): string => label.replace(/\s+/g, ' ').trim().toLowerCase();

export interface Definitions {
  /** Label → the whole line. The first of a label counts. */
  addresses: ReadonlyMap<string, string>;
  /** Label with its `^` → Markdown of the note. */
  footnotes: ReadonlyMap<string, string>;
  /** Lines that are footnotes and stand at the end instead. */
  lines: ReadonlySet<Line>;
}

/** `[name]: address` and `[^note]: text` of a text. */
export function definitionsIn(lines: readonly Line[]): Definitions {
  const addresses = new Map<string, string>();
  const footnotes = new Map<string, string>();
  const taken = new Set<Line>();
  let note: { label: string; lines: string[] } | undefined;
  const close = () => {
    if (note && !footnotes.has(note.label)) footnotes.set(note.label, note.lines.join('\n').trim());
    note = undefined;
  };
  for (const line of lines) {
    const [, label, first = ''] = line.isCode ? [] : (FOOTNOTE.exec(line.text) ?? []);
    if (label !== undefined) {
      close();
      note = { label: labelOf(label), lines: [first] };
      taken.add(line);
      continue;
    }
    const isBlank = line.text.trim() === '';
    if (note && (isBlank || /^(?: {2,}|\t)/.test(line.text) || note.lines.at(-1) !== '')) {
      note.lines.push(line.text.replace(/^(?: {1,4}|\t)/, ''));
      taken.add(line);
      continue;
    }
    close();
    const [, name] = line.isCode ? [] : (ADDRESS.exec(line.text) ?? []);
    const known = name === undefined ? undefined : labelOf(name);
    if (known !== undefined && !addresses.has(known)) addresses.set(known, line.text.trim());
  }
  close();
  return { addresses, footnotes, lines: taken };
}
