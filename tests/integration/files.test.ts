import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IDBFactory } from 'fake-indexeddb';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Data } from '../../src-renderer/data/data.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { type Evidence, runId } from '../../src-shared/model/run.ts';
import { connectDevice } from '../support/device.ts';
import { type Laptop, type LaptopOptions, openLaptop } from '../support/laptop.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { layWire, type Wire } from '../support/wire.ts';

let server: TestServer;
let wire: Wire;
let token: string;
let folder: string;
const open: Laptop[] = [];
beforeAll(async () => {
  server = await startServer({ flags: ['--log-level', 'error'] });
  wire = await layWire(server.url);
  token = await server.token('ines', 'admin');
  folder = mkdtempSync(join(tmpdir(), 'vigie-files-'));
});
afterEach(async () => {
  wire.mend();
  for (const one of open.splice(0)) await one.stop();
});
afterAll(async () => {
  await wire?.stop();
  await server?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function laptop(options: LaptopOptions & { url?: string } = {}): Promise<Laptop & { files: string }> {
  const files = options.files ?? mkdtempSync(join(folder, 'laptop-'));
  const one = await openLaptop(options.url ?? server.url, token, { ...options, files });
  open.push(one);
  return { ...one, files };
}
async function close(one: Laptop): Promise<void> {
  const at = open.findIndex(({ data }) => data === one.data);
  await open.splice(at, 1)[0]?.stop();
}
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 60_000, interval: 50 });
const onServer = async (hash: string) => {
  const answer = await fetch(`${server.url}/api/blobs/${hash}`, { headers: { authorization: `Bearer ${token}` } });
  return answer.ok ? sha(new Uint8Array(await answer.arrayBuffer())) === hash : answer.status;
};
const keep = async (data: Data, bytes: Uint8Array<ArrayBuffer>, name = 'capture.png'): Promise<Evidence> => {
  const kept = await data.blobs.keep(new File([bytes], name, { type: 'image/png' }));
  if (!kept.ok) throw new Error(kept.error.code);
  return kept.value;
};
const waits = ({ data }: Laptop) => data.transfers.getSnapshot().waiting;
const isLive = ({ data }: Laptop) => soon(() => expect(data.status.getSnapshot().phase).toBe('live'));

/** A run with one step, and the file as its evidence. */
async function attach(data: Data, id: string, file: Evidence): Promise<void> {
  const procedure = procedureId(`p-${id}`);
  const text = { title: id, body: '- [ ] Voir {#a}\n', tags: [], services: [] };
  const done = [
    await data.mutate('procedure.create', { id: procedure, kind: 'runbook', ...text }),
    await data.mutate('run.start', { id: runId(`r-${id}`), procedure, revision: 1 }),
    await data.mutate('run.record', { run: runId(`r-${id}`), step: 'a', event: { kind: 'evidence', file } }),
  ];
  expect(done.map(({ ok }) => ok)).toEqual([true, true, true]);
}

describe('files of a run', { timeout: 180_000 }, () => {
  it('made offline survive the laptop and reach the server, and then a colleague who goes offline', async () => {
    const indexedDb = new IDBFactory();
    const ines = await laptop({ url: wire.url, indexedDb });
    await isLive(ines);
    wire.cut();
    const picture = randomBytes(1_500_000);
    const file = await keep(ines.data, picture);
    await attach(ines.data, 'offline', file);
    expect(file).toMatchObject({ hash: sha(picture), size: 1_500_000, type: 'image/png' });
    expect(ines.data.blobs.state(file.hash)).toBe('here');
    await soon(() => expect(waits(ines)).toBe(1));
    await close(ines);

    wire.mend();
    const again = await laptop({ url: wire.url, files: ines.files, indexedDb });
    await soon(async () => expect(await onServer(file.hash)).toBe(true));
    await soon(() => expect(waits(again)).toBe(0));

    const omar = await laptop({ url: wire.url });
    await soon(() => expect(omar.data.blobs.state(file.hash)).toBe('here'));
    wire.cut();
    await close(omar);
    const offline = await laptop({ url: wire.url, files: omar.files });
    await soon(() => expect(offline.data.blobs.state(file.hash)).toBe('here'));
    wire.mend();
  });

  it('wait to be seen until their author has sent them', async () => {
    const ines = await laptop({ url: wire.url });
    await isLive(ines);
    const omar = await laptop();
    const bytes = randomBytes(3_000);
    const hash = sha(bytes);
    expect(omar.data.blobs.state(hash)).toBe('waiting');
    await isLive(omar);
    const states: string[] = [];
    omar.data.blobs.subscribe(() => states.push(omar.data.blobs.state(hash)));
    await keep(ines.data, bytes);
    await soon(() => expect(omar.data.blobs.state(hash)).toBe('here'));
    expect(states.every((one) => one === 'waiting' || one === 'here')).toBe(true);
  });

  it('are whole on the server however often it is killed in the middle of taking them', async () => {
    const ines = await laptop();
    await isLive(ines);
    const files: Evidence[] = [];
    for (let n = 0; n < 4; n += 1) files.push(await keep(ines.data, randomBytes(9_000_000)));
    for (let kill = 0; kill < 2; kill += 1) {
      const left = waits(ines);
      await soon(() => expect(waits(ines)).toBeLessThanOrEqual(Math.max(0, left - 1)));
      await server.kill();
      await server.start();
      ines.data.syncNow();
    }
    await soon(() => expect(waits(ines)).toBe(0));
    for (const { hash } of files) expect(await onServer(hash)).toBe(true);
    expect(await server.vigie('log', 'verify')).toMatch(/./);
  });

  it('are a hundred, and no change of a record waits for them', async () => {
    const ines = await laptop({ url: wire.url });
    await isLive(ines);
    wire.cut();
    const began = performance.now();
    const files: Evidence[] = [];
    for (let n = 0; n < 100; n += 1) files.push(await keep(ines.data, randomBytes(100_000)));
    const kept = performance.now() - began;
    wire.mend();
    ines.data.syncNow();
    await isLive(ines);
    const mended = performance.now();
    await attach(ines.data, 'hundred', files[0]!);
    await soon(() => expect(ines.data.status.getSnapshot().pending).toBe(0));
    expect(waits(ines)).toBeGreaterThan(0);
    await soon(() => expect(waits(ines)).toBe(0));
    const sent = performance.now() - mended;
    console.info(`100 files of 100 KB: kept in ${Math.round(kept)} ms, sent in ${Math.round(sent)} ms`);
    for (const { hash } of files) expect(await onServer(hash)).toBe(true);
  });

  it('that a restored server has lost are sent again', async () => {
    const ines = await laptop();
    await isLive(ines);
    const backup = join(folder, 'backup.db');
    const before = await keep(ines.data, randomBytes(700_000));
    await attach(ines.data, 'before', before);
    await soon(async () => expect(await onServer(before.hash)).toBe(true));
    await server.vigie('backup', '--to', backup, '--verify');
    const after = await keep(ines.data, randomBytes(700_000));
    await attach(ines.data, 'after', after);
    await soon(() => expect([waits(ines), ines.data.status.getSnapshot().pending]).toEqual([0, 0]));
    await server.stop();
    await server.vigie('restore', '--from', backup);
    await server.start();
    expect([await onServer(before.hash), await onServer(after.hash)]).toEqual([true, 404]);
    ines.data.syncNow();
    await soon(async () => expect(await onServer(after.hash)).toBe(true));
  });

  it('stay on the laptop while the server has no room, which is said; they go out when it has', async () => {
    const small = await startServer({ flags: ['--log-level', 'error', '--files-quota', '1'] });
    try {
      const own = await small.token('ines', 'admin');
      const one = await openLaptop(small.url, own, { files: join(folder, 'full') });
      open.push(one);
      await isLive(one);
      const file = await keep(one.data, randomBytes(1_200_000));
      await soon(() =>
        expect(one.data.transfers.getSnapshot()).toMatchObject({ waiting: 1, problem: { code: 'serverFull' } }),
      );
      // Records are not held up.
      await attach(one.data, 'full', file);
      const device = await connectDevice(small.url, own);
      await soon(async () => expect((await device.records('runEntry')).length).toBe(1));
      await small.stop();
      const port = new URL(small.url).port;
      const larger = await startServer({ flags: ['--log-level', 'error', '--data', small.data, '--port', port] });
      one.data.syncNow();
      await soon(() => expect(one.data.transfers.getSnapshot()).toEqual({ waiting: 0, bytes: 0, problem: null }));
      await close(one);
      await larger.dispose();
    } finally {
      await small.dispose();
    }
  });
});
