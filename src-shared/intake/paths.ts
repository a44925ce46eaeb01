/** Where expressions look: the alert, the payload around it, and the labels that were made of it already. */
export interface Scope {
  root: unknown;
  each: unknown;
  labels: Readonly<Record<string, string>>;
}

export type Reader = (scope: Scope) => unknown;
export type Step = string | number;

export interface Path {
  from: 'root' | 'each' | 'label';
  steps: Step[];
}

/** `$.a`, `b.c[0]`, `d["e.f"]`, `@label`, `list[]` (the brackets at the end only say that it is a list). */
export function parsePath(text: string): Path {
  if (text.startsWith('@')) return { from: 'label', steps: [text.slice(1)] };
  const from = /^\$(?=$|\.|\[)/.test(text) ? 'root' : 'each';
  const rest = from === 'root' ? text.slice(1) : text;
  const steps: Step[] = [];
  for (const [, name, index, quoted] of rest.matchAll(/([^.[\]"]+)|\[(\d{1,4})\]|\["([^"]*)"\]/g)) {
    if (name !== undefined) steps.push(name);
    else if (index !== undefined) steps.push(Number(index));
    else if (quoted !== undefined) steps.push(quoted);
  }
  return { from, steps };
}

/** A property of its own or an element; what an object inherits is not there. */
export function stepInto(value: unknown, step: Step): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  // An object is read by its own keys alone, which is what a record of unknown values is.
  return Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined;
}

/** An object that is no list. */
export const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The path as a function, parsed once. */
export function compilePath(text: string): Reader {
  const { from, steps } = parsePath(text);
  const [first, second] = steps;
  if (from === 'label') return ({ labels }) => (first === undefined ? undefined : stepInto(labels, first));
  const start = from === 'root' ? ({ root }: Scope) => root : ({ each }: Scope) => each;
  if (first === undefined) return start;
  if (second === undefined) return (scope) => stepInto(start(scope), first);
  if (steps.length === 2) return (scope) => stepInto(stepInto(start(scope), first), second);
  return (scope) => steps.reduce<unknown>(stepInto, start(scope));
}

/** Each element of a list as the place to look from. */
export function elements(scope: Scope, read: Reader): Scope[] {
  const value = read(scope);
  return Array.isArray(value) ? value.slice(0, 1_000).map((each) => ({ ...scope, each })) : [];
}

/** Which parts of a payload a mapping has a name for. A leaf (`null`) is used as a whole. */
export type Used = Map<Step, Used | null>;

export function markUsed(used: Used, steps: readonly Step[]): void {
  let at = used;
  for (const [n, step] of steps.entries()) {
    const next = at.get(step);
    if (next === null) return;
    // An element of a list stands for the list.
    if (n === steps.length - 1 || typeof steps[n + 1] === 'number') {
      at.set(step, null);
      return;
    }
    const deeper: Used = next ?? new Map();
    at.set(step, deeper);
    at = deeper;
  }
}

/** More fields than this are longer, as text, than what is kept of them. */
const MOST_UNUSED = 11_000;

/** What a mapping has no name for: kept beside the alert. */
export function unused(value: unknown, used: Used): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const kept: [string, unknown][] = [];
  for (const [name, one] of Object.entries(value)) {
    if (kept.length >= MOST_UNUSED) break;
    if (one === null || one === undefined) continue;
    const part = used.get(name);
    if (part === undefined) kept.push([name, one]);
    else if (part !== null) {
      const inner = typeof one === 'object' && !Array.isArray(one) ? unused(one, part) : one;
      if (typeof inner !== 'object' || Object.keys(inner).length > 0) kept.push([name, inner]);
    }
  }
  return Object.fromEntries(kept);
}
