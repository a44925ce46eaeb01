import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { JournalEntry } from '../../src-shared/contract/ipc.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { createMachineFacts, type MachineFactsDeps } from './machine-facts.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const entry = (seq: number, settledAt?: number): JournalEntry => ({
  clientId: 'client-of-ines',
  mutation: { seq, name: 'incident.note', args: { text: 'secret' }, at: NOW - seq, via: 'console' },
  ...(settledAt === undefined ? {} : { settledAt }),
});

function facts(over: Partial<MachineFactsDeps> = {}) {
  return createMachineFacts({
    folder: tmpdir(),
    clock: { now: () => NOW },
    uptime: () => 12,
    keyring: { durable: true, backend: 'kwallet6' },
    blobs: { usage: async () => ({ count: 3, bytes: 900, waiting: 1, waitingBytes: 300, limit: 1_000 }) },
    journal: { read: async () => ({ entries: [entry(1, NOW), entry(2), entry(3)], damaged: 1 }) },
    autostart: async () => ({ wanted: true, inPlace: false }),
    certificate: () => null,
    processes: () => [
      { type: 'Tab', memory: { workingSetSize: 100 } },
      { type: 'Tab', memory: { workingSetSize: 50 } },
    ],
    pageRestarts: () => 2,
    ...over,
  })();
}

test('the laptop is told of in numbers, without a word of what the journal holds', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'vigie-facts-'));
  const found = await facts({ folder });
  expect(found).toMatchObject({
    at: NOW,
    journal: { entries: 3, waiting: 2, oldestWaitingAt: NOW - 2, damaged: 1 },
    memory: { Tab: 153_600 },
    pageRestarts: 2,
  });
  expect(found.disk?.syncTook).toBeGreaterThan(0);
  expect(JSON.stringify(found)).not.toContain('secret');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

test('a folder that cannot be looked at is told as such', async () => {
  expect((await facts({ folder: '/nowhere/at/all' })).disk).toBeNull();
});
