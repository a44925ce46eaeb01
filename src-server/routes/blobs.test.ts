import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import { DAY, HOUR, instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { sweepFiles } from '../blobs/sweep.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;
let authorization: string;
beforeEach(async () => {
  server = await startTestApp(NOW, { filesQuota: 30 });
  ({ authorization } = await server.signedIn('ines', 'responder'));
});
afterEach(async () => {
  expect(server.bugs).toEqual([]);
  await server.close();
});

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const ask = (
  method: 'GET' | 'HEAD' | 'PUT',
  hash: string,
  payload?: Buffer | Readable,
  more: Record<string, string> = {},
) =>
  server.app.inject({
    method,
    url: `/api/blobs/${hash}`,
    headers: { authorization, ...(payload ? { 'content-type': 'application/octet-stream' } : {}), ...more },
    payload,
  });
const put = (bytes: Buffer, hash = sha(bytes)) => ask('PUT', hash, bytes);
const leftovers = async () => {
  const { blobs } = server.deps.store;
  await blobs.dropUnfinished(0);
  return blobs.usage();
};

test.each([0, 1, 512 * 1024, 512 * 1024 + 1, 1_300_000, EVIDENCE_BYTES])(
  'a file of %i bytes comes back as it was',
  async (size) => {
    const bytes = randomBytes(size);
    const answer = await put(bytes);
    expect([answer.statusCode, answer.json()]).toEqual([201, { hash: sha(bytes), size }]);
    const back = await ask('GET', sha(bytes));
    expect([back.statusCode, back.rawPayload.equals(bytes)]).toEqual([200, true]);
    expect(back.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-length': String(size),
      'x-content-type-options': 'nosniff',
    });
    const head = await ask('HEAD', sha(bytes));
    expect([head.statusCode, head.headers['content-length'], head.rawPayload.length]).toEqual([200, String(size), 0]);
  },
);

test.each([
  ['gzip', gzipSync(randomBytes(5_000))],
  ['zlib', deflateSync(randomBytes(5_000))],
  ['text', Buffer.from('a line\n'.repeat(5_000))],
])('a file of %s goes out as its bytes, whatever the asker could unpack', async (_, bytes) => {
  await put(bytes);
  const back = await ask('GET', sha(bytes), undefined, { 'accept-encoding': 'br, gzip, deflate' });
  expect(back.headers['content-encoding']).toBeUndefined();
  expect([back.headers['content-length'], back.rawPayload.equals(bytes)]).toEqual([String(bytes.length), true]);
});

test('what is sent twice is there once', async () => {
  const bytes = randomBytes(700_000);
  const answers = await Promise.all([put(bytes), put(bytes), put(bytes)]);
  expect(answers.map((one) => one.statusCode).toSorted()).toEqual([200, 200, 201]);
  expect((await put(bytes)).statusCode).toBe(200);
  expect(await server.deps.store.blobs.usage()).toEqual({ count: 1, bytes: 700_000 });
});

test('bytes that are not those of the hash are refused, and nothing of them is left', async () => {
  const answer = await put(randomBytes(1_300_000), sha(Buffer.from('another')));
  expect([answer.statusCode, answer.json().error]).toEqual([400, 'wrongHash']);
  expect((await ask('GET', sha(Buffer.from('another')))).statusCode).toBe(404);
  expect(await leftovers()).toEqual({ count: 0, bytes: 0 });
});

test('a file above the limit is refused, announced or not, packed or not', async () => {
  const bytes = Buffer.alloc(EVIDENCE_BYTES + 1, 7);
  const hash = sha(bytes);
  expect((await put(bytes)).statusCode).toBe(413);
  expect(
    (await ask('PUT', hash, Readable.from([bytes.subarray(0, 6_000_000), bytes.subarray(6_000_000)]))).statusCode,
  ).toBe(413);
  expect((await ask('PUT', hash, gzipSync(bytes), { 'content-encoding': 'gzip' })).statusCode).toBe(413);
  expect(await leftovers()).toEqual({ count: 0, bytes: 0 });
});

test('the files together have a limit, which is told; what is there stays', async () => {
  const files = [randomBytes(10_000_000), randomBytes(10_000_000), randomBytes(9_000_000), randomBytes(1_500_000)];
  const answers = [];
  for (const one of files) answers.push(await put(one));
  expect(answers.map((one) => one.statusCode)).toEqual([201, 201, 201, 507]);
  expect(answers[3]?.json()).toMatchObject({ error: 'filesFull', message: expect.stringContaining('30 MB') });
  expect((await put(files[0]!)).statusCode).toBe(200);
  expect((await put(randomBytes(500_000))).statusCode).toBe(201);
});

test('who may do what', async () => {
  const bytes = Buffer.from('evidence');
  const { authorization: viewer } = await server.signedIn('omar', 'viewer');
  expect((await ask('PUT', sha(bytes), bytes, { authorization: viewer })).statusCode).toBe(403);
  expect((await put(bytes)).statusCode).toBe(201);
  expect((await ask('GET', sha(bytes), undefined, { authorization: viewer })).body).toBe('evidence');
  for (const method of ['GET', 'HEAD', 'PUT'] as const) {
    expect((await ask(method, sha(bytes), undefined, { authorization: 'Bearer wrong' })).statusCode).toBe(401);
  }
});

test('what a file is said to be is not listened to', async () => {
  const page = Buffer.from('<script>alert(1)</script>');
  for (const type of ['text/html', 'application/json', 'image/svg+xml']) {
    const answer = await ask('PUT', sha(page), page, { 'content-type': type });
    expect([type, answer.statusCode, answer.json().message]).toEqual([
      type,
      415,
      expect.stringContaining('octet-stream'),
    ]);
  }
  await put(page);
  expect((await ask('GET', sha(page))).headers['content-type']).toBe('application/octet-stream');
});

test.each(['', 'x', '../../etc/passwd', 'A'.repeat(64), 'a'.repeat(63), 'a'.repeat(65)])(
  '%s is no hash',
  async (hash) => {
    for (const method of ['GET', 'PUT'] as const) {
      const answer = await ask(method, encodeURIComponent(hash));
      expect([400, 404]).toContain(answer.statusCode);
    }
  },
);

test('a file that nothing names goes after thirty days, one that a record names stays', async () => {
  const { store } = server.deps;
  const [named, loose, late] = ['named', 'loose', 'late'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
  for (const one of [named, loose, late]) await put(one);
  const nameIt = (hash: string) =>
    store.write(async (tx) =>
      tx.apply([{ collection: 'team', id: hash.slice(0, 8), doc: { name: `![x](blob/${hash}.png)` } }]),
    );
  await nameIt(sha(named));
  const dropped: number[] = [];
  for (let day = 0; day <= 40; day += 1) {
    dropped.push(await sweepFiles(store, NOW + day * DAY + HOUR));
    // Named at last, in time.
    if (day === 20) await nameIt(sha(late));
  }
  expect(dropped.findIndex((n) => n > 0)).toBe(31);
  expect(dropped.reduce((sum, n) => sum + n)).toBe(1);
  const left = await Promise.all([named, loose, late].map(async (one) => (await ask('HEAD', sha(one))).statusCode));
  expect(left).toEqual([200, 404, 200]);
});

test('a file that is sent again while it is dropped is taken in anew', async () => {
  const { blobs } = server.deps.store;
  const bytes = Buffer.from('at the last moment');
  await put(bytes);
  await blobs.setUnused(sha(bytes), NOW);
  const { find } = blobs;
  blobs.find = async (hash) => {
    const found = await find(hash);
    await blobs.drop(hash, NOW);
    return found;
  };
  expect((await put(bytes)).statusCode).toBe(201);
  blobs.find = find;
  expect((await ask('GET', sha(bytes))).body).toBe('at the last moment');
});

test('a file that is sent again is not dropped for having been unused', async () => {
  const { store } = server.deps;
  const bytes = Buffer.from('again');
  await put(bytes);
  for (let day = 0; day < 31; day += 1) await sweepFiles(store, NOW + day * DAY + HOUR);
  await put(bytes);
  for (let day = 31; day < 60; day += 1) expect(await sweepFiles(store, NOW + day * DAY + HOUR)).toBe(0);
});
