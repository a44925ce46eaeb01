import type { LabelSource } from '../model/mapping.ts';
import { cleanLabels, cleanLine, cleanText } from './clean.ts';
import { compileExpression, type TextOf } from './expressions.ts';
import { compilePath, elements, isObject, type Scope } from './paths.ts';

/** Names and values, not cleaned yet. */
type LabelsOf = (scope: Scope, into: Record<string, unknown>) => void;

function compileSource(source: LabelSource): LabelsOf {
  if ('object' in source) {
    const read = compilePath(source.object);
    return (scope, into) => {
      const value = read(scope);
      if (isObject(value)) for (const [name, one] of Object.entries(value)) define(into, name, one);
    };
  }
  if ('tags' in source) {
    const read = compilePath(source.tags);
    return (scope, into) => {
      const value = read(scope);
      const all = Array.isArray(value) ? value : (cleanText(value, 65_536)?.split(source.split, 1_000) ?? []);
      for (const one of all) {
        const tag = cleanLine(one, 8_192);
        if (tag === undefined) continue;
        const at = tag.indexOf(source.between);
        if (at > 0) define(into, tag.slice(0, at).trim(), tag.slice(at + source.between.length).trim());
        else define(into, tag, 'true');
      }
    };
  }
  if (!('list' in source)) return () => undefined;
  const read = compilePath(source.list);
  const name = compileExpression(source.name);
  const value = compilePath(source.value);
  return (scope, into) => {
    for (const inner of elements(scope, read)) {
      const key = name(inner);
      if (key !== undefined) define(into, key, value(inner) ?? '');
    }
  };
}

/** A property of its own even when it is called `__proto__`; cleaning leaves such a one out. */
function define(into: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') return;
  into[name] = value;
}

/** All labels of an alert, cleaned. `strong` ones win over whatever else has their name. */
export function compileLabels(sources: readonly LabelSource[], strong: readonly (readonly [string, TextOf])[]) {
  const many: LabelsOf[] = [];
  const weak: (readonly [string, TextOf])[] = [];
  const single = [...strong];
  for (const source of sources) {
    if (!('name' in source) || 'list' in source) many.push(compileSource(source));
    else (source.unlessGiven ? weak : single).push([source.name, compileExpression(source.value)]);
  }
  return (scope: Scope): Record<string, string> => {
    const given: Record<string, string> = {};
    for (const [name, of] of single) {
      const text = of(scope);
      if (text !== undefined) given[name] = text;
    }
    const all: Record<string, unknown> = { ...given };
    for (const one of many) one(scope, all);
    for (const [name, of] of weak) {
      if (!Object.hasOwn(all, name)) all[name] = of(scope);
    }
    // First and last: they are among the labels that stay, and win over others of the same name.
    return cleanLabels(Object.assign(all, given));
  };
}
