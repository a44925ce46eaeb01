import { expect, test } from 'vitest';
import { DEFAULT_PREFERENCES, type MachineFacts } from '../../../src-shared/contract/ipc.ts';
import { DAY, HOUR, instant } from '../../../src-shared/time/clock.ts';
import en from '../../app/locales/en.json' with { type: 'json' };
import type { DataStatus } from '../../data/data.ts';
import { checkLaptop, type LaptopFacts } from './laptop-checks.ts';

const NOW = instant('2026-11-22T03:00:00Z');

const status: DataStatus = {
  phase: 'live',
  problem: null,
  cursor: 12,
  dataAt: NOW,
  silentSince: null,
  retryAt: null,
  pending: 0,
  unsaved: 0,
  unsavedWhy: null,
  review: 0,
  snapshot: null,
  clockOffset: 40,
  repairs: 0,
  storage: 'disk',
};
const certificate = { validFrom: NOW - DAY, validTo: NOW + 60 * DAY, issuer: 'CA' };
const machine: MachineFacts = {
  at: NOW,
  uptime: 60,
  keyring: { durable: true, backend: 'gnome_libsecret' },
  disk: { free: 50e9, size: 100e9, syncTook: 3 },
  journal: { entries: 4, waiting: 0, oldestWaitingAt: null, damaged: 0 },
  files: { count: 12, bytes: 3e6, waiting: 0, waitingBytes: 0, limit: 1e9 },
  autostart: { wanted: true, inPlace: true },
  certificate,
  memory: {},
  pageRestarts: 0,
};

interface Changes extends Omit<Partial<LaptopFacts>, 'status' | 'machine' | 'connection'> {
  status?: Partial<DataStatus>;
  machine?: Partial<MachineFacts> | null;
  connection?: Partial<LaptopFacts['connection']>;
}

function facts(over: Changes = {}): LaptopFacts {
  return {
    info: {
      version: '1.0.0',
      electron: '45',
      chrome: '130',
      node: '20',
      platform: 'linux',
      locale: 'fr-FR',
      notificationsSupported: true,
    },
    transfers: { waiting: 0, bytes: 0, problem: null },
    preferences: { ...DEFAULT_PREFERENCES, startAtLogin: true },
    health: {
      ok: true,
      value: { status: 'ok', version: '1.0.0', store: 'ok', timersRanAt: NOW, serverTime: NOW },
    },
    quota: { used: 1e9, most: 60e9 },
    oldestPendingAt: null,
    now: NOW,
    ...over,
    status: { ...status, ...over.status },
    machine: over.machine === null ? null : { ...machine, ...over.machine },
    connection: { server: 'https://vigie.example.org', token: 't', tokenInMemoryOnly: false, ...over.connection },
  };
}

const found = (over?: Changes) => new Map(checkLaptop(facts(over)).map((one) => [one.id, one]));

test('a laptop that is well has nothing but good lines', () => {
  expect([...found().values()].filter(({ level }) => level !== 'ok')).toEqual([]);
});

test.each<[Changes, string, string, string]>([
  [{ connection: { server: undefined, token: undefined } }, 'connection', 'off', 'none'],
  [{ connection: { token: undefined } }, 'connection', 'fail', 'signedOut'],
  [{ status: { phase: 'signedOut' } }, 'connection', 'fail', 'signedOut'],
  [
    { status: { phase: 'retrying', problem: { code: 'offline' }, silentSince: NOW - HOUR } },
    'connection',
    'fail',
    'silent',
  ],
  [{ status: { phase: 'syncing' } }, 'connection', 'warn', 'catchingUp'],
  [{ machine: { certificate: { ...certificate, validTo: NOW + 5 * DAY } } }, 'certificate', 'warn', 'expiresSoon'],
  [
    { machine: { certificate: { ...certificate, problem: 'ERR_CERT_AUTHORITY_INVALID' } } },
    'certificate',
    'fail',
    'refused',
  ],
  [{ connection: { server: 'http://127.0.0.1:7447' } }, 'certificate', 'off', 'noTls'],
  [{ health: { ok: false, error: { code: 'timeout' } } }, 'server', 'fail', 'unreachable'],
  [{ status: { clockOffset: 3_000 } }, 'clock', 'warn', 'behind'],
  [{ status: { clockOffset: -DAY } }, 'clock', 'fail', 'ahead'],
  [{ status: { pending: 2 }, oldestPendingAt: NOW - 60_000 }, 'outbox', 'ok', 'waiting'],
  [{ status: { pending: 2 }, oldestPendingAt: NOW - 2 * HOUR }, 'outbox', 'warn', 'old'],
  [{ status: { review: 1 } }, 'review', 'warn', 'some'],
  [{ status: { unsaved: 3 } }, 'journal', 'fail', 'refuses'],
  [{ transfers: { waiting: 2, bytes: 3e6, problem: null } }, 'files', 'ok', 'waiting'],
  [{ transfers: { waiting: 2, bytes: 3e6, problem: { code: 'serverFull' } } }, 'files', 'warn', 'refused'],
  [{ machine: { journal: { ...machine.journal, damaged: 1 } } }, 'journal', 'warn', 'damaged'],
  [{ machine: null }, 'journal', 'fail', 'unknown'],
  [{ status: { storage: 'memory' } }, 'copy', 'fail', 'memory'],
  [{ quota: { used: 9e9, most: 10e9 } }, 'copy', 'warn', 'nearlyFull'],
  [{ machine: { disk: { free: 1e8, size: 1e11, syncTook: 3 } } }, 'disk', 'fail', 'free'],
  [{ machine: { disk: { free: 1e10, size: 1e11, syncTook: null } } }, 'disk', 'fail', 'refuses'],
  [{ machine: { disk: { free: 1e10, size: 1e11, syncTook: 900 } } }, 'disk', 'warn', 'slow'],
  [{ connection: { tokenInMemoryOnly: true } }, 'keyring', 'warn', 'memory'],
  [{ machine: { autostart: { wanted: true, inPlace: false } } }, 'autostart', 'warn', 'gone'],
  [{ machine: { pageRestarts: 2 } }, 'page', 'warn', 'restarted'],
])('%o: %s is %s', (over, id, level, says) => {
  expect(found(over).get(id)).toMatchObject({ level, says });
});

test('whatever is not well comes with something to do, in words that exist', () => {
  const { check, says: words, advice: advices } = en.settings.diagnostics;
  const text = (tree: unknown, ...path: string[]) =>
    path.reduce<unknown>(
      (node, key) => (typeof node === 'object' && node !== null ? Reflect.get(node, key) : undefined),
      tree,
    );
  const all = [
    found(),
    found({ status: { ...status, storage: 'memory', unsaved: 1, review: 1, clockOffset: DAY, phase: 'signedOut' } }),
    found({ machine: null, health: { ok: false, error: { code: 'offline' } } }),
    found({ connection: { tokenInMemoryOnly: true }, machine: { pageRestarts: 1, disk: null } }),
  ].flatMap((lines) => [...lines.values()]);
  for (const { id, level, says, advice, problem } of all) {
    expect([id, typeof text(check, id)]).toEqual([id, 'string']);
    expect([id, says, typeof text(words, id, says)]).toEqual([id, says, 'string']);
    if (advice !== undefined) expect([advice, typeof text(advices, advice)]).toEqual([advice, 'string']);
    if (level === 'fail' && id !== 'server')
      expect([id, advice !== undefined || problem !== undefined]).toEqual([id, true]);
  }
});
