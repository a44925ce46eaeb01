import type { NetworkProblem } from '../../src-shared/contract/ipc.ts';

/** As many addresses as the console asks for at once, and more. */
const MOST_KEPT = 50;

/**
 * Watches the requests of the page. A page is told no more than "failed", whether the cable is out, the certificate has
 * expired or a hotel's portal answers in the server's place; the network stack of this process knows.
 */
export interface NetworkWitness {
  answered(seen: { url: string; status: number; headers: Record<string, string[]> }): void;
  /** `error` is Chromium's name of it: `net::ERR_CERT_DATE_INVALID`. */
  failed(seen: { method: string; url: string; error: string }): void;
  /** Why the last request for this address failed. */
  problem(url: string): NetworkProblem;
}

/** Chromium's names (net/base/net_error_list.h) → what a person can do something about. */
const PROBLEMS: [RegExp, NetworkProblem][] = [
  [/^ERR_CERT_DATE_INVALID$/, { code: 'certificate', why: 'date' }],
  [/^ERR_CERT_COMMON_NAME_INVALID$/, { code: 'certificate', why: 'host' }],
  [/^ERR_CERT_AUTHORITY_INVALID$/, { code: 'certificate', why: 'issuer' }],
  [/^ERR_(CERT|CERTIFICATE)_|^ERR_SSL_(PINNED|KEY_USAGE|OBSOLETE)/, { code: 'certificate', why: 'other' }],
  // Plain text where TLS was expected, or no HTTP at all.
  [/^ERR_SSL_|^ERR_INVALID_HTTP_RESPONSE$|^ERR_INVALID_REDIRECT$/, { code: 'notVigie', status: 0 }],
  [/^ERR_(NAME_NOT_RESOLVED|NAME_RESOLUTION_FAILED|DNS_)/, { code: 'offline', why: 'unknownName' }],
  [/^ERR_(PROXY|TUNNEL|SOCKS|MANDATORY_PROXY|PAC_)|^ERR_UNEXPECTED_PROXY_AUTH$/, { code: 'offline', why: 'proxy' }],
  [
    /^ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|ADDRESS_UNREACHABLE|NETWORK_ACCESS_DENIED|NETWORK_IO_SUSPENDED)$/,
    { code: 'offline', why: 'noNetwork' },
  ],
  [/^ERR_CONNECTION_REFUSED$/, { code: 'offline', why: 'refused' }],
];

function problemOf(error: string): NetworkProblem {
  const name = error.replace(/^net::/, '');
  return PROBLEMS.find(([pattern]) => pattern.test(name))?.[1] ?? { code: 'offline' };
}

const hasHeader = (headers: Record<string, string[]>, wanted: string) =>
  Object.keys(headers).some((name) => name.toLowerCase() === wanted);

export function createNetworkWitness(): NetworkWitness {
  const problems = new Map<string, NetworkProblem>();
  const keyOf = (url: string) => (URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : '');
  const keep = (url: string, problem: NetworkProblem) => {
    const key = keyOf(url);
    problems.delete(key);
    problems.set(key, problem);
    for (const oldest of problems.keys()) {
      if (problems.size <= MOST_KEPT) break;
      problems.delete(oldest);
    }
  };
  return {
    answered({ url, status, headers }) {
      // Vigie allows its console in each answer (CORS); who does not is somebody else: a portal, a proxy's own page.
      if (hasHeader(headers, 'access-control-allow-origin')) problems.delete(keyOf(url));
      else keep(url, { code: status >= 500 && status !== 511 ? 'server' : 'notVigie', status });
    },
    failed({ method, url, error }) {
      // Of the question that precedes a request the error says nothing: the request's own follows it.
      if (method === 'OPTIONS' || error === 'net::ERR_ABORTED') return;
      if (error !== 'net::ERR_FAILED') keep(url, problemOf(error));
      else if (!problems.has(keyOf(url))) keep(url, { code: 'notVigie', status: 0 });
    },
    problem: (url) => problems.get(keyOf(url)) ?? { code: 'offline' },
  };
}
