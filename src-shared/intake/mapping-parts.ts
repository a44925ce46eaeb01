import type { Expression, ImageSource, LinkSource, Mapping } from '../model/mapping.ts';
import { pathsOf } from './expressions.ts';
import { isObject, markUsed, type Path, parsePath, stepInto, type Used } from './paths.ts';

/** Which parts of payload and alert have a name; the rest is kept beside the alert. */
export function usedParts({ fields, alerts, drop = [] }: Mapping) {
  const root: Used = new Map();
  const each: Used = new Map();
  const listed = (sources: readonly (LinkSource | ImageSource)[] = []) =>
    sources.flatMap(({ list, ...rest }) =>
      list === undefined ? Object.values(rest).flatMap((one) => (one === undefined ? [] : pathsOf(one))) : [list],
    );
  const named = [...(fields.labels ?? []), ...(fields.annotations ?? [])].flatMap((source) => {
    if ('object' in source) return [source.object];
    if ('tags' in source) return [source.tags];
    return 'list' in source ? [source.list] : pathsOf(source.value);
  });
  const { labels: _l, annotations: _a, links, images, ...texts } = fields;
  const own = Object.values(texts).flatMap((one: Expression | undefined) => (one === undefined ? [] : pathsOf(one)));
  for (const text of [...own, ...named, ...listed(links), ...listed(images), ...drop]) {
    const { from, steps } = parsePath(text);
    if (from !== 'label') markUsed(from === 'root' ? root : each, steps);
  }
  for (const text of alerts) markUsed(root, parsePath(text).steps);
  return { root, each };
}

/** Text that is no JSON stays as it is. */
function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** The payload with the text at a path replaced by the JSON that it holds. */
export function readInner(root: unknown, [step, ...rest]: Path['steps']): unknown {
  if (step === undefined) return parsed(root);
  const inner = stepInto(root, step);
  if (inner === undefined || typeof step !== 'string' || !isObject(root)) return root;
  return { ...root, [step]: readInner(inner, rest) };
}
