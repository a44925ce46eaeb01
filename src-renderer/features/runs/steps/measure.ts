import type { StepKind } from '../../../../src-shared/procedure/step.ts';

/** A number as people type it: « 1,5 », « 1 500 », « -3 ». Undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const tidy = text
    .replace(/[\s\u00a0\u202f]/g, '')
    .replace(',', '.')
    .replace('−', '-');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(tidy)) return undefined;
  const value = Number(tidy);
  return Number.isFinite(value) ? value : undefined;
}

export type Verdict = 'within' | 'below' | 'above';

/** How a value stands to the range that its step names; undefined where it names none. */
export function verdictOf(step: StepKind, value: number): Verdict | undefined {
  if (step.kind !== 'measure' || (step.min === undefined && step.max === undefined)) return undefined;
  if (step.min !== undefined && value < step.min) return 'below';
  if (step.max !== undefined && value > step.max) return 'above';
  return 'within';
}

/** « ≤ 200 ms », « 5 – 10 % »; empty where no range is named. */
export function rangeText(step: StepKind, number: (value: number) => string): string {
  if (step.kind !== 'measure') return '';
  const unit = step.unit === undefined ? '' : `\u00a0${step.unit}`;
  const { min, max } = step;
  if (min !== undefined && max !== undefined) return `${number(min)}\u00a0–\u00a0${number(max)}${unit}`;
  if (max !== undefined) return `≤\u00a0${number(max)}${unit}`;
  return min === undefined ? '' : `≥\u00a0${number(min)}${unit}`;
}
