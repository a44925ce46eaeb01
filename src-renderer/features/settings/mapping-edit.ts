import { compileMapping } from '../../../src-shared/intake/mapping.ts';
import type { NormalisedAlert } from '../../../src-shared/intake/normalised.ts';
import { type Expression, expressionSchema, type Mapping, mappingSchema } from '../../../src-shared/model/mapping.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** The fields of an alert that a person points at, in the order they are asked for. */
export const FIELDS = [
  'title',
  'status',
  'dedupKey',
  'service',
  'priority',
  'severity',
  'group',
  'summary',
  'url',
  'startsAt',
  'endsAt',
] as const;
export type Field = (typeof FIELDS)[number];

/** What each value of the payload means. */
export interface Meaning {
  value: string;
  means: string;
}
export const STATUSES = ['firing', 'resolved', 'ignore'] as const;

/** Fields whose values are told by a table. */
export type TabledField = 'status' | 'priority';
export const isTabled = (field: Field): field is TabledField => field === 'status' || field === 'priority';

/** A mapping as it is written: each field as one line of text. */
export interface MappingDraft {
  name: string;
  /** The payload as it was pasted. */
  sample: string;
  /** Where the alerts are; several places with `|` between them. */
  alerts: string;
  fields: Record<Field, string>;
  tables: Record<TabledField, Meaning[]>;
  /** What a value means that the table lacks; '' refuses the payload (status) or leaves it to the rules (priority). */
  others: Record<TabledField, string>;
  /** Paths of objects whose names and values become labels, one per line. */
  labels: string;
  /** Parts of a mapping that the editor has no field for; kept as they are. */
  rest: Record<string, unknown> & { labels?: unknown[]; fields?: Record<string, unknown> };
}

const EMPTY_FIELDS = Object.fromEntries(FIELDS.map((field) => [field, ''])) as Record<Field, string>;

export const NEW_DRAFT: MappingDraft = {
  name: '',
  sample: '',
  alerts: '$',
  fields: EMPTY_FIELDS,
  tables: { status: [], priority: [] },
  others: { status: '', priority: '' },
  labels: '',
  rest: {},
};

/** An expression as a line: paths with `|` between them, a text with `{path}`, `=` before a fixed value, else its JSON. */
export function writeExpression(expression: Expression | undefined): string {
  if (expression === undefined) return '';
  const simple = (one: Expression): string | undefined => {
    if (typeof one === 'string') return one.includes('|') || one.startsWith('=') ? undefined : one;
    if ('value' in one) return one.value.includes('|') ? undefined : `=${one.value}`;
    return undefined;
  };
  const alone = simple(expression);
  if (alone !== undefined) return alone;
  if (typeof expression === 'object' && 'text' in expression && expression.text.includes('{')) return expression.text;
  if (typeof expression === 'object' && 'first' in expression) {
    const parts = expression.first.map(simple);
    if (parts.length > 1 && parts.every((part) => part !== undefined)) return parts.join(' | ');
  }
  return JSON.stringify(expression);
}

/** For what the short forms cannot say. */
const isJsonLine = (line: string): boolean => /^\{\s*"/.test(line.trim());

/** The line back as an expression; undefined when it is empty, an error when it is none. */
export function readExpression(line: string): { ok: true; value: Expression | undefined } | { ok: false } {
  const text = line.trim();
  if (text === '') return { ok: true, value: undefined };
  const checked = (value: unknown) => {
    const parsed = expressionSchema.safeParse(value);
    return parsed.success ? { ok: true as const, value: parsed.data } : { ok: false as const };
  };
  if (isJsonLine(text)) {
    try {
      return checked(JSON.parse(text));
    } catch {
      return { ok: false };
    }
  }
  if (text.startsWith('=') && !text.includes('|')) return checked({ value: text.slice(1).trim() });
  if (text.includes('{')) return checked({ text });
  const parts = text.split('|').map((part) => part.trim());
  const all = parts.map((part) => (part.startsWith('=') ? { value: part.slice(1).trim() } : part));
  return checked(all.length === 1 ? all[0] : { first: all });
}

/** A step of a path as it is written; undefined for a name that no path can hold. */
function written(step: string | number): string | undefined {
  if (typeof step === 'number') return `[${step}]`;
  if (/^[^\s.[\]"$@|{}=][^.[\]"|{}]*$/.test(step)) return `.${step}`;
  return /^[^"|{}]{1,200}$/.test(step) ? `["${step}"]` : undefined;
}

/** The path of a place in a payload as the mapping writes it: inside the list of alerts from the alert, else from `$`. */
export function pathTo(steps: readonly (string | number)[], alerts: string): string | undefined {
  const parts = steps.map(written);
  if (parts.some((part) => part === undefined)) return undefined;
  const whole = parts.join('');
  if (alerts === '$') return whole.replace(/^(?:\[\d+\])?\.?/, '') || undefined;
  const list = `.${alerts.replace(/^\$\.?/, '').replace(/\[\]$/, '')}`;
  const rest = whole.startsWith(`${list}[`) ? /^\[\d+\](.*)$/.exec(whole.slice(list.length))?.[1] : undefined;
  if (rest !== undefined) return rest.replace(/^\./, '') || undefined;
  return `$${whole}`;
}

/** Where lists of objects are in a payload, as places where alerts may be; `$` is always one. */
export function alertPlaces(payload: unknown): string[] {
  const found: string[] = [];
  const walk = (value: unknown, path: string, depth: number) => {
    if (typeof value !== 'object' || value === null || depth > 3) return;
    if (Array.isArray(value)) {
      if (path !== '' && value.some((one) => typeof one === 'object' && one !== null)) found.push(`${path}[]`);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      const step = written(name);
      if (step !== undefined) walk(inner, `${path}${path === '' ? step.replace(/^\./, '') : step}`, depth + 1);
    }
  };
  walk(payload, '', 0);
  return ['$', ...found];
}

const FIRING =
  /^(?:firing|alert(?:ing)?|alerte|alarm|alarme|d[ée]faut|panne|down|error|critical|problem|trigger(?:ed)?|open(?:ed)?|fail(?:ed|ure)?|ko|warning|active|1|true)$/i;
const RESOLVED =
  /^(?:resolved?|r[ée]solue?|termin[ée]e?|r[ée]tablie?|ok|up|closed?|recover(?:ed|y)?|success|done|normal|inactive|0|false)$/i;
const PRIORITY_OF: readonly [RegExp, string][] = [
  [/^(?:p0|critical|fatal|emergency|disaster|page)$/i, 'P0'],
  [/^(?:p1|high|error|major)$/i, 'P1'],
  [/^(?:p2|warn(?:ing)?|medium|average|minor)$/i, 'P2'],
  [/^(?:p3|info(?:rmational|rmation)?)$/i, 'P3'],
  [/^(?:p4|low|none|debug)$/i, 'P4'],
];

/** What a value most likely means; '' where that is for a person to say. */
export function guessMeaning(field: TabledField, value: string): string {
  if (field === 'priority') return PRIORITY_OF.find(([words]) => words.test(value))?.[1] ?? '';
  if (FIRING.test(value)) return 'firing';
  return RESOLVED.test(value) ? 'resolved' : '';
}

/** The payload; undefined while it is empty, an error where it is no JSON object or list. */
export function readSample(text: string): { ok: true; value: unknown } | { ok: false; why: string } | undefined {
  const clean = text.replace(/^\ufeff/, '').trim();
  if (clean === '') return undefined;
  try {
    const value: unknown = JSON.parse(clean);
    return typeof value === 'object' && value !== null
      ? { ok: true, value }
      : { ok: false, why: 'settings.senders.notAnObject' };
  } catch {
    return { ok: false, why: 'settings.senders.notJson' };
  }
}

function tableOf(draft: MappingDraft, field: TabledField, base: Expression): Expression {
  const rows = draft.tables[field].filter(({ value, means }) => value.trim() !== '' && means !== '');
  const fixed = typeof base === 'object' && 'value' in base;
  if (rows.length === 0 && draft.others[field] === '' && (field === 'priority' || fixed)) return base;
  const table = Object.fromEntries(rows.map(({ value, means }) => [value.trim(), means]));
  const other = draft.others[field];
  return other === '' ? { of: base, table } : { of: base, table, else: other };
}

/** The draft as the data that is kept, or the first thing that is not right with it. */
export function toMapping(
  draft: MappingDraft,
): { ok: true; value: Mapping } | { ok: false; field: Field | 'labels' | 'alerts'; why: string } {
  const fields: Record<string, unknown> = { ...draft.rest.fields };
  for (const field of FIELDS) {
    const read = readExpression(draft.fields[field]);
    if (!read.ok) return { ok: false, field, why: 'settings.senders.notAPath' };
    const { value } = read;
    if (value === undefined) continue;
    // What is written as JSON says all of it by itself.
    fields[field] = isTabled(field) && !isJsonLine(draft.fields[field]) ? tableOf(draft, field, value) : value;
  }
  if (fields.title === undefined) return { ok: false, field: 'title', why: 'settings.senders.titleNeeded' };
  if (fields.status === undefined) fields.status = { value: 'firing' };
  const objects = draft.labels
    .split('\n')
    .flatMap((line) => line.trim() || [])
    .map((object) => ({ object }));
  const labels = [...objects, ...(draft.rest.labels ?? [])];
  if (labels.length > 0) fields.labels = labels;
  const { labels: _, fields: __, ...rest } = draft.rest;
  const alerts = draft.alerts.split('|').map((path) => path.trim());
  const parsed = mappingSchema.safeParse({ ...rest, alerts, fields });
  if (parsed.success) return { ok: true, value: parsed.data };
  const [first, second] = parsed.error.issues[0]?.path ?? [];
  const field =
    first === 'alerts' ? 'alerts' : second === 'labels' ? 'labels' : (FIELDS.find((one) => one === second) ?? 'title');
  return { ok: false, field, why: 'settings.senders.notAPath' };
}

/** A kept mapping as it is edited. */
export function toDraft(name: string, mapping: Mapping, sample = ''): MappingDraft {
  const { alerts, fields, ...rest } = mapping;
  const tables: MappingDraft['tables'] = { status: [], priority: [] };
  const others: MappingDraft['others'] = { status: '', priority: '' };
  const lines = { ...EMPTY_FIELDS };
  for (const field of FIELDS) {
    const one = fields[field];
    const split =
      isTabled(field) &&
      typeof one === 'object' &&
      'table' in one &&
      one.absent === undefined &&
      !isJsonLine(writeExpression(one.of));
    lines[field] = writeExpression(split ? one.of : one);
    if (!split) continue;
    tables[field] = Object.entries(one.table).map(([value, means]) => ({ value, means }));
    others[field] = one.else ?? '';
  }
  const labels = fields.labels ?? [];
  const { annotations, links, images } = fields;
  const kept = { annotations, links, images };
  return {
    name,
    sample,
    alerts: alerts.join(' | '),
    fields: lines,
    tables,
    others,
    labels: labels.flatMap((one) => ('object' in one ? [one.object] : [])).join('\n'),
    rest: {
      ...rest,
      labels: labels.filter((one) => !('object' in one)),
      fields: Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    },
  };
}

/** The alerts that the pasted payload becomes, or why it becomes none. */
export function tryMapping(
  mapping: Mapping,
  payload: unknown,
  now: Instant,
): { ok: true; alerts: { alert: NormalisedAlert; service: string | undefined }[] } | { ok: false; message: string } {
  const result = compileMapping(mapping, 'a payload of this mapping')(payload, now);
  if (!result.ok) return { ok: false, message: result.error.message };
  return {
    ok: true,
    alerts: result.value.flatMap(({ group, alerts }) => alerts.map((alert) => ({ alert, service: group.service }))),
  };
}
