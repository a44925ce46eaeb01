import { expect, test } from 'vitest';
import { instant } from '../time/clock.ts';
import { daysLeft, judgeCertificate } from './certificate.ts';

const facts = { validFrom: instant('2026-01-01T00:00:00Z'), validTo: instant('2026-12-01T00:00:00Z'), issuer: 'CA' };

test.each([
  ['2026-06-01T00:00:00Z', undefined, 'ok'],
  ['2026-11-16T23:59:59Z', undefined, 'ok'],
  ['2026-11-17T00:00:01Z', undefined, 'expiresSoon'],
  ['2026-12-01T00:00:00Z', 'CERT_HAS_EXPIRED', 'expired'],
  ['2025-12-31T23:59:59Z', 'CERT_NOT_YET_VALID', 'notYetValid'],
  ['2026-06-01T00:00:00Z', 'ERR_TLS_CERT_ALTNAME_INVALID', 'wrongHost'],
  ['2026-06-01T00:00:00Z', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
])('at %s with %s it is %s', (now, problem, state) => {
  expect(judgeCertificate({ ...facts, problem }, instant(now))).toBe(state);
});

test('days left are whole', () => {
  expect(daysLeft(facts.validTo, instant('2026-11-29T12:00:00Z'))).toBe(1);
  expect(daysLeft(facts.validTo, instant('2026-12-01T12:00:00Z'))).toBe(-1);
});
