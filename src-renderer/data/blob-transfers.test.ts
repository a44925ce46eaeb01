import { expect, test } from 'vitest';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { HOUR, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { createTestClock } from '../../tests/support/server-app.ts';
import { createFakeBridge } from '../platform/fake-bridge.ts';
import type { BlobClient } from './blob-client.ts';
import { createBlobDownloads } from './blob-downloads.ts';
import { createBlobUploads } from './blob-uploads.ts';
import type { BlobState } from './blobs.ts';

const NOW = instant('2026-11-22T03:00:00Z');

/** A server that holds files, and refuses when it is told to. */
function aServer() {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const asked: string[] = [];
  let refusal: ((hash: string) => AppError | undefined) | undefined;
  const answer = <T>(what: string, hash: string, value: () => T): Promise<Result<T>> => {
    asked.push(`${what} ${hash.slice(0, 4)}`);
    const refused = refusal?.(hash);
    return Promise.resolve(refused ? err(refused) : ok(value()));
  };
  const client: BlobClient = {
    has: (hash) => answer('has', hash, () => files.has(hash)),
    put: (hash, bytes) =>
      answer('put', hash, () => {
        files.set(hash, new Uint8Array(bytes));
      }),
    get: (hash) => answer('get', hash, () => files.get(hash) ?? null),
  };
  return {
    files,
    asked,
    client,
    refuse(next: typeof refusal) {
      refusal = next;
    },
  };
}

async function uploading(texts: readonly string[], online = true) {
  const clock = createTestClock(NOW);
  const bridge = createFakeBridge();
  const server = aServer();
  const hashes: string[] = [];
  for (const text of texts) {
    hashes.push((await bridge.call('blobs.keep', { bytes: new TextEncoder().encode(text) })).hash);
  }
  let reachable = online;
  const uploads = createBlobUploads({
    bridge,
    client: server.client,
    read: async (hash) => new Uint8Array(bridge.blobs.get(hash)?.bytes ?? []).buffer,
    reachable: () => reachable,
    scheduler: clock,
    random: () => 0.5,
  });
  const problems: (AppError | null)[] = [];
  uploads.status.subscribe(() => problems.push(uploads.status.getSnapshot().problem));
  uploads.wake();
  await clock.advance(0);
  return {
    clock,
    bridge,
    server,
    hashes,
    uploads,
    problems,
    reach(next: boolean) {
      reachable = next;
    },
  };
}

test('what waits is sent once, confirmed, and not asked about again', async () => {
  const { clock, bridge, server, uploads, hashes } = await uploading(['a', 'b']);
  expect([...server.files.keys()]).toEqual(hashes);
  expect(uploads.status.getSnapshot()).toEqual({ waiting: 0, bytes: 0, problem: null });
  expect([...bridge.blobs.values()].map(({ waiting }) => waiting)).toEqual([false, false]);
  const { length } = server.asked;
  uploads.wake();
  await clock.advance(HOUR);
  expect(server.asked).toHaveLength(length);
});

test('a file that the server has is not sent', async () => {
  const { server, uploads, clock, bridge, hashes } = await uploading(['a']);
  await bridge.call('blobs.expect', { hashes });
  uploads.wake();
  await clock.advance(0);
  expect(server.asked.map((one) => one.split(' ')[0])).toEqual(['has', 'put', 'has']);
});

test('without a server nothing is asked, and how much waits is said', async () => {
  const { server, uploads, clock, reach } = await uploading(['a', 'bb'], false);
  expect([server.asked, uploads.status.getSnapshot()]).toEqual([[], { waiting: 2, bytes: 3, problem: null }]);
  await clock.advance(HOUR);
  expect(server.asked).toEqual([]);
  reach(true);
  uploads.wake();
  await clock.advance(0);
  expect(uploads.status.getSnapshot().waiting).toBe(0);
});

test.each<[AppError]>([
  [{ code: 'serverFull' }],
  [{ code: 'unauthorized' }],
  [{ code: 'forbidden' }],
  [{ code: 'server', status: 503 }],
  [{ code: 'tooMany', retryAfter: 20 }],
])(
  'a server that refuses with %o is asked again, ever more seldom, the reason is told, and nothing is lost',
  async (failure) => {
    const { clock, server, uploads, hashes, reach } = await uploading(['a', 'b'], false);
    server.refuse(() => failure);
    reach(true);
    uploads.wake();
    await clock.advance(HOUR);
    expect(uploads.status.getSnapshot()).toMatchObject({ waiting: 2, problem: failure });
    expect(server.asked.length).toBeGreaterThan(100);
    expect(server.asked.length).toBeLessThan(200);
    server.refuse(undefined);
    await clock.advance(MINUTE);
    expect(uploads.status.getSnapshot()).toEqual({ waiting: 0, bytes: 0, problem: null });
    expect([...server.files.keys()]).toEqual(hashes);
  },
);

test('a large file that does not get through holds up no small one', async () => {
  const { clock, server, uploads, hashes, reach } = await uploading(['x'.repeat(9_000), 'a', 'bb'], false);
  server.refuse((hash) => (hash === hashes[0] ? { code: 'server', status: 408 } : undefined));
  reach(true);
  uploads.wake();
  await clock.advance(MINUTE);
  expect([...server.files.keys()]).toEqual([hashes[1], hashes[2]]);
  expect(uploads.status.getSnapshot()).toMatchObject({ waiting: 1, problem: { code: 'server', status: 408 } });
});

test('a line that breaks is no refusal', async () => {
  const { clock, server, uploads, reach } = await uploading(['a'], false);
  server.refuse(() => ({ code: 'offline' }));
  reach(true);
  uploads.wake();
  await clock.advance(MINUTE);
  expect(uploads.status.getSnapshot()).toMatchObject({ waiting: 1, problem: null });
});

test('one file that is refused for what it is holds up no other, and is tried again after an hour', async () => {
  const { clock, server, uploads, hashes, bridge, reach } = await uploading(['bad', 'good'], false);
  const [bad, good] = hashes;
  server.refuse((hash) => (hash === bad ? { code: 'invalid', message: 'no' } : undefined));
  reach(true);
  uploads.wake();
  await clock.advance(0);
  expect([...server.files.keys()]).toEqual([good]);
  expect(uploads.status.getSnapshot()).toMatchObject({ waiting: 1, problem: { code: 'invalid' } });
  await bridge.call('blobs.keep', { bytes: new TextEncoder().encode('later') });
  uploads.wake();
  await clock.advance(30 * MINUTE);
  expect(server.asked.filter((one) => one === `has ${bad?.slice(0, 4)}`)).toHaveLength(1);
  expect(uploads.status.getSnapshot()).toMatchObject({ waiting: 1, problem: { code: 'invalid' } });
  server.refuse(undefined);
  await clock.advance(31 * MINUTE);
  expect(uploads.status.getSnapshot()).toEqual({ waiting: 0, bytes: 0, problem: null });
});

async function downloading(online = true) {
  const clock = createTestClock(NOW);
  const bridge = createFakeBridge();
  const server = aServer();
  const states = new Map<string, BlobState>();
  let reachable = online;
  let most = 0;
  let now = 0;
  const downloads = createBlobDownloads({
    bridge,
    client: {
      ...server.client,
      async get(hash, signal) {
        now += 1;
        most = Math.max(most, now);
        const answer = await server.client.get(hash, signal);
        now -= 1;
        return answer;
      },
    },
    states: { set: (hash, state) => states.set(hash, state) },
    reachable: () => reachable,
    clock,
    scheduler: clock,
    random: () => 0.5,
  });
  const hashOf = (n: number) => n.toString(16).padStart(64, '0');
  return {
    clock,
    bridge,
    server,
    states,
    downloads,
    hashOf,
    most: () => most,
    reach(next: boolean) {
      reachable = next;
    },
  };
}

test('files come a few at a time, what is looked at before what is fetched ahead', async () => {
  const { clock, server, downloads, states, hashOf, most, bridge, reach } = await downloading(false);
  const hashes = Array.from({ length: 40 }, (_, n) => hashOf(n + 1));
  for (const hash of hashes) server.files.set(hash, new Uint8Array([1]));
  await downloads.prefetch(hashes);
  downloads.want(hashOf(30));
  downloads.want(hashOf(31));
  reach(true);
  downloads.wake();
  await clock.advance(0);
  expect([...states.keys()].slice(0, 2)).toEqual([hashOf(31), hashOf(30)]);
  expect([...states.values()].every((state) => state === 'here')).toBe(true);
  expect([states.size, bridge.blobs.size, most()]).toEqual([40, 40, 3]);
  await downloads.prefetch(hashes);
  await clock.advance(HOUR);
  expect(server.asked).toHaveLength(40);
});

test('a file that the server does not have yet is waited for, and is missing only after long', async () => {
  const { clock, server, downloads, states, hashOf } = await downloading();
  downloads.want(hashOf(1));
  downloads.want(hashOf(2));
  await clock.advance(20 * SECOND);
  expect(states.get(hashOf(1))).toBe('waiting');
  server.files.set(hashOf(1), new Uint8Array([1]));
  await clock.advance(20 * SECOND);
  expect(states.get(hashOf(1))).toBe('here');
  await clock.advance(2 * HOUR);
  expect(states.get(hashOf(2))).toBe('missing');
  expect(server.asked.length).toBeLessThan(30);
  server.files.set(hashOf(2), new Uint8Array([1]));
  await clock.advance(11 * MINUTE);
  expect(states.get(hashOf(2))).toBe('here');
});

test('a server that fails is left alone for a while, and all comes when it answers', async () => {
  const { clock, server, downloads, states, hashOf } = await downloading();
  server.refuse(() => ({ code: 'server', status: 503 }));
  const hashes = Array.from({ length: 10 }, (_, n) => hashOf(n + 1));
  for (const hash of hashes) server.files.set(hash, new Uint8Array([1]));
  await downloads.prefetch(hashes);
  await clock.advance(MINUTE);
  expect(server.asked.length).toBeLessThan(40);
  server.refuse(undefined);
  await clock.advance(MINUTE);
  expect(states.size).toBe(10);
});

test('bytes that are not those of the hash are not shown, and asked for later', async () => {
  const { clock, server, downloads, states, hashOf, bridge } = await downloading();
  bridge.fail('blobs.receive', { code: 'invalid', message: 'the bytes are not those of the hash' });
  server.files.set(hashOf(1), new Uint8Array([9]));
  downloads.want(hashOf(1));
  await clock.advance(MINUTE);
  expect([states.get(hashOf(1)), server.asked.length]).toEqual([undefined, 1]);
  bridge.fail('blobs.receive', null);
  await clock.advance(11 * MINUTE);
  expect(states.get(hashOf(1))).toBe('here');
});
