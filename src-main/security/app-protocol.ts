import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { protocol } from 'electron';
import { imageType } from '../blobs/content-type.ts';
import { APP_HOST, APP_SCHEME, blobOfUrl } from './origin.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
  '.wasm': 'application/wasm',
};

/** Where vite writes the nonce of injected styles; replaced by a fresh one in each answer. */
const NONCE_PLACE = /__CSP_NONCE__/g;

export interface AppFiles {
  /** Path prefix → folder; the longest prefix wins, `/` is the page. */
  mounts: Record<string, string>;
  /** The one server the page may reach, or `undefined` before one is named. */
  server(): string | undefined;
  /** The file of a hash under `/blob/`, checked; undefined when it does not lie here. */
  blob?(hash: string): Promise<Buffer | undefined>;
}

/** Before `ready`: a standard, secure scheme gives the page a real origin, IndexedDB and code caching. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** The content security policy of one answer. */
function contentSecurityPolicy(server: string | undefined, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    `connect-src 'self'${server ? ` ${server}` : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The file behind a URL of the console, or `null` when it would leave its folder or is hidden. */
export function resolveFile(mounts: Record<string, string>, rawUrl: string): string | null {
  if (!URL.canParse(rawUrl)) return null;
  const url = new URL(rawUrl);
  if (url.protocol !== `${APP_SCHEME}:` || url.host !== APP_HOST) return null;
  let pathname: string;
  try {
    pathname = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (pathname === '' || pathname === '/') pathname = '/index.html';
  if (/[\0\\:]/.test(pathname) || pathname.split('/').some((part) => part.startsWith('.'))) return null;
  const prefix = Object.keys(mounts)
    .filter((candidate) => pathname.startsWith(candidate))
    .sort((a, b) => b.length - a.length)[0];
  const folder = prefix === undefined ? undefined : mounts[prefix];
  if (prefix === undefined || folder === undefined) return null;
  const file = path.resolve(folder, `.${path.posix.sep}${pathname.slice(prefix.length)}`);
  return file.startsWith(path.resolve(folder) + path.sep) ? file : null;
}

/** What a request is answered with; the shape of Electron's `ProtocolResponse`. */
interface AppAnswer {
  statusCode: number;
  headers: Record<string, string>;
  data: Buffer;
}

const NOTHING = Buffer.alloc(0);

/** Answers `app://console/…` from the built page, read-only, each answer with its full set of safety headers. */
export function createAppHandler(files: AppFiles): (request: { url: string; method: string }) => Promise<AppAnswer> {
  return async ({ url, method }) => {
    const nonce = randomBytes(16).toString('base64');
    const answer = (statusCode: number, body: Buffer | string, type = 'text/plain; charset=utf-8'): AppAnswer => ({
      statusCode,
      headers: {
        'Content-Type': type,
        'Content-Security-Policy': contentSecurityPolicy(files.server(), nonce),
        'X-Content-Type-Options': 'nosniff',
        'X-Frame-Options': 'DENY',
        'Referrer-Policy': 'no-referrer',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Resource-Policy': 'same-origin',
        'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), display-capture=()',
        'Cache-Control': 'no-cache',
      },
      data: method === 'HEAD' ? NOTHING : typeof body === 'string' ? Buffer.from(body) : body,
    });
    if (method !== 'GET' && method !== 'HEAD') return answer(405, 'method not allowed');
    const hash = blobOfUrl(url);
    if (hash !== undefined) {
      const bytes = await files.blob?.(hash).catch(() => undefined);
      if (!bytes) return answer(404, 'not found');
      const found = answer(200, bytes, imageType(bytes) ?? 'application/octet-stream');
      // From a stranger: a picture is shown, nothing else ever is, and nothing of it runs or fetches.
      found.headers['Content-Security-Policy'] = "default-src 'none'; sandbox";
      if (!imageType(bytes)) found.headers['Content-Disposition'] = 'attachment';
      return found;
    }
    const file = resolveFile(files.mounts, url);
    const type = file === null ? undefined : TYPES[path.extname(file)];
    if (file === null || type === undefined) return answer(404, 'not found');
    try {
      // At once: each step of a read that is waited for is another turn of Electron's loop around Node's.
      const bytes = readFileSync(file);
      return answer(200, type.startsWith('text/html') ? bytes.toString().replace(NONCE_PLACE, nonce) : bytes, type);
    } catch {
      return answer(404, 'not found');
    }
  };
}

/**
 * After `ready`. Not `protocol.handle`: its first request loads Node's whole HTTP client into main (60 ms of a start)
 * and hands each file over in small pieces.
 */
export function serveApp(files: AppFiles): void {
  const handle = createAppHandler(files);
  protocol.registerBufferProtocol(APP_SCHEME, (request, answer) => void handle(request).then(answer));
}
