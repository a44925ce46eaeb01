import type { MachineFacts } from '../../src-shared/contract/ipc.ts';
import { SECOND } from '../../src-shared/time/clock.ts';

type Certificate = NonNullable<MachineFacts['certificate']>;

export interface CertificateWitness {
  /** What the last handshake with this origin's host showed; null for another scheme or before the first one. */
  of(origin: string | undefined): Certificate | null;
}

/** Chromium's own verdict holds: this only looks on. */
const CHROMIUM_DECIDES = -3;
const MOST_HOSTS = 20;

/** Remembers the certificates that the page's connections were shown, trusted or not. */
export function witnessCertificates(session: Pick<Electron.Session, 'setCertificateVerifyProc'>): CertificateWitness {
  const seen = new Map<string, Certificate>();
  session.setCertificateVerifyProc(({ hostname, certificate, verificationResult }, decide) => {
    decide(CHROMIUM_DECIDES);
    if (seen.size >= MOST_HOSTS) seen.clear();
    seen.set(hostname, {
      validFrom: certificate.validStart * SECOND,
      validTo: certificate.validExpiry * SECOND,
      issuer: certificate.issuerName.slice(0, 500),
      ...(verificationResult === 'net::OK' ? {} : { problem: verificationResult.replace(/^net::/, '').slice(0, 200) }),
    });
  });
  return {
    of(origin) {
      const url = origin === undefined ? undefined : new URL(origin);
      return url?.protocol === 'https:' ? (seen.get(url.hostname.replace(/^\[|\]$/g, '')) ?? null) : null;
    },
  };
}
