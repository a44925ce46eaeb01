import { printDuration } from './attributes.ts';
import type { StepKind } from './step.ts';

/** A step as it is printed: the address or the command stands in its text or detail. */
type PrintedKind = Exclude<StepKind, { kind: 'link' | 'command' }> | { kind: 'link' | 'command' };
export type PrintedStep = PrintedKind & { id: string; text: string; detail?: string | undefined };

const quoted = (value: string) => (/^[^\s"{}]+$/.test(value) ? value : `"${value.replaceAll('"', '”')}"`);

function attributesOf(step: PrintedKind): string[] {
  switch (step.kind) {
    case 'check':
      return [];
    case 'choice':
      return ['.choice', `options=${quoted(step.options.join('|'))}`];
    case 'measure':
      return [
        '.measure',
        ...(step.unit === undefined ? [] : [`unit=${quoted(step.unit)}`]),
        ...(step.min === undefined ? [] : [`min=${step.min}`]),
        ...(step.max === undefined ? [] : [`max=${step.max}`]),
      ];
    case 'timer':
      return ['.timer', `for=${printDuration(step.length)}`];
    case 'approval':
      return ['.approval', `by=${step.by}`];
    case 'action':
      return ['.action', `do=${step.action}`];
    default:
      return [`.${step.kind}`];
  }
}

/** A step as a line of a procedure's Markdown, which `parseProcedure` reads back. */
function printStep(step: PrintedStep): string {
  const attributes = [`#${step.id}`, ...attributesOf(step)].join(' ');
  const detail = (step.detail ?? '').replace(/^(?=.)/gm, '  ');
  return `- [ ] ${step.text} {${attributes}}${detail ? `\n\n${detail}\n` : ''}`;
}

/** A procedure's Markdown from an introduction and steps. */
export function printProcedure(intro: string, steps: readonly PrintedStep[]): string {
  return [...(intro ? [intro.trim(), ''] : []), ...steps.map(printStep), ''].join('\n');
}
