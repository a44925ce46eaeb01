import { diffComm } from 'node-diff3';
import { tooMuchToCompare, wordsOf } from './pieces.ts';

/** A piece of a line; `changed` where the other side has something else in its place. */
interface DiffPiece {
  text: string;
  changed: boolean;
}

export type DiffRow =
  | { kind: 'same'; text: string; before: number; after: number }
  | { kind: 'removed'; pieces: readonly DiffPiece[]; before: number }
  | { kind: 'added'; pieces: readonly DiffPiece[]; after: number }
  /** So many lines that are the same, left out. */
  | { kind: 'skipped'; count: number };

const whole = (text: string): DiffPiece[] => [{ text, changed: true }];

/** What differs between two lines, by word; lines that have little in common are told as wholly changed. */
function diffWords(before: string, after: string): { before: DiffPiece[]; after: DiffPiece[] } {
  const [was, is] = [wordsOf(before), wordsOf(after)];
  if (tooMuchToCompare(was, is)) return { before: whole(before), after: whole(after) };
  const pieces = { before: [] as DiffPiece[], after: [] as DiffPiece[] };
  let common = 0;
  for (const part of diffComm(was, is)) {
    if (part.common) {
      const text = part.common.join('');
      common += text.trim().length;
      pieces.before.push({ text, changed: false });
      pieces.after.push({ text, changed: false });
    } else {
      if (part.buffer1.length > 0) pieces.before.push({ text: part.buffer1.join(''), changed: true });
      if (part.buffer2.length > 0) pieces.after.push({ text: part.buffer2.join(''), changed: true });
    }
  }
  const isKin = common * 3 >= Math.min(before.trim().length, after.trim().length);
  return isKin ? pieces : { before: whole(before), after: whole(after) };
}

/**
 * What differs between two texts: by line, and by word where as many lines take the place of others. `context` lines
 * that are the same stay around each change; all of them when it is Infinity. Texts that are too large and too repetitive
 * to compare are told as wholly changed.
 */
export function diffRows(before: string, after: string, context = 3): DiffRow[] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  const parts = tooMuchToCompare(was, is) ? [{ buffer1: was, buffer2: is }] : diffComm(was, is);
  const rows: DiffRow[] = [];
  let [atBefore, atAfter] = [1, 1];
  for (const [index, part] of parts.entries()) {
    if (part.common) {
      const lines = part.common;
      const head = index === 0 ? 0 : context;
      const tail = index === parts.length - 1 ? 0 : context;
      for (const [at, text] of lines.entries()) {
        if (at < head || at >= lines.length - tail || lines.length <= head + tail + 1) {
          rows.push({ kind: 'same', text, before: atBefore + at, after: atAfter + at });
        } else if (at === head) rows.push({ kind: 'skipped', count: lines.length - head - tail });
      }
      atBefore += lines.length;
      atAfter += lines.length;
      continue;
    }
    const { buffer1: removed, buffer2: added } = part;
    const paired =
      removed.length === added.length ? removed.map((line, at) => diffWords(line, added[at] ?? '')) : undefined;
    for (const [at, line] of removed.entries()) {
      rows.push({ kind: 'removed', pieces: paired?.[at]?.before ?? whole(line), before: atBefore++ });
    }
    for (const [at, line] of added.entries()) {
      rows.push({ kind: 'added', pieces: paired?.[at]?.after ?? whole(line), after: atAfter++ });
    }
  }
  return rows;
}
