import { expect, test } from 'vitest';
import { createNetworkWitness } from './network-witness.ts';

const URL_ASKED = 'https://vigie.example.org/api/me';
const HTML = { 'content-type': ['text/html'] };

function witnessOf(error: string) {
  const witness = createNetworkWitness();
  witness.failed({ method: 'OPTIONS', url: URL_ASKED, error: 'net::ERR_FAILED' });
  witness.failed({ method: 'GET', url: `${URL_ASKED}?since=3`, error });
  return witness.problem(URL_ASKED);
}

test.each([
  ['net::ERR_CERT_DATE_INVALID', { code: 'certificate', why: 'date' }],
  ['net::ERR_CERT_COMMON_NAME_INVALID', { code: 'certificate', why: 'host' }],
  ['net::ERR_CERT_AUTHORITY_INVALID', { code: 'certificate', why: 'issuer' }],
  ['net::ERR_CERT_REVOKED', { code: 'certificate', why: 'other' }],
  ['net::ERR_SSL_PROTOCOL_ERROR', { code: 'notVigie', status: 0 }],
  ['net::ERR_NAME_NOT_RESOLVED', { code: 'offline', why: 'unknownName' }],
  ['net::ERR_PROXY_CONNECTION_FAILED', { code: 'offline', why: 'proxy' }],
  ['net::ERR_INTERNET_DISCONNECTED', { code: 'offline', why: 'noNetwork' }],
  ['net::ERR_CONNECTION_REFUSED', { code: 'offline', why: 'refused' }],
  ['net::ERR_EMPTY_RESPONSE', { code: 'offline' }],
])('%s is told as what it means', (error, problem) => {
  expect(witnessOf(error)).toEqual(problem);
});

test.each([
  [200, { code: 'notVigie', status: 200 }],
  [302, { code: 'notVigie', status: 302 }],
  [511, { code: 'notVigie', status: 511 }],
  [502, { code: 'server', status: 502 }],
])('an answer of %i that does not allow the console is somebody else’s', (status, problem) => {
  const witness = createNetworkWitness();
  witness.answered({ url: URL_ASKED, status, headers: HTML });
  witness.failed({ method: 'GET', url: URL_ASKED, error: 'net::ERR_FAILED' });
  expect(witness.problem(URL_ASKED)).toEqual(problem);
});

test('what the server itself answers ends the problem; a request that was given up changes nothing', () => {
  const witness = createNetworkWitness();
  witness.failed({ method: 'GET', url: URL_ASKED, error: 'net::ERR_CERT_DATE_INVALID' });
  witness.failed({ method: 'GET', url: URL_ASKED, error: 'net::ERR_ABORTED' });
  expect(witness.problem(URL_ASKED)).toMatchObject({ code: 'certificate' });
  const headers = { 'Access-Control-Allow-Origin': ['app://console'] };
  witness.answered({ url: URL_ASKED, status: 204, headers });
  expect(witness.problem(URL_ASKED)).toEqual({ code: 'offline' });
});

test('other addresses keep their own problem, the oldest are forgotten', () => {
  const witness = createNetworkWitness();
  for (let n = 0; n < 60; n += 1) {
    witness.failed({ method: 'GET', url: `https://vigie.example.org/${n}`, error: 'net::ERR_CONNECTION_REFUSED' });
  }
  expect(witness.problem('https://vigie.example.org/0')).toEqual({ code: 'offline' });
  expect(witness.problem('https://vigie.example.org/59')).toEqual({ code: 'offline', why: 'refused' });
  expect(witness.problem('rubbish')).toEqual({ code: 'offline' });
});
