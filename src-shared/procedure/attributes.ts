import { ROLES } from '../model/person.ts';
import { STEP_ACTIONS } from '../model/procedure.ts';
import { DAY, HOUR, MINUTE, type Millis, SECOND } from '../time/clock.ts';
import type { StepKind } from './step.ts';

/** Attributes behind a step's text in the syntax of Pandoc: `{#id .class key=value key="with blanks"}`. */
export interface Attributes {
  id?: string;
  classes: readonly string[];
  values: ReadonlyMap<string, string>;
}

/** One attribute, with the blanks in front of it. Read one after the other: no text makes it look back. */
const PART = /\s*(?:([#.])([^\s"{}=]+)|([A-Za-z][\w-]{0,100})=(?:"([^"\n]*)"|([^\s"{}]+)))/y;

function readBlock(line: string, open: number): Attributes | undefined {
  const classes: string[] = [];
  const values = new Map<string, string>();
  let id: string | undefined;
  let at = open + 1;
  for (;;) {
    PART.lastIndex = at;
    const part = PART.exec(line);
    if (!part) break;
    const [, mark, name = '', key, quoted, bare] = part;
    if (mark === '#') id ??= name;
    else if (mark === '.') classes.push(name);
    else if (key !== undefined) values.set(key, quoted ?? bare ?? '');
    at = PART.lastIndex;
  }
  if (at === open + 1 || line.slice(at).trim() !== '}') return undefined;
  return { ...(id === undefined ? {} : { id }), classes, values };
}

/** Braces that are looked at in one line; quoted values may hold some. */
const MOST_BRACES = 50;

/** Splits a line into its text and the attributes at its end, which may be absent. */
export function splitAttributes(line: string): { text: string; attributes: Attributes } {
  const trimmed = line.trimEnd();
  if (trimmed.endsWith('}')) {
    let open = trimmed.length;
    let first: { text: string; attributes: Attributes } | undefined;
    for (let tried = 0; tried < MOST_BRACES && open > 0; tried++) {
      open = trimmed.lastIndexOf('{', open - 1);
      if (open < 0) break;
      const attributes = readBlock(trimmed, open);
      // A brace inside of quotes may read like a block of its own: the one that begins first is meant.
      if (attributes) first = { text: trimmed.slice(0, open).trim(), attributes };
    }
    if (first) return first;
  }
  return { text: line.trim(), attributes: { classes: [], values: new Map() } };
}

const UNITS: Record<string, Millis> = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY, y: 365 * DAY };

/** Milliseconds of a duration as Prometheus writes it (`1h30m`, `90s`); undefined when it is none, or 0. */
export function durationOf(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d{1,9})(ms|[smhdwy])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) return undefined;
  const sum = parts.reduce((total, [, count, unit]) => total + Number(count) * (UNITS[unit ?? ''] ?? 0), 0);
  return sum > 0 && sum <= (UNITS.y ?? 0) ? sum : undefined;
}

/** A duration as Prometheus writes it, in the largest units that leave nothing over. */
export function printDuration(length: number): string {
  let rest = length;
  let text = '';
  for (const unit of ['d', 'h', 'm', 's', 'ms']) {
    const size = UNITS[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text;
}

/** Why a step's attributes make no sense; the step is taken as a check then. */
export type StepProblem =
  | 'unknownClass'
  | 'noOptions'
  | 'badNumber'
  | 'noUrl'
  | 'noCommand'
  | 'badDuration'
  | 'unknownRole'
  | 'unknownAction'
  | 'badId'
  /** The whole text is shown as it is: quotes or lists lie too deep inside of one another. */
  | 'tooDeep'
  /** The same: more lines than anybody works through. */
  | 'tooLong'
  | 'sameId';

export interface StepSource {
  url?: string;
  command?: string;
}

const CHECK = { kind: 'check' } as const;
type Read = { step: StepKind; problem?: StepProblem };
const problem = (name: StepProblem): Read => ({ step: CHECK, problem: name });

function measureOf(values: Attributes['values']): Read {
  const bounds: { min?: number; max?: number } = {};
  for (const key of ['min', 'max'] as const) {
    const raw = values.get(key);
    if (raw === undefined) continue;
    const value = Number(raw);
    if (raw.trim() === '' || !Number.isFinite(value)) return problem('badNumber');
    bounds[key] = value;
  }
  const unit = values.get('unit');
  return { step: { kind: 'measure', ...(unit ? { unit } : {}), ...bounds } };
}

/** What kind of step the attributes ask for. `source` is what its text holds: the first link, the first code. */
export function stepKindOf({ classes, values }: Attributes, source: StepSource): Read {
  switch (classes[0]) {
    case undefined:
    case 'check':
      return { step: CHECK };
    case 'text':
      return { step: { kind: 'text' } };
    case 'choice': {
      const options = (values.get('options') ?? '').split('|').flatMap((option) => option.trim() || []);
      return options.length > 1 ? { step: { kind: 'choice', options: [...new Set(options)] } } : problem('noOptions');
    }
    case 'measure':
      return measureOf(values);
    case 'link':
      return source.url === undefined ? problem('noUrl') : { step: { kind: 'link', url: source.url } };
    case 'command':
      return source.command === undefined
        ? problem('noCommand')
        : { step: { kind: 'command', command: source.command } };
    case 'timer': {
      const length = durationOf(values.get('for') ?? '');
      return length === undefined ? problem('badDuration') : { step: { kind: 'timer', length } };
    }
    case 'approval': {
      const by = ROLES.find((role) => role === (values.get('by') ?? 'responder'));
      return by ? { step: { kind: 'approval', by } } : problem('unknownRole');
    }
    case 'action': {
      const action = STEP_ACTIONS.find((name) => name === values.get('do'));
      return action ? { step: { kind: 'action', action } } : problem('unknownAction');
    }
    default:
      return problem('unknownClass');
  }
}
