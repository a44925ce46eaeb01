import { expect, test } from 'vitest';
import { DEFAULT_PREFERENCES } from '../../../src-shared/contract/ipc.ts';
import type { PendingRow, ReviewRow } from '../../../src-shared/sync/local-store.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { type BundleFacts, bundleText, PARTS, USUAL_PARTS } from './bundle.ts';
import { checkLaptop, type LaptopFacts } from './laptop-checks.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const TOKEN = 'letters-that-look-like-nothing';
const WORDS = 'Panne de la base chez Inès';

const laptop: LaptopFacts = {
  info: {
    version: '1.0.0',
    electron: '45',
    chrome: '130',
    node: '20',
    platform: 'linux',
    locale: 'fr-FR',
    notificationsSupported: true,
  },
  machine: null,
  status: {
    phase: 'retrying',
    problem: { code: 'offline', why: 'refused' },
    cursor: 12,
    dataAt: NOW,
    silentSince: NOW,
    retryAt: null,
    pending: 1,
    unsaved: 0,
    unsavedWhy: null,
    review: 1,
    snapshot: null,
    clockOffset: 12.4,
    repairs: 0,
    storage: 'disk',
  },
  connection: { server: `https://vigie.example.org`, token: TOKEN, tokenInMemoryOnly: false },
  transfers: { waiting: 0, bytes: 0, problem: null },
  preferences: DEFAULT_PREFERENCES,
  health: null,
  quota: null,
  oldestPendingAt: NOW,
  now: NOW,
};
const mutation = {
  seq: 7,
  name: 'incident.note',
  args: { text: WORDS, by: 'ines@example.org' },
  at: NOW,
  via: 'console' as const,
};
const pending: PendingRow = { order: 1, clientId: 'client-of-ines', mutation, state: 'journaled' };
const review: ReviewRow = {
  id: 'client-of-ines/3',
  mutation: { ...mutation, seq: 3 },
  reason: 'notOpen',
  rejectedAt: NOW,
};
const facts: BundleFacts = {
  laptop,
  checks: checkLaptop(laptop),
  zone: 'Europe/Paris',
  pending: [pending],
  review: [review],
  counts: { incident: 3, pending: 1 },
  receipts: [],
  log: [
    '{"msg":"push","requestId":"r-1"}',
    `{"msg":"Bearer vigie_AbCdEfGhIjKlMnOp /intake/zabbix/vk_abcdef mail ines@example.org ${TOKEN}"}`,
  ],
};

test('the usual file has no token, key, address or word of anybody', () => {
  const text = bundleText(facts, USUAL_PARTS);
  for (const secret of [TOKEN, 'AbCdEfGh', 'abcdef', 'ines@example.org', WORDS, 'Panne'])
    expect(text).not.toContain(secret);
  expect(text).toContain('2026-11-22T03:00:00.000Z incident.note client-of-ines#7 journaled');
  expect(text).toContain('incident.note client-of-ines/3 refused 2026-11-22T03:00:00.000Z notOpen');
  expect(text).toContain('"requestId":"r-1"');
  expect(text).toContain('fail connection silent');
  expect(text).toContain('server: https://vigie.example.org');
  expect(text).toMatch(/== alarms ==\nnone\n/);
});

test('words are in it only when they were added on purpose, and even then no secret', () => {
  const text = bundleText(facts, PARTS);
  expect(text).toContain(WORDS);
  expect(text).not.toContain('ines@example.org');
  expect(text).not.toContain(TOKEN);
});

test('a part that was left out leaves nothing behind', () => {
  expect(bundleText(facts, ['versions'])).toBe(
    'Vigie diagnostics 2026-11-22T03:00:00.000Z\n\n== versions ==\nvigie: 1.0.0\nserver: —\nelectron: 45\nchromium: 130\nnode: 20\nplatform: linux\nlocale: fr-FR\nzone: Europe/Paris\n',
  );
  expect(bundleText(facts, [])).toBe('Vigie diagnostics 2026-11-22T03:00:00.000Z\n');
});
