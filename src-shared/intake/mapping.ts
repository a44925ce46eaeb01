import { err, ok, type Result } from '../contract/errors.ts';
import type { Demand, Expression, ImageSource, LabelSource, LinkSource, Mapping } from '../model/mapping.ts';
import type { Instant } from '../time/clock.ts';
import { cleanLabels, cleanLine, cleanText, cleanTime, cleanUrl, extraOf, sharedExtra } from './clean.ts';
import { compileExpression, pathsOf, type TextOf } from './expressions.ts';
import { groupAlerts, type IntakeError, type Placed } from './groups.ts';
import { hashText } from './keys.ts';
import { type AlertGroup, MAX_ALERTS, type NormalisedAlert } from './normalised.ts';
import {
  compilePath,
  markUsed,
  type Path,
  parsePath,
  type Reader,
  type Scope,
  stepInto,
  type Used,
  unused,
} from './paths.ts';

/**
 * A sender's payload, parsed from JSON, to our own form. `now` stands in for a start that the sender does not know. No
 * group at all when the payload is the sender's and says nothing about an alert.
 */
export type Adapter = (body: unknown, now: Instant) => Result<AlertGroup[], IntakeError>;

/** The most links or images that one alert keeps. */
const MAX_LINKS = 50;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Why a part of a payload is not what was demanded, or nothing. */
function compileDemand({ path, is, oneOf, optional }: Demand): (scope: Scope) => string | undefined {
  const read = compilePath(path);
  const allowed = oneOf && new Set(oneOf.map((one) => one.toLowerCase()));
  return (scope) => {
    const value = read(scope);
    if (value === undefined && optional) return undefined;
    const wrong = (what: string) => `expected ${what} at ${path}`;
    if (is === 'text' && (typeof value !== 'string' || value.trim() === '')) return wrong('a text');
    if (is === 'object' && !isObject(value)) return wrong('an object');
    if (is === 'list' && !Array.isArray(value)) return wrong('a list');
    if (is === undefined && value === undefined) return wrong('something');
    if (allowed && !allowed.has(String(cleanLine(value, 200)).toLowerCase())) return wrong(oneOf?.join(' or ') ?? '');
    return undefined;
  };
}

/** Names and values, not cleaned yet. */
type LabelsOf = (scope: Scope, into: Record<string, unknown>) => void;

function compileLabels(source: LabelSource): LabelsOf {
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

/** Each element of a list as the place to look from. */
function elements(scope: Scope, read: Reader): Scope[] {
  const value = read(scope);
  return Array.isArray(value) ? value.slice(0, 1_000).map((each) => ({ ...scope, each })) : [];
}

function compileNamed(sources: readonly LabelSource[], strong: readonly (readonly [string, TextOf])[]) {
  const many: LabelsOf[] = [];
  const weak: (readonly [string, TextOf])[] = [];
  const single = [...strong];
  for (const source of sources) {
    if (!('name' in source) || 'list' in source) many.push(compileLabels(source));
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

function compileLinks(sources: readonly LinkSource[]) {
  const all = sources.map((source) => ({
    list: source.list === undefined ? undefined : compilePath(source.list),
    href: compileExpression(source.href),
    text: source.text === undefined ? undefined : compileExpression(source.text),
  }));
  return (scope: Scope) =>
    all
      .flatMap(({ list, href, text }) =>
        (list ? elements(scope, list) : [scope]).flatMap((inner) => {
          const address = cleanUrl(href(inner));
          const words = cleanLine(text?.(inner), 500);
          return address === undefined ? [] : [{ href: address, ...(words === undefined ? {} : { text: words }) }];
        }),
      )
      .slice(0, MAX_LINKS);
}

function compileImages(sources: readonly ImageSource[]) {
  const all = sources.map((source) => ({
    list: source.list === undefined ? undefined : compilePath(source.list),
    src: compileExpression(source.src),
    href: source.href === undefined ? undefined : compileExpression(source.href),
    alt: source.alt === undefined ? undefined : compileExpression(source.alt),
  }));
  return (scope: Scope) =>
    all
      .flatMap(({ list, src, href, alt }) =>
        (list ? elements(scope, list) : [scope]).flatMap((inner) => {
          const address = cleanUrl(src(inner));
          const link = cleanUrl(href?.(inner));
          const words = cleanLine(alt?.(inner), 500);
          if (address === undefined) return [];
          return [{ src: address, ...(link === undefined ? {} : { href: link }), ...(words && { alt: words }) }];
        }),
      )
      .slice(0, MAX_LINKS);
}

/** A key of any length as one that fits: what is cut off is told apart by a digest. */
function bounded(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= max ? line : `${line.slice(0, max - 40).toWellFormed()}…${hashText(line)}`;
}

/** Which parts of payload and alert have a name; the rest is kept beside the alert. */
function usedParts({ fields, alerts, drop = [] }: Mapping) {
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

function compileFields(mapping: Mapping) {
  const { fields, zone } = mapping;
  const optional = (one: Expression | undefined): TextOf =>
    one === undefined ? () => undefined : compileExpression(one);
  const given = (['priority', 'severity'] as const).flatMap((name) => {
    const one = fields[name];
    return one === undefined ? [] : [[name, compileExpression(one)] as const];
  });
  const labelsOf = compileNamed(fields.labels ?? [], given);
  const annotationsOf = compileNamed(fields.annotations ?? [], []);
  const status = compileExpression(fields.status);
  const title = compileExpression(fields.title);
  const dedupKey = compileExpression(fields.dedupKey ?? { hash: [fields.service ?? { value: '' }, fields.title] });
  const group = optional(fields.group);
  const service = optional(fields.service);
  const summary = optional(fields.summary);
  const url = optional(fields.url);
  const startsAt = optional(fields.startsAt);
  const endsAt = fields.endsAt === undefined ? undefined : compileExpression(fields.endsAt);
  const links = fields.links && compileLinks(fields.links);
  const images = fields.images && compileImages(fields.images);
  const urlPath = typeof fields.url === 'string' ? fields.url : undefined;

  /** Nothing when it is no alert; a text that says why it cannot be taken for one. */
  return (
    found: Scope,
    now: Instant,
    leftOver: (address: Record<string, unknown>) => string | undefined,
  ): Placed | string | undefined => {
    const scope: Scope = { ...found, labels: labelsOf(found) };
    const said = status(scope)?.trim().toLowerCase();
    if (said === 'ignore') return undefined;
    if (said !== 'firing' && said !== 'resolved') return said === undefined ? 'no known status' : `status ${said}`;
    const named = cleanLine(title(scope), 500);
    if (named === undefined) return 'no title';
    const raw = url(scope);
    const sourceUrl = cleanUrl(raw);
    const allLinks = links?.(scope) ?? [];
    const allImages = images?.(scope) ?? [];
    const alert: NormalisedAlert = {
      dedupKey: bounded(dedupKey(scope) ?? hashText(named), 500),
      status: said,
      title: named,
      summary: summary(scope),
      labels: scope.labels,
      annotations: annotationsOf(scope),
      startsAt: cleanTime(startsAt(scope), zone) ?? now,
      endsAt: said === 'firing' ? undefined : endsAt ? cleanTime(endsAt(scope), zone) : now,
      sourceUrl,
      ...(allLinks.length > 0 ? { links: allLinks } : {}),
      ...(allImages.length > 0 ? { images: allImages } : {}),
      extra: leftOver(urlPath !== undefined && raw !== undefined && sourceUrl === undefined ? { [urlPath]: raw } : {}),
    };
    return { alert, group: bounded(group(scope) ?? alert.dedupKey, 1_900), service: service(scope) };
  };
}

/** JSON inside a text, read where it stands; text that is none stays. */
function readInner(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function withInner(root: unknown, [step, ...rest]: Path['steps']): unknown {
  if (step === undefined) return readInner(root);
  const inner = stepInto(root, step);
  if (inner === undefined || typeof step !== 'string' || !isObject(root)) return root;
  return { ...root, [step]: withInner(inner, rest) };
}

/**
 * Compiles a mapping to functions, once. `wanted` is how a refusal calls the payload: « This is not <wanted>: … ».
 * Total: whatever JSON comes gives alerts that the model accepts or an error in one sentence.
 */
export function compileMapping(mapping: Mapping, wanted: string): Adapter {
  const demands = (mapping.expect ?? []).map(compileDemand);
  const demandsOfEach = (mapping.each ?? []).map(compileDemand);
  const inner = (mapping.parse ?? []).map((path) => parsePath(path).steps);
  const places = mapping.alerts.map((path) => ({
    path,
    read: compilePath(path),
    whole: parsePath(path).steps.length === 0,
  }));
  const place = compileFields(mapping);
  const used = usedParts(mapping);
  const usedOfWhole: Used = usedParts({ ...mapping, alerts: ['$'] }).root;
  for (const [step, part] of used.each) usedOfWhole.set(step, part);
  const refuse = (why: string) => err({ code: 'invalid' as const, message: `This is not ${wanted}: ${why}.` });

  return (body, now) => {
    const root = inner.reduce<unknown>(withInner, body);
    const whole: Scope = { root, each: root, labels: {} };
    if (typeof root !== 'object' || root === null) return refuse('expected an object');
    for (const demand of demands) {
      const wrong = demand(whole);
      if (wrong !== undefined) return refuse(wrong);
    }
    const found = places.find(({ read }) => typeof read(whole) === 'object' && read(whole) !== null);
    const value = found?.read(whole);
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (!found || list.length === 0) return refuse(`expected alerts at ${mapping.alerts.join(' or ')}`);
    if (list.length > MAX_ALERTS) {
      return err({ code: 'tooMany', message: `${list.length} alerts in one payload; ${MAX_ALERTS} at most.` });
    }
    const shared = found.whole ? {} : sharedExtra(unused(root, used.root), list.length);
    const placed: Placed[] = [];
    for (const [n, each] of list.entries()) {
      const scope: Scope = { root, each, labels: {} };
      const where = Array.isArray(value) ? ` in ${found.path.replace('[]', '')}.${n}` : '';
      if (!isObject(each)) return refuse(`expected an object${where}`);
      for (const demand of demandsOfEach) {
        const wrong = demand(scope);
        if (wrong !== undefined) return refuse(wrong + where);
      }
      const one = place(scope, now, (address) =>
        extraOf(shared, unused(each, found.whole ? usedOfWhole : used.each), address),
      );
      if (typeof one === 'string') return refuse(`${one}${where}`);
      if (one) placed.push(one);
    }
    return ok(groupAlerts(placed));
  };
}
