import { err, ok, type Result } from '../contract/errors.ts';
import type { PingKind } from '../model/heartbeat.ts';

/** What a ping's path says: which heartbeat, by its own key or by a slug under a ping key, and what happened to it. */
export type PingAddress = { kind: PingKind; exitCode?: number } & (
  | { by: 'key'; key: string }
  | { by: 'slug'; pingKey: string; slug: string }
);

/** As healthchecks.io answers it: there is no such address (404), or it is one that is written wrongly (400). */
type PingAddressProblem = 'not found' | 'invalid url format';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const WORD = /^[\w-]+$/;
const LONGEST_SLUG = 100;

/** Letters, digits, `-` and `_` are the same percent-encoded (RFC 3986, 2.3). */
const decoded = (path: string) =>
  path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const letter = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return WORD.test(letter) ? letter : code;
  });

/** A run id in the canonical form of a UUID; letters of either size mean the same. */
export function runIdOf(text: string): string | undefined {
  const id = text.toLowerCase();
  return UUID.test(id) ? id : undefined;
}

function signalOf(text: string): Pick<PingAddress, 'kind' | 'exitCode'> | undefined {
  if (text === '') return { kind: 'success' };
  if (text === 'start' || text === 'fail' || text === 'log') return { kind: text };
  if (!/^[0-9]+$/.test(text)) return undefined;
  const exitCode = Number(text);
  return { kind: exitCode === 0 ? 'success' : 'fail', exitCode };
}

/** Reads what stands behind `/ping/`, by the rules of healthchecks.io. A slash at the end is nothing. */
export function readPingAddress(path: string): Result<PingAddress, PingAddressProblem> {
  const [first = '', second = '', third = '', ...more] = decoded(path).replace(/\/$/, '').split('/');
  const own = UUID.test(first) && third === '' ? signalOf(second) : undefined;
  const signal = own ?? signalOf(third);
  if (!signal || more.length > 0 || !WORD.test(first)) return err('not found');
  if (!own && !WORD.test(second)) return err('not found');
  const isTooGreat = signal.exitCode !== undefined && signal.exitCode > 255;
  const isNoSlug = !own && (second !== second.toLowerCase() || second.length > LONGEST_SLUG);
  if (isTooGreat || isNoSlug) return err('invalid url format');
  return ok(own ? { ...own, by: 'key', key: first } : { ...signal, by: 'slug', pingKey: first, slug: second });
}
