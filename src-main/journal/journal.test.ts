import { spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalEntry } from '../../src-shared/contract/ipc.ts';
import { DAY, instant } from '../../src-shared/time/clock.ts';
import { type AppendFile, createAppendFile } from './append-file.ts';
import { createJournal, foldJournal } from './journal.ts';
import { encodeRecord } from './record.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vigie-journal-'));
});
const files: AppendFile[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await file.close();
  rmSync(folder, { recursive: true, force: true });
});

const START = instant('2026-03-29T00:59:00Z');
const entry = (seq: number, over: Partial<JournalEntry> = {}): JournalEntry => ({
  clientId: 'laptop-of-ines',
  mutation: { seq, name: 'incident.note', args: { text: `n° ${seq}` }, at: START, via: 'console' },
  ...over,
});
const open = (now = START) => {
  const clock = { now: () => now };
  const file = createAppendFile({ folder, name: 'journal' });
  files.push(file);
  return createJournal({ file, clock });
};
const seqs = async (journal: ReturnType<typeof open>) =>
  (await journal.read()).entries.map(({ mutation }) => mutation.seq);
const only = () => path.join(folder, readdirSync(folder).filter((file) => file.endsWith('.log'))[0]!);

test('an appended mutation is there after a restart, in the order it was written', async () => {
  const journal = open();
  expect(await journal.append([entry(1), entry(2)])).toEqual({ ok: true, value: undefined });
  await journal.append([entry(3)]);
  expect(await seqs(open())).toEqual([1, 2, 3]);
});

test('concurrent appends are all kept, each answered', async () => {
  const journal = open();
  const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => journal.append([entry(index + 1)])));
  expect(answers.every((answer) => answer.ok)).toBe(true);
  expect(await seqs(open())).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

test('the same mutation written twice is one entry', async () => {
  const journal = open();
  await journal.append([entry(1)]);
  await journal.append([entry(1), entry(2)]);
  expect(await seqs(journal)).toEqual([1, 2]);
});

test('a settled mutation stays for 7 days, then leaves', async () => {
  const journal = open();
  await journal.append([entry(1), entry(2), entry(3), entry(1, { clientId: 'another-laptop' })]);
  await journal.settle('laptop-of-ines', 2);
  const { entries } = await open(START + 7 * DAY - 1).read();
  expect(entries.map((one) => one.settledAt)).toEqual([START, START, undefined, undefined]);
  expect(await seqs(open(START + 7 * DAY))).toEqual([3, 1]);
});

test('the first settling of a mutation is the one that counts', () => {
  const settled = (upTo: number, at: number) => ({ kind: 'settled', clientId: 'laptop-of-ines', upTo, at });
  const records = [1, 2, 3, 4].map((seq) => ({ kind: 'entry', entry: entry(seq) }));
  const { entries } = foldJournal([...records, settled(2, START + 5), settled(3, START + 1), settled(1, START)], START);
  expect(entries.map((one) => one.settledAt)).toEqual([START, START + 1, START + 1, undefined]);
});

test('a torn end is counted, and what is appended after it is read', async () => {
  await open().append([entry(1), entry(2)]);
  truncateSync(only(), readFileSync(only()).length - 10);
  await open().append([entry(3)]);
  const { entries, damaged } = await open().read();
  expect(entries.map(({ mutation }) => mutation.seq)).toEqual([1, 3]);
  expect(damaged).toBe(1);
});

test('an intact record of a shape that nobody knows is counted, not fatal', async () => {
  await open().append([entry(1)]);
  appendFileSync(only(), encodeRecord({ kind: 'tomorrow' }));
  const read = await open().read();
  expect(read.entries).toHaveLength(1);
  expect(read.damaged).toBe(1);
});

test('compaction drops the long settled, sets a damaged file aside and still tells of it', async () => {
  await open().append([entry(1), entry(2)]);
  await open().settle('laptop-of-ines', 1);
  appendFileSync(only(), 'rubbish');
  const later = open(START + 8 * DAY);
  expect(await later.compact()).toEqual({ ok: true, value: undefined });
  expect(await later.read()).toMatchObject({ damaged: 1, entries: [{ mutation: { seq: 2 } }] });
  expect(readdirSync(folder).sort()).toEqual(['journal-000001.damaged', 'journal-000002.log']);
  await later.append([entry(3)]);
  expect(await seqs(open(START + 8 * DAY))).toEqual([2, 3]);
});

test('a draft that a crash left behind is not read', async () => {
  await open().append([entry(1)]);
  writeFileSync(path.join(folder, 'journal-000002.log.new'), 'half of a compaction');
  expect(await seqs(open())).toEqual([1]);
});

const WRITER = `
  const { createAppendFile } = await import(process.argv[1]);
  const file = createAppendFile({ folder: process.argv[2], name: 'journal' });
  const first = Number(process.argv[3]);
  for (let group = 0; ; group += 1) {
    await Promise.all([0, 1, 2].map(async (lane) => {
      const seq = first + group * 3 + lane;
      const answer = await file.append([{ kind: 'entry', entry: { clientId: 'laptop-of-ines', mutation: { seq,
        name: 'incident.note', args: { text: 'x'.repeat(seq % 997) }, at: 0, via: 'console' } } }], true);
      if (answer.ok) process.stdout.write(seq + '\\n');
    }));
  }
`;

test('a process that is killed at any moment has lost nothing that it was told is saved', async () => {
  const module = fileURLToPath(new URL('./append-file.ts', import.meta.url));
  const acknowledged = new Set<number>();
  for (let round = 0; round < 12; round += 1) {
    const child = spawn(
      process.execPath,
      ['--no-warnings', '--input-type=module', '-e', WRITER, module, folder, String(1 + round * 1_000_000)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      if (output === '') setTimeout(() => child.kill('SIGKILL'), round * 7);
      output += chunk;
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(child.signalCode).toBe('SIGKILL');
    for (const line of output.split('\n').slice(0, -1)) acknowledged.add(Number(line));
  }
  const { entries } = await open().read();
  const kept = new Set(entries.map(({ mutation }) => mutation.seq));
  expect(acknowledged.size).toBeGreaterThan(12);
  expect([...acknowledged].filter((seq) => !kept.has(seq))).toEqual([]);
}, 60_000);

test.skipIf(!existsSync('/dev/full'))(
  'a full disk is told as such, and with room again the journal goes on',
  async () => {
    // Every write to this device is refused with ENOSPC.
    const first = path.join(folder, 'journal-000001.log');
    symlinkSync('/dev/full', first);
    const journal = open();
    expect(await journal.append([entry(1)])).toEqual({ ok: false, error: { code: 'storageFull' } });
    rmSync(first);
    expect(await journal.append([entry(1)])).toEqual({ ok: true, value: undefined });
    expect(await seqs(open())).toEqual([1]);
  },
);
