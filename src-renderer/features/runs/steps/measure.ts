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

/** Nothing at least is said of no value that can be measured: it is no bound to be told of. */
const leastOf = ({ min }: { min?: number | undefined }) => (min === 0 ? undefined : min);

/** How a value stands to the range that its step names; undefined where it names none. */
export function verdictOf(step: StepKind, value: number): Verdict | undefined {
  if (step.kind !== 'measure') return undefined;
  if (step.min !== undefined && value < step.min) return 'below';
  if (step.max !== undefined && value > step.max) return 'above';
  return leastOf(step) === undefined && step.max === undefined ? undefined : 'within';
}

/** « ≤ 200 ms », « 5 – 10 % »; empty where no range is named. */
export function rangeText(step: StepKind, number: (value: number) => string, verdict?: Verdict): string {
  if (step.kind !== 'measure') return '';
  const unit = step.unit === undefined ? '' : `\u00a0${step.unit}`;
  const { max } = step;
  const min = verdict === 'below' ? step.min : leastOf(step);
  if (min !== undefined && max !== undefined) return `${number(min)}\u00a0–\u00a0${number(max)}${unit}`;
  if (max !== undefined) return `≤\u00a0${number(max)}${unit}`;
  return min === undefined ? '' : `≥\u00a0${number(min)}${unit}`;
}
