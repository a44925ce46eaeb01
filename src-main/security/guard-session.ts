import type { NetworkWitness } from './network-witness.ts';
import { APP_ORIGIN, isAppUrl } from './origin.ts';

/** The only permissions a console needs: putting text on the clipboard, and not having its copy evicted. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'persistent-storage']);

export interface SessionGuardDeps {
  session: Electron.Session;
  /** The configured server's origin. */
  server(): string | undefined;
  /** Developer tools load their own pages; only an unpackaged console has them. */
  devtools: boolean;
  refused(what: string, detail: string): void;
  witness: NetworkWitness;
}

/** Whether a request of the page may leave: the console's own files and the configured server, nothing else. */
export function mayRequest(raw: string, server: string | undefined, devtools: boolean): boolean {
  if (!URL.canParse(raw)) return false;
  const url = new URL(raw);
  if (isAppUrl(raw)) return true;
  if (url.protocol === 'blob:') return url.origin === APP_ORIGIN || url.pathname.startsWith(`${APP_ORIGIN}/`);
  if (url.protocol === 'data:') return true;
  if (url.protocol === 'devtools:') return devtools;
  return server !== undefined && !url.username && !url.password && url.origin === server;
}

/** Closes every door of a session that the console does not use. */
export function guardSession({ session, server, devtools, refused, witness }: SessionGuardDeps): void {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    const allowed = ALLOWED.has(permission) && isAppUrl(details.requestingUrl) && isAppUrl(contents.getURL());
    if (!allowed) refused('permission', permission);
    answer(allowed);
  });
  session.setPermissionCheckHandler((_contents, permission, origin) => ALLOWED.has(permission) && isAppUrl(origin));
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !mayRequest(details.url, server(), devtools);
    if (cancel) refused('request', details.url.slice(0, 200));
    answer({ cancel });
  });
  // Headers, since an answer that does not allow the console is never seen as completed.
  session.webRequest.onHeadersReceived(({ url, statusCode, responseHeaders }, goOn) => {
    witness.answered({ url, status: statusCode, headers: responseHeaders ?? {} });
    goOn({});
  });
  session.webRequest.onErrorOccurred(({ method, url, error }) => witness.failed({ method, url, error }));
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${APP_ORIGIN}/`)) return;
    refused('download', item.getURL().slice(0, 200));
    event.preventDefault();
  });
  // Chromium would fetch its dictionaries from elsewhere.
  session.setSpellCheckerEnabled(false);
}
