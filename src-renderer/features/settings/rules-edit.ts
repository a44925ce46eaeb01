import { priorityOf } from '../../../src-shared/intake/priority.ts';
import type { PriorityRules } from '../../../src-shared/model/alert.ts';
import type { Priority } from '../../../src-shared/model/priority.ts';

export type Rule = PriorityRules['rules'][number];
export type Condition = Rule['when'][number];

/**
 * Labels as a person pastes them → a record; undefined when nothing can be read. Takes JSON (an object of labels, an
 * Alertmanager alert or webhook), Prometheus notation `{severity="critical", job="api"}` and lines `severity: critical`
 * or `severity=critical`.
 */
export function readLabels(text: string): Record<string, string> | undefined {
  const tidy = text.trim();
  if (tidy === '') return undefined;
  if (tidy.startsWith('{') || tidy.startsWith('[')) {
    const json = parseJson(tidy);
    if (json !== undefined) return labelsOf(json);
  }
  const labels: Record<string, string> = {};
  const inside = tidy.replace(/^[^{]*\{([\s\S]*)\}\s*$/, '$1');
  const pair = /([A-Za-z_][\w.-]*)\s*(?:=|:)\s*(?:"((?:[^"\\]|\\.)*)"|([^,\n]*))/g;
  for (const match of inside.matchAll(pair)) {
    const value = match[2] === undefined ? (match[3] ?? '').trim() : match[2].replace(/\\(.)/g, '$1');
    labels[match[1] ?? ''] = value;
  }
  return Object.keys(labels).length === 0 ? undefined : labels;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function labelsOf(json: unknown): Record<string, string> | undefined {
  if (Array.isArray(json)) return labelsOf(json[0]);
  if (!isObject(json)) return undefined;
  if (Array.isArray(json.alerts)) return labelsOf(json.alerts[0]);
  if (isObject(json.labels)) return labelsOf(json.labels);
  const texts = Object.entries(json).flatMap(([key, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)] as const] : [],
  );
  return texts.length === 0 ? undefined : Object.fromEntries(texts);
}

/** Which rule decides about these labels, by its place in the list; null when the fallback does. */
export function decide(
  labels: Readonly<Record<string, string>>,
  rules: PriorityRules,
): { rule: number | null; priority: Priority } {
  const index = rules.rules.findIndex((rule) => !priorityOf(labels, { ...rules, rules: [rule] }).guessed);
  return { rule: index < 0 ? null : index, priority: priorityOf(labels, rules).priority };
}

export const NEW_RULE: Rule = { when: [{ label: 'severity', op: 'is', value: '' }], priority: 'P2' };

export const replaceAt = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((one, at) => (at === index ? item : one));

export const removeAt = <T>(list: readonly T[], index: number): T[] => list.filter((_, at) => at !== index);

/** Moves an item by one place; at the end of the list nothing changes. */
export function moveBy<T>(list: readonly T[], index: number, step: -1 | 1): T[] {
  const to = index + step;
  const item = list[index];
  if (item === undefined || to < 0 || to >= list.length) return [...list];
  return removeAt(list, index).toSpliced(to, 0, item);
}
