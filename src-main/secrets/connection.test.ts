import { expect, test } from 'vitest';
import type { Connection } from '../../src-shared/contract/ipc.ts';
import type { StoredConnection } from '../platform/settings-file.ts';
import { createConnectionKeeper } from './connection.ts';
import { createTokenSafe } from './token-safe.ts';

function aKeyring(backend: ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>) {
  return {
    getSelectedStorageBackend: () => backend,
    isEncryptionAvailable: () => true,
    encryptString: (text: string) => Buffer.from(`sealed:${text}`),
    decryptString: (sealed: Buffer) => sealed.toString().replace('sealed:', ''),
  };
}

function aConsole(
  over: {
    backend?: Parameters<typeof aKeyring>[0];
    given?: { server?: string; token?: string };
    stored?: StoredConnection;
  } = {},
) {
  let stored = over.stored;
  const changes: [Connection, boolean][] = [];
  const restart = (given: { server?: string; token?: string } = {}) =>
    createConnectionKeeper({
      file: { connection: () => stored, setConnection: (next) => (stored = next) },
      safe: createTokenSafe(aKeyring(over.backend ?? 'gnome_libsecret'), 'linux'),
      given,
      changed: (next, serverChanged) => changes.push([next, serverChanged]),
    });
  return { keeper: restart(over.given), restart, changes, stored: () => stored };
}

test('a token is sealed, and comes back after a restart', () => {
  const { keeper, restart, stored, changes } = aConsole();
  keeper.set('https://vigie.example.org/', 'secret-token');
  expect(JSON.stringify(stored())).not.toContain('secret-token');
  expect(restart().get()).toEqual({
    server: 'https://vigie.example.org',
    token: 'secret-token',
    tokenInMemoryOnly: false,
  });
  expect(changes).toHaveLength(1);
});

test('without a real keyring the token stays in memory, and that is said', () => {
  const { keeper, restart, stored } = aConsole({ backend: 'basic_text' });
  keeper.set('https://vigie.example.org', 'secret-token');
  expect(keeper.get()).toMatchObject({ token: 'secret-token', tokenInMemoryOnly: true });
  expect(stored()).toEqual({ server: 'https://vigie.example.org' });
  expect(restart().get()).toEqual({ server: 'https://vigie.example.org', token: undefined, tokenInMemoryOnly: true });
});

test('a token never follows to another server', () => {
  const { keeper, changes } = aConsole();
  keeper.set('https://a.example.org', 'secret-token');
  keeper.set('https://a.example.org', undefined);
  expect(keeper.get().token).toBe('secret-token');
  keeper.set('https://b.example.org', undefined);
  expect(keeper.get()).toMatchObject({ server: 'https://b.example.org', token: undefined });
  expect(changes.map(([, serverChanged]) => serverChanged)).toEqual([true, false, true]);
});

test('what the start handed over is used for this run and never written', () => {
  const { keeper, stored } = aConsole({ given: { server: 'http://127.0.0.1:4310', token: 'of-this-run' } });
  expect(keeper.get()).toEqual({
    server: 'http://127.0.0.1:4310',
    token: 'of-this-run',
    tokenInMemoryOnly: false,
    tokenOfThisRun: true,
  });
  keeper.signOut();
  expect(keeper.get().token).toBeUndefined();
  expect(stored()).toBeUndefined();
});

test('a server handed over without a token takes the token that is kept for that very server', () => {
  const { keeper, restart } = aConsole();
  keeper.set('https://a.example.org', 'secret-token');
  expect(restart({ server: 'https://a.example.org' }).get().token).toBe('secret-token');
  expect(restart({ server: 'https://b.example.org' }).get().token).toBeUndefined();
});

test('signing out forgets the token, not the server', () => {
  const { keeper, restart } = aConsole();
  keeper.set('https://a.example.org', 'secret-token');
  keeper.signOut();
  expect(restart().get()).toMatchObject({ server: 'https://a.example.org', token: undefined });
});

test('a refused server changes nothing', () => {
  const { keeper, changes } = aConsole();
  keeper.set('https://a.example.org', 'secret-token');
  expect(keeper.set('http://10.0.0.1', 'x')).toMatchObject({ ok: false });
  expect(keeper.get()).toMatchObject({ server: 'https://a.example.org', token: 'secret-token' });
  expect(changes).toHaveLength(1);
});
