import { expect, test } from 'vitest';
import { witnessCertificates } from './certificate-witness.ts';

type Verify = NonNullable<Parameters<Electron.Session['setCertificateVerifyProc']>[0]>;

function aWitness() {
  let verify: Verify | undefined;
  const verdicts: number[] = [];
  const witness = witnessCertificates({ setCertificateVerifyProc: (proc) => (verify = proc ?? undefined) });
  const shown = (hostname: string, verificationResult = 'net::OK') => {
    const certificate = { validStart: 1_700_000_000, validExpiry: 1_800_000_000, issuerName: 'CA' };
    verify?.({ hostname, certificate, verificationResult, errorCode: 0 } as Parameters<Verify>[0], (verdict) => {
      verdicts.push(verdict);
    });
  };
  return { witness, shown, verdicts };
}

test('what a handshake showed is remembered by host, and Chromium alone decides', () => {
  const { witness, shown, verdicts } = aWitness();
  shown('vigie.example.org');
  shown('127.0.0.1', 'net::ERR_CERT_DATE_INVALID');
  expect(witness.of('https://vigie.example.org:8443')).toEqual({
    validFrom: 1_700_000_000_000,
    validTo: 1_800_000_000_000,
    issuer: 'CA',
  });
  expect(witness.of('https://127.0.0.1:1')).toMatchObject({ problem: 'ERR_CERT_DATE_INVALID' });
  expect(verdicts).toEqual([-3, -3]);
});

test('without TLS, or before the first handshake, there is none', () => {
  const { witness, shown } = aWitness();
  shown('127.0.0.1');
  expect(witness.of('http://127.0.0.1:7447')).toBeNull();
  expect(witness.of('https://other.example.org')).toBeNull();
  expect(witness.of(undefined)).toBeNull();
});
