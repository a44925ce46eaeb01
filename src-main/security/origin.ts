import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { blobOf } from '../../src-shared/model/blob.ts';

export const APP_SCHEME = 'app';
export const APP_HOST = 'console';
/** IndexedDB is keyed by it: changing it would lose everybody's local copy. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Whether the URL is a page or file of the console itself. */
export function isAppUrl(raw: string): boolean {
  const url = parseUrl(raw);
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && !url.username && !url.password;
}

/** The hash in `app://console/blob/<sha256>.<ending>`; undefined for any other address. */
export function blobOfUrl(raw: string): string | undefined {
  const url = parseUrl(raw);
  return url !== null && isAppUrl(raw) && url.search === '' ? blobOf(url.pathname.slice(1)) : undefined;
}

/** Whether the window may show it: a page of the console, not a file that somebody gave it. */
export function isPageUrl(raw: string): boolean {
  return isAppUrl(raw) && !/^\/+blob(?:\/|$)/i.test(parseUrl(raw)?.pathname ?? '');
}

/** `127.0.0.0/8`, `::1`, `localhost` and names below it (RFC 6761 §6.3). */
function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(?:\.\d{1,3}){3}$/.test(hostname)
  );
}

/**
 * The origin of a server as typed by a person: https anywhere, http on the loopback only, since Chromium refuses a
 * plain-text request from a secure page anywhere else. A bare host means https.
 */
export function parseServer(raw: string): Result<string, AppError> {
  const text = raw.trim();
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url?.hostname) return invalid('server: not a URL');
  if (url.username || url.password) return invalid('server: no user name or password in the URL');
  if (url.search || url.hash || url.pathname !== '/') return invalid('server: only a scheme, a host and a port');
  if (url.protocol === 'https:') return ok(url.origin);
  if (url.protocol !== 'http:') return invalid('server: https is needed');
  if (!isLoopback(url.hostname)) return invalid('server: plain http is accepted on this machine only; use https');
  return ok(url.origin);
}

/** What the machine may open for a person outside the console: https, mail and telephone. `null` refuses. */
export function parseExternal(raw: string): string | null {
  const url = parseUrl(raw);
  if (!url || url.username || url.password) return null;
  if (url.protocol === 'https:') return url.hostname ? url.href : null;
  if (url.protocol === 'mailto:') return mailLink(url);
  if (url.protocol === 'tel:') return /^\+?[\d().\s-]{2,40}$/.test(decodeSafely(url.pathname)) ? url.href : null;
  return null;
}

/** An address, a subject and a text; `attach` and the like, which some mail programs obey, are left out. */
function mailLink(url: URL): string | null {
  if (!/^[^\s/?&]+@[^\s/?&]+$/.test(url.pathname)) return null;
  const kept = ['subject', 'body'].flatMap((name) => {
    const value = url.searchParams.get(name);
    return value === null ? [] : [`${name}=${encodeURIComponent(value)}`];
  });
  return `mailto:${url.pathname}${kept.length > 0 ? `?${kept.join('&')}` : ''}`;
}

function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

function parseUrl(raw: string): URL | null {
  return URL.canParse(raw) ? new URL(raw) : null;
}

function invalid(message: string): { ok: false; error: AppError } {
  return err({ code: 'invalid', message });
}
