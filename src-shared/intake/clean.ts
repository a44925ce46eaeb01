import { webUrlSchema } from '../model/web-url.ts';
import type { Instant } from '../time/clock.ts';
import { instant } from '../time/clock.ts';
import { instantOfWallClock, isZone } from '../time/zone.ts';

const MAX_LABELS = 500;
/** Names and values of one alert's labels together, in UTF-16 units. */
const MAX_LABEL_TEXT = 65_536;
/** Labels that say what an alert is: they are kept first when there are more than can be. */
const PROMINENT: ReadonlySet<string> = new Set([
  'priority',
  'severity',
  'alertname',
  'service',
  'app',
  'job',
  'instance',
  'summary',
  'description',
  'message',
]);
/** The last millisecond of year 9999. */
const MAX_INSTANT: Instant = 253_402_300_799_999;
const MAX_EXTRA = 65_536;
/** What all alerts of a payload carry of its own unknown fields together. */
const MAX_SHARED_EXTRA = 262_144;
/** Keys that would reach an object's prototype when somebody copies them carelessly. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Control characters but tab and newline, and marks that turn the reading direction of what stands around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Printable ASCII with no blank at its ends: most of what comes, and clean as it is. */
const PLAIN = /^[!-~](?:[ -~]*[!-~])?$/;

/** Text of at most `max` UTF-16 units, whole characters, without control characters. */
export function cleanText(value: unknown, max: number): string | undefined {
  const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
  if (typeof text !== 'string') return undefined;
  if (text.length <= max && PLAIN.test(text)) return text;
  // Cut first: a megabyte of text is not worth cleaning.
  const clean = text
    .slice(0, max * 2)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .trim();
  const cut = clean.length <= max ? clean : `${clean.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
  return cut === '' ? undefined : cut;
}

/** Blanks other than single spaces. */
const SPACED = /[^\S ]| {2}/;

/** Text on one line. */
export function cleanLine(value: unknown, max: number): string | undefined {
  const text = cleanText(value, max);
  return text !== undefined && SPACED.test(text) ? text.replace(/\s+/g, ' ') : text;
}

/** Names and values as text. The first 500 stay, the telling ones before others; what is neither text, number nor boolean goes. */
export function cleanLabels(value: unknown): Record<string, string> {
  const labels: Record<string, string> = {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return labels;
  let count = 0;
  let size = 0;
  const entries = Object.entries(value);
  const prominent = entries.filter(([name]) => PROMINENT.has(name));
  const others = entries.filter(([name]) => !PROMINENT.has(name));
  for (const [rawName, rawValue] of [...prominent, ...others]) {
    const name = cleanLine(rawName, 256);
    if (name === undefined || UNSAFE_KEYS.has(name)) continue;
    const text = cleanText(rawValue, 8_192);
    if (text === undefined) continue;
    size += name.length + text.length;
    if (size > MAX_LABEL_TEXT) break;
    labels[name] = text;
    count += 1;
    if (count >= MAX_LABELS) break;
  }
  return labels;
}

/** An address that may become a link, or nothing. */
export function cleanUrl(value: unknown): string | undefined {
  const parsed = webUrlSchema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** RFC 3339 text, or nothing: absent, unreadable, before 1970 (Go's zero time) or after 9999. */
function cleanInstant(value: unknown): Instant | undefined {
  if (typeof value !== 'string') return undefined;
  try {
    const at = instant(value.trim());
    return at > 0 && at <= MAX_INSTANT ? at : undefined;
  } catch {
    return undefined;
  }
}

/** Wide enough for what senders write: `2026-11-22 03:00:00.5`, `2026.11.22T03:00:00+0000`. */
const LOOSE_TIME = /^(\d{4})[-./](\d\d)[-./](\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?) ?(Z|UTC|[+-]\d\d:?\d\d)?$/i;

/**
 * RFC 3339 and what comes close to it, or the epoch in seconds, milliseconds, micro- or nanoseconds, which their size
 * tells apart. A time without an offset is one of `zone`; without a zone it is nothing.
 */
export function cleanTime(value: unknown, zone?: string): Instant | undefined {
  if (typeof value === 'number' || (typeof value === 'string' && /^\d{9,19}(?:\.\d{1,9})?$/.test(value.trim()))) {
    const number = Number(value);
    const at = number < 1e11 ? number * 1e3 : number < 1e14 ? number : number < 1e17 ? number / 1e3 : number / 1e6;
    return at >= 1 && at <= MAX_INSTANT ? Math.floor(at) : undefined;
  }
  const strict = cleanInstant(value);
  if (strict !== undefined || typeof value !== 'string') return strict;
  const [, year, month, day, time, offset] = LOOSE_TIME.exec(value.trim().slice(0, 60)) ?? [];
  if (year === undefined) return undefined;
  const reading = `${year}-${month}-${day}T${time}`;
  if (offset !== undefined) {
    const far = /^[+-]/.test(offset) ? offset.replace(/(\d\d):?(\d\d)$/, '$1:$2') : 'Z';
    return cleanInstant(reading + far);
  }
  const wall = zone === undefined ? undefined : cleanInstant(`${reading}Z`);
  if (wall === undefined || zone === undefined || !isZone(zone)) return undefined;
  const at = instantOfWallClock(wall, zone, 'earlier');
  return at > 0 && at <= MAX_INSTANT ? at : undefined;
}

/** Unknown fields of a whole payload as each of its `count` alerts keeps them: the more alerts, the less of them. */
export function sharedExtra(fields: Record<string, unknown>, count: number): Record<string, unknown> {
  const text = extraOf(fields);
  if (text === undefined) return {};
  const share = Math.floor(MAX_SHARED_EXTRA / count);
  return text.length <= share ? fields : { truncated: text.slice(0, share).toWellFormed() };
}

/** What we have no name for, as JSON text; `undefined` when there is nothing, or it is nested beyond sense. */
export function extraOf(...parts: Record<string, unknown>[]): string | undefined {
  const all = Object.fromEntries(
    parts.flatMap((part) => Object.entries(part)).filter(([, value]) => value !== undefined),
  );
  if (Object.keys(all).length === 0) return undefined;
  try {
    const text = JSON.stringify(all);
    return text.length <= MAX_EXTRA ? text : JSON.stringify({ truncated: text.slice(0, 20_000).toWellFormed() });
  } catch {
    return undefined;
  }
}
