import { DAY, type Instant } from '../time/clock.ts';

/** What a TLS handshake tells of the other side, whether it is trusted or not. */
export interface CertificateFacts {
  validFrom: Instant;
  validTo: Instant;
  issuer: string;
  /** The code of what is wrong with host or chain, e.g. `ERR_TLS_CERT_ALTNAME_INVALID`; undefined when trusted. */
  problem?: string;
}

export type CertificateState = 'ok' | 'expiresSoon' | 'expired' | 'notYetValid' | 'wrongHost' | 'untrusted';

/** Renewal by hand takes a week or two; automatic renewal is done by then or has failed. */
const SOON = 14 * DAY;

export function judgeCertificate({ validFrom, validTo, problem }: CertificateFacts, now: Instant): CertificateState {
  if (now >= validTo) return 'expired';
  if (now < validFrom) return 'notYetValid';
  if (problem === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'wrongHost';
  if (problem !== undefined) return 'untrusted';
  return validTo - now < SOON ? 'expiresSoon' : 'ok';
}

/** Whole days left, negative once it has expired. */
export const daysLeft = (validTo: Instant, now: Instant): number => Math.floor((validTo - now) / DAY);
