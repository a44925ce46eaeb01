import type { AppError } from '../../src-shared/contract/errors.ts';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import type { Reach } from './server-api.ts';

/** Why a request to the server failed, which only main is told: a certificate, a portal, the cable. */
export function whyUnreachable(bridge: Bridge, url: URL): Promise<AppError> {
  return bridge.call('connection.problem', { url: `${url.origin}${url.pathname}` }).catch(() => ({ code: 'offline' }));
}

/** The page's own fetch, with main as the one who knows why it failed. */
export function pageReach(bridge: Bridge, window: Window): Reach {
  return { fetch: window.fetch.bind(window), why: (url) => whyUnreachable(bridge, url) };
}
