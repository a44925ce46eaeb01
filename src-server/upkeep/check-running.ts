import { healthSchema } from '../../src-shared/contract/http.ts';
import { type CertificateState, daysLeft, judgeCertificate } from '../../src-shared/diagnostics/certificate.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import { type Check, type Finding, fail, fine, spanText, warn } from './finding.ts';
import { readCertificate } from './tls.ts';

const TIMEOUT_MS = 10_000;
const OFFSET_WARN_MS = 1_000;
const OFFSET_FAIL_MS = 30_000;

const CERTIFICATE_ADVICE: Readonly<Record<Exclude<CertificateState, 'ok'>, string>> = {
  expiresSoon: 'renew it, or look why the automatic renewal does not',
  expired: 'renew it now: consoles refuse it',
  notYetValid: "look at the clocks: the certificate's time has not begun",
  wrongHost: 'consoles refuse it: issue it for the host that they are given',
  untrusted: 'serve the whole chain; a private authority has to be installed on every laptop',
};

/** What a running server says of itself, at an address that consoles or a proxy use. */
export function checkRunning(address: string, clock: Clock, version: string): Check {
  return {
    subject: 'server',
    async run() {
      const url = new URL(address);
      const findings: Finding[] = url.protocol === 'https:' ? [await certificate(url, clock)] : plain(url);
      const asked = clock.now();
      let response: Response;
      try {
        response = await fetch(new URL('/healthz', url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
        return [...findings, fail('server', `${address} does not answer: ${cause}`, 'start it, or look at the proxy')];
      }
      const answered = clock.now();
      const health = healthSchema.safeParse(await response.json().catch(() => undefined));
      if (!health.success) {
        const what = `${address} answers ${response.status}, but not as Vigie does`;
        return [...findings, fail('server', what, 'another program listens there, or a portal answers for it')];
      }
      const { status, store, timersRanAt, serverTime, version: theirs } = health.data;
      findings.push(
        status === 'ok'
          ? fine('server', `${address} is well, version ${theirs}`)
          : fail(
              'server',
              `${address} is degraded (store ${store})`,
              'its log says why under "background work failed"',
            ),
      );
      if (theirs !== version) {
        findings.push(warn('version', `the server runs ${theirs}, this command is ${version}`, 'restart the server'));
      }
      const quiet = timersRanAt === null ? null : serverTime - timersRanAt;
      findings.push(
        quiet !== null && quiet <= 15_000
          ? fine('timers', `looked ${spanText(quiet)} before`)
          : fail('timers', quiet === null ? 'never ran' : `stand still for ${spanText(quiet)}`, 'restart the server'),
      );
      // Half of the way there and back, as NTP counts it.
      const offset = serverTime - (asked + answered) / 2;
      const text = `the server's is ${spanText(offset)} ${offset < 0 ? 'behind' : 'ahead'}, give or take ${spanText((answered - asked) / 2)}`;
      const size = Math.abs(offset) - (answered - asked) / 2;
      const advice = 'synchronise both machines with the same time source';
      findings.push(
        size > OFFSET_FAIL_MS
          ? fail('clocks', text, advice)
          : size > OFFSET_WARN_MS
            ? warn('clocks', text, advice)
            : fine('clocks', text),
      );
      return findings;
    },
  };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function plain(url: URL): Finding[] {
  if (LOOPBACK.test(url.hostname)) return [];
  return [
    fail('certificate', `${url.origin} is not encrypted`, 'put a TLS proxy in front; consoles refuse this address'),
  ];
}

async function certificate(url: URL, clock: Clock): Promise<Finding> {
  let facts: Awaited<ReturnType<typeof readCertificate>>;
  try {
    facts = await readCertificate(url);
  } catch (error) {
    return fail(
      'certificate',
      `no TLS at ${url.host}: ${error instanceof Error ? error.message : error}`,
      'look at the proxy',
    );
  }
  const now = clock.now();
  const state = judgeCertificate(facts, now);
  const days = daysLeft(facts.validTo, now);
  const span = days < 0 ? `expired ${-days} days ago` : `valid for ${days} more days`;
  const text = `${url.host}, by ${facts.issuer || 'itself'}: ${span}`;
  if (state === 'ok') return fine('certificate', text);
  const what = facts.problem === undefined ? text : `${text} (${facts.problem})`;
  const level = state === 'expiresSoon' ? warn : fail;
  return level('certificate', what, CERTIFICATE_ADVICE[state]);
}
