import { err, ok, type Result } from '../contract/errors.ts';
import type { Demand, Expression, Mapping } from '../model/mapping.ts';
import type { Instant } from '../time/clock.ts';
import { cleanLine, cleanTime, cleanUrl, extraOf, sharedExtra } from './clean.ts';
import { compileExpression, type TextOf } from './expressions.ts';
import { groupAlerts, type IntakeError, type Placed } from './groups.ts';
import { hashText } from './keys.ts';
import { compileLabels } from './mapping-labels.ts';
import { compileImages, compileLinks } from './mapping-links.ts';
import { readInner, usedParts } from './mapping-parts.ts';
import { type AlertGroup, MAX_ALERTS, type NormalisedAlert } from './normalised.ts';
import { compilePath, isObject, parsePath, type Scope, type Used, unused } from './paths.ts';

/**
 * A sender's payload, parsed from JSON, to our own form. `now` stands in for a start that the sender does not know. No
 * group at all when the payload is the sender's and says nothing about an alert.
 */
export interface Adapter {
  (body: unknown, now: Instant): Result<AlertGroup[], IntakeError>;
  /** The same with a pause after each hundred alerts, for whoever reads a large payload and lets others go first. */
  inTurns(body: unknown, now: Instant): Generator<undefined, Result<AlertGroup[], IntakeError>>;
}

const ALERTS_A_TURN = 100;

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

/** A key of any length as one that fits: what is cut off is told apart by a digest. */
function bounded(text: string, max: number): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= max ? line : `${line.slice(0, max - 40).toWellFormed()}…${hashText(line)}`;
}

function compileFields(mapping: Mapping) {
  const { fields, zone } = mapping;
  const optional = (one: Expression | undefined): TextOf =>
    one === undefined ? () => undefined : compileExpression(one);
  const given = (['priority', 'severity'] as const).flatMap((name) => {
    const one = fields[name];
    return one === undefined ? [] : [[name, compileExpression(one)] as const];
  });
  const labelsOf = compileLabels(fields.labels ?? [], given);
  const annotationsOf = compileLabels(fields.annotations ?? [], []);
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

  function* inTurns(body: unknown, now: Instant): ReturnType<Adapter['inTurns']> {
    const root = inner.reduce<unknown>(readInner, body);
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
      if (n > 0 && n % ALERTS_A_TURN === 0) yield undefined;
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
  }

  const atOnce = (body: unknown, now: Instant) => {
    const reading = inTurns(body, now);
    for (;;) {
      const step = reading.next();
      if (step.done) return step.value;
    }
  };
  return Object.assign(atOnce, { inTurns });
}
