import { type ParsedProcedure, parseRun } from './parse.ts';
import { tooCostly } from './parse-cost.ts';

/** Lines that are read in some 20 ms; more than the tallest window holds. */
const LINES = 150;
const TASK = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX]\][ \t]/;

/**
 * The first steps of a long text, as in the whole of it, to be shown while that is read. Undefined where the beginning
 * does not tell what the steps are.
 */
export function parseBeginning(text: Parameters<typeof parseRun>[0]): ParsedProcedure | undefined {
  if (tooCostly(text.body)) return undefined;
  const lines = text.body.split('\n', LINES);
  const read = parseRun({ ...text, body: lines.join('\n') });
  // A text without tasks has its steps elsewhere, and may have a task further down.
  if (!read.steps.every(({ line }) => TASK.test(lines[line - 1] ?? ''))) return undefined;
  // The last of them may go on behind the cut, with all that is nested in it.
  const last = read.blocks.findLastIndex((block) => block.kind === 'step' && block.step.depth === 0);
  if (last <= 0) return undefined;
  const blocks = read.blocks.slice(0, last);
  const steps = blocks.flatMap((block) => (block.kind === 'step' ? [block.step] : []));
  return steps.length === 0 ? undefined : { ...read, blocks, steps };
}
