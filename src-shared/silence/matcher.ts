import { RE2JS } from 're2js';
import { err, ok, type Result } from '../contract/errors.ts';
import type { Matcher } from '../model/silence.ts';

export type Labels = Readonly<Record<string, string>>;

/**
 * Instructions of a compiled expression. RE2 takes time linear in the label times this, so that a label of 8 KB costs
 * some tens of milliseconds at the very most.
 */
const MOST_INSTRUCTIONS = 500;
const LITERALS = /^[\p{L}\p{N}_\-:/ ]*(?:\|[\p{L}\p{N}_\-:/ ]*)*$/u;

function compile(value: string): Result<RE2JS, string> {
  try {
    // By itself first: `a)|(b` must not close the group around it.
    RE2JS.compile(value);
    const whole = RE2JS.compile(`^(?:${value})$`);
    const size = whole.programSize();
    return size <= MOST_INSTRUCTIONS
      ? ok(whole)
      : err(`expression of ${size} instructions; ${MOST_INSTRUCTIONS} at most`);
  } catch (error) {
    return err(error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error));
  }
}

/** What is wrong with an expression, in RE2's words; undefined where nothing is. */
export function regexProblem(value: string): string | undefined {
  if (LITERALS.test(value)) return undefined;
  const compiled = compile(value);
  return compiled.ok ? undefined : compiled.error;
}

/** An expression that cannot be compiled matches nothing, whichever way round: better to page than to stay silent. */
function testerOf({ value, isRegex, isEqual }: Matcher): (label: string) => boolean {
  if (!isRegex) return (label) => (label === value) === isEqual;
  if (LITERALS.test(value)) {
    const words = new Set(value.split('|'));
    return (label) => words.has(label) === isEqual;
  }
  let compiled: Result<RE2JS, string> | undefined;
  return (label) => {
    compiled ??= compile(value);
    return compiled.ok && compiled.value.test(label) === isEqual;
  };
}

/** Makes matchers ready for many alerts. All must hold. Expressions are compiled when one is first needed. */
export function labelTest(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const tests = [...matchers]
    .sort((a, b) => Number(a.isRegex) - Number(b.isRegex))
    .map((matcher) => ({ name: matcher.name, holds: testerOf(matcher) }));
  return (labels) => tests.every(({ name, holds }) => holds(Object.hasOwn(labels, name) ? (labels[name] ?? '') : ''));
}

/** Whether every alert would match: Alertmanager refuses a silence whose matchers all let the empty label through. */
export function matchesEverything(matchers: readonly Matcher[]): boolean {
  return labelTest(matchers)({});
}
