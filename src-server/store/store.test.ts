import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { personId, teamId } from '../../src-shared/model/ids.ts';
import { createSqliteStore, type SqliteStoreDeps } from './sqlite.ts';
import type { Commit, LogEntry, Store } from './store.ts';

let folder: string;
const open: Store[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-store-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((store) => store.close()));
  rmSync(folder, { recursive: true });
});

const file = () => join(folder, 'vigie.db');
async function aStore(deps: Partial<SqliteStoreDeps> = {}) {
  const store = await createSqliteStore({ file: file(), ...deps });
  open.push(store);
  return store;
}
const team = (store: Store, id: string, name = id) =>
  store.write(async (tx) => tx.apply([{ collection: 'team', id, doc: { name } }]));
const entry = (name: string): LogEntry => ({
  client: '',
  seq: null,
  name,
  args: { name },
  actor: { kind: 'person', id: personId('ines') },
  via: 'cli',
  at: 1,
  receivedAt: 2,
  outcome: { kind: 'applied' },
});

describe('the store', () => {
  it('stamps each changed record with the next version and leaves the unchanged alone', async () => {
    const store = await aStore();
    expect((await team(store, 'a')).version).toBe(1);
    expect((await team(store, 'b')).version).toBe(2);
    expect((await team(store, 'a')).version).toBe(2);
    expect((await team(store, 'a', 'A')).version).toBe(3);
    expect((await store.write(async (tx) => tx.apply([{ collection: 'team', id: 'x', doc: undefined }]))).version).toBe(
      3,
    );
  });

  it('reads its own writes before they are committed', async () => {
    const store = await aStore();
    await store.write(async (tx) => {
      tx.apply([{ collection: 'team', id: teamId('a'), doc: { name: 'A' } }]);
      expect(await tx.get('team', 'a')).toEqual({ name: 'A' });
      tx.apply([{ collection: 'team', id: teamId('a'), doc: undefined }]);
      expect(await tx.get('team', 'a')).toBeUndefined();
    });
  });

  it('keeps the good jobs of a shared commit when one fails', async () => {
    const store = await aStore();
    const settled = await Promise.allSettled([
      team(store, 'a'),
      store.write(async (tx) => {
        tx.apply([{ collection: 'team', id: 'bad', doc: { name: 'bad' } }]);
        throw new Error('no');
      }),
      // Breaks a constraint only when it is written.
      store.write(async (tx) => {
        tx.logMutation({ ...entry('twice'), client: 'c', seq: 1 });
        tx.logMutation({ ...entry('twice'), client: 'c', seq: 1 });
      }),
      team(store, 'b'),
    ]);
    expect(settled.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    const teams = await store.read((tx) => tx.all('team'));
    expect(teams.map((one) => one.id)).toEqual(['a', 'b']);
    expect(await store.verifyLog()).toBeUndefined();
  });

  it('writes once although a listener fails', async () => {
    const failures: unknown[] = [];
    const store = await aStore({ onListenerError: (error) => failures.push(error) });
    store.onCommit(() => {
      throw new Error('no ear');
    });
    let runs = 0;
    await store.write(async (tx) => {
      runs += 1;
      tx.apply([{ collection: 'team', id: 'a', doc: { name: 'a' } }]);
    });
    expect({ runs, failures: failures.length }).toEqual({ runs: 1, failures: 1 });
  });

  it('sees what another process commits, in order and once', async () => {
    const server = await aStore();
    const commandLine = await aStore();
    const commits: Commit[] = [];
    server.onCommit((commit) => commits.push(commit));
    await team(server, 'a');
    await team(commandLine, 'b');
    await server.poll();
    await team(commandLine, 'c');
    await team(server, 'd');
    await server.poll();
    expect(commits.map(({ prev, to, changes }) => [prev, to, changes !== undefined])).toEqual([
      [0, 1, true],
      [1, 2, true],
      [2, 3, true],
      [3, 4, true],
    ]);
  });

  it('keeps everything over a restart, and finds out when the log was changed', async () => {
    const store = await aStore();
    await team(store, 'a');
    for (const name of ['one', 'two', 'three']) await store.write(async (tx) => tx.logMutation(entry(name)));
    const before = await store.read((tx) => tx.workspace());
    await Promise.all(open.splice(0).map((one) => one.close()));
    const again = await aStore();
    expect(await again.read((tx) => tx.workspace())).toEqual(before);
    expect(await again.verifyLog()).toBeUndefined();
    const raw = new Database(file());
    raw.prepare("update mutation set args = '{}' where id = 2").run();
    raw.close();
    expect(await again.verifyLog()).toBe(2);
  });

  it('finds out when the end of the log was cut off', async () => {
    const store = await aStore();
    for (const name of ['one', 'two']) await store.write(async (tx) => tx.logMutation(entry(name)));
    const raw = new Database(file());
    raw.prepare('delete from mutation where id = 2').run();
    raw.close();
    expect(await store.verifyLog()).toBe(2);
  });
});
