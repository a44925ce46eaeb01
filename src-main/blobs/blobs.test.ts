import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import { HOUR, instant } from '../../src-shared/time/clock.ts';
import { hasSmallDisks, smallDisk } from '../../tests/support/small-disk.ts';
import { createBlobs } from './blobs.ts';

let folder = '';
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'vigie-blobs-')), 'blobs');
  mkdirSync(folder);
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(5_000)]);
const TEXT = Buffer.from('déjà vu, 3 h 12\n'.repeat(1_000));
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const fileOf = (bytes: Uint8Array, ending = '') => path.join(folder, sha(bytes).slice(0, 2), `${sha(bytes)}${ending}`);

function open(over: { workspace?: string; limits?: { kept?: number; waiting?: number } } = {}) {
  let now = instant('2026-11-22T02:00:00Z');
  const reports: string[] = [];
  const blobs = createBlobs({
    folder,
    workspace: () => over.workspace ?? 'team',
    clock: { now: () => now },
    report: (problem) => reports.push(problem),
    limits: over.limits,
  });
  return {
    blobs,
    reports,
    pass: (time: number) => {
      now += time;
    },
  };
}
const waiting = async (blobs: ReturnType<typeof open>['blobs']) =>
  (await blobs.waiting(100)).files.map(({ hash }) => hash).sort();

test('a file is kept under its hash and waits, also after a restart, until the server has confirmed it', async () => {
  expect(await open().blobs.keep(PNG)).toEqual({ ok: true, value: { hash: sha(PNG), size: PNG.length } });
  const { blobs } = open();
  expect(await waiting(blobs)).toEqual([sha(PNG)]);
  expect(await blobs.read(sha(PNG))).toEqual(PNG);
  await blobs.confirm(sha(PNG));
  expect(await waiting(blobs)).toEqual([]);
  expect(await waiting(open().blobs)).toEqual([]);
  expect(await open().blobs.read(sha(PNG))).toEqual(PNG);
});

test('text is compressed on the disk, a picture is not compressed again', async () => {
  const { blobs } = open();
  await blobs.keep(TEXT);
  await blobs.keep(PNG);
  expect(statSync(fileOf(TEXT, '.gz')).size).toBeLessThan(TEXT.length / 10);
  expect(statSync(fileOf(PNG)).size).toBe(PNG.length);
  expect(await blobs.read(sha(TEXT))).toEqual(TEXT);
});

test('what is kept twice lies there once', async () => {
  const { blobs } = open();
  await Promise.all([blobs.keep(TEXT), blobs.keep(TEXT), blobs.keep(Buffer.from(TEXT))]);
  expect(await blobs.usage()).toMatchObject({ count: 1, waiting: 1 });
});

test('what waits for one server is not sent to another', async () => {
  await open({ workspace: 'one' }).blobs.keep(PNG);
  const other = open({ workspace: 'two' }).blobs;
  expect(await waiting(other)).toEqual([]);
  await other.confirm(sha(PNG));
  expect(await waiting(open({ workspace: 'one' }).blobs)).toEqual([sha(PNG)]);
});

test('a file from the server is taken when it is the one of the hash, and never waits', async () => {
  const { blobs } = open();
  expect(await blobs.receive(sha(TEXT), TEXT)).toEqual({ ok: true, value: undefined });
  expect(await blobs.receive(sha(PNG), TEXT)).toMatchObject({ ok: false, error: { code: 'invalid' } });
  expect(await blobs.have([sha(TEXT), sha(PNG)])).toEqual([sha(TEXT)]);
  expect(await waiting(blobs)).toEqual([]);
});

test('a file that a server has lost waits again, if it lies here', async () => {
  const { blobs } = open();
  await blobs.receive(sha(TEXT), TEXT);
  await blobs.expect([sha(TEXT), sha(PNG)]);
  expect(await waiting(open().blobs)).toEqual([sha(TEXT)]);
});

test('a file of 10 MB is taken, one byte more is not', async () => {
  const { blobs } = open();
  expect((await blobs.keep(Buffer.alloc(EVIDENCE_BYTES, 7))).ok).toBe(true);
  const more = await blobs.keep(Buffer.alloc(EVIDENCE_BYTES + 1, 7));
  expect(more).toEqual({ ok: false, error: { code: 'tooLarge', limit: EVIDENCE_BYTES } });
});

test('above the limit the least recently used go, never those that wait', async () => {
  const { blobs, pass } = open({ limits: { kept: 25_000 } });
  const files = Array.from({ length: 5 }, () => randomBytes(8_000));
  await blobs.keep(files[0]!);
  for (const one of files.slice(1, 4)) {
    pass(2 * HOUR);
    await blobs.receive(sha(one), one);
  }
  pass(2 * HOUR);
  await blobs.read(sha(files[1]!));
  pass(2 * HOUR);
  await blobs.receive(sha(files[4]!), files[4]!);
  const left = new Set(await open().blobs.have(files.map(sha)));
  expect(files.map((one) => left.has(sha(one)))).toEqual([true, true, false, true, true]);
});

test('what a refused change names goes after all others, until it is held no more', async () => {
  const { blobs, pass } = open({ limits: { kept: 25_000 } });
  const files = Array.from({ length: 5 }, () => randomBytes(8_000));
  const [refused] = files as [Buffer];
  await blobs.keep(refused);
  blobs.hold([sha(refused)]);
  await blobs.confirm(sha(refused));
  const here = async () => {
    const left = new Set(await blobs.have(files.map(sha)));
    return files.map((one) => left.has(sha(one)));
  };
  for (const one of files.slice(1, 4)) {
    pass(2 * HOUR);
    await blobs.receive(sha(one), one);
  }
  expect(await here()).toEqual([true, false, true, true, false]);
  blobs.hold([]);
  pass(2 * HOUR);
  await blobs.receive(sha(files[4]!), files[4]!);
  expect(await here()).toEqual([false, false, true, true, true]);
});

test('no more is taken than may wait, and what is taken already stays', async () => {
  const { blobs } = open({ limits: { waiting: 20_000 } });
  const [a, b, c] = [randomBytes(9_000), randomBytes(9_000), randomBytes(9_000)];
  expect((await blobs.keep(a)).ok).toBe(true);
  expect((await blobs.keep(b)).ok).toBe(true);
  expect(await blobs.keep(c)).toEqual({ ok: false, error: { code: 'tooMuchWaiting', limit: 20_000 } });
  expect((await blobs.keep(a)).ok).toBe(true);
  await blobs.confirm(sha(a));
  expect((await blobs.keep(c)).ok).toBe(true);
});

test('a crash at any point leaves whole files that wait, and nothing else', async () => {
  await open().blobs.keep(PNG);
  // The mark came first, the bytes were not whole yet.
  writeFileSync(path.join(folder, 'waiting', 'team', sha(TEXT)), '');
  mkdirSync(path.dirname(fileOf(TEXT)), { recursive: true });
  writeFileSync(fileOf(TEXT, '.gz.new'), 'half');
  const { blobs } = open();
  expect(await waiting(blobs)).toEqual([sha(PNG)]);
  expect(await blobs.read(sha(TEXT))).toBeUndefined();
  expect(existsSync(fileOf(TEXT, '.gz.new'))).toBe(false);
});

test('bytes that are not those of the hash are not handed out; the same file may come again', async () => {
  const { blobs, reports } = open();
  await blobs.receive(sha(PNG), PNG);
  await blobs.keep(TEXT);
  writeFileSync(fileOf(PNG), Buffer.alloc(5_008, 1));
  truncateSync(fileOf(TEXT, '.gz'), 20);
  expect([await blobs.read(sha(PNG)), await blobs.read(sha(TEXT))]).toEqual([undefined, undefined]);
  expect(reports).toHaveLength(2);
  // What was on no server yet is set aside, not deleted.
  expect(readdirSync(path.dirname(fileOf(TEXT)))).toContain(`${sha(TEXT)}.damaged`);
  expect(await waiting(blobs)).toEqual([]);
  await blobs.receive(sha(PNG), PNG);
  await blobs.keep(TEXT);
  expect([await blobs.read(sha(PNG)), await blobs.read(sha(TEXT))]).toEqual([PNG, TEXT]);
});

test('a disk that refuses is an answer, and nothing is said to be kept', async () => {
  const { blobs } = open();
  await blobs.keep(PNG);
  const isElsewhere = (one: Buffer) => sha(one).slice(0, 2) !== sha(PNG).slice(0, 2);
  const other = [TEXT, Buffer.from('another')].find(isElsewhere) as Buffer;
  writeFileSync(path.join(folder, sha(other).slice(0, 2)), 'in the way');
  expect(await blobs.keep(other)).toMatchObject({ ok: false, error: { code: 'storageBroken' } });
  expect(await waiting(blobs)).toEqual([sha(PNG)]);
});

const WRITER = `
const [store, folder] = process.argv.slice(1);
const { createBlobs } = await import(store);
const blobs = createBlobs({ folder, workspace: () => 'team', clock: { now: () => 0 }, report: () => undefined });
for (let n = 0; ; n += 1) {
  const text = process.pid + ' ' + n + ' ' + 'x'.repeat((n * 977) % 40_000);
  const kept = await blobs.keep(Buffer.from(text));
  if (kept.ok) process.stdout.write(kept.value.hash + '\\n');
}`;

test('a process that is killed at any moment has lost no file that it was told is kept', async () => {
  const module = new URL('./blobs.ts', import.meta.url).href;
  const told: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const args = ['--no-warnings', '--input-type=module', '-e', WRITER, module, folder];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), round * 11);
      output += chunk;
    });
    await new Promise((resolve) => child.once('close', resolve));
    told.push(...output.split('\n').slice(0, -1));
  }
  const { blobs } = open();
  expect(told.length).toBeGreaterThan(20);
  const waits = new Set((await blobs.waiting(100_000)).files.map(({ hash }) => hash));
  for (const hash of told) {
    expect([hash, waits.has(hash), (await blobs.read(hash)) !== undefined]).toEqual([hash, true, true]);
  }
  // Nothing that waits is anything but whole.
  for (const hash of waits) expect(await blobs.read(hash)).toBeDefined();
}, 60_000);

test.skipIf(!hasSmallDisks())('a full disk is told as such, and with room again files are kept', async () => {
  const disk = smallDisk(400_000);
  if (!disk) throw new Error('no small disk');
  try {
    const filler = path.join(disk.path, 'filler');
    writeFileSync(filler, Buffer.alloc(300_000));
    folder = path.join(disk.path, 'blobs');
    mkdirSync(folder);
    const { blobs } = open();
    const bytes = randomBytes(200_000);
    expect(await blobs.keep(bytes)).toEqual({ ok: false, error: { code: 'storageFull' } });
    expect([await waiting(blobs), await blobs.read(sha(bytes))]).toEqual([[], undefined]);
    rmSync(filler);
    expect(await blobs.keep(bytes)).toMatchObject({ ok: true });
    expect(await waiting(open().blobs)).toEqual([sha(bytes)]);
  } finally {
    disk.release();
  }
});

test('a page that floods is held back', async () => {
  const { blobs } = open();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => blobs.keep(Buffer.from([n]))));
  expect(answers.filter(({ ok }) => ok)).toHaveLength(64);
  expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, error: { code: 'tooMany', retryAfter: 1 } });
  expect((await blobs.keep(PNG)).ok).toBe(true);
  expect(readFileSync(fileOf(PNG))).toEqual(PNG);
});
