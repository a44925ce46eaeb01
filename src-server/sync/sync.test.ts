import { expect, it } from 'vitest';
import { syncContract } from '../../tests/support/sync-contract.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import { runMutation, systemActor } from './run-mutation.ts';

syncContract('SQLite', (deps) => createSqliteStore({ file: ':memory:', ...deps }));

it('the log of a store in memory survives as bytes', async () => {
  const store = await createSqliteStore({ file: ':memory:' });
  for (const id of ['ines', 'marc', 'lea']) {
    await store.write((tx) =>
      runMutation(tx, {
        name: 'person.provision',
        args: { id, doc: { name: id, role: 'viewer', teams: [] } },
        actor: systemActor(),
        via: 'cli',
        at: 1,
        receivedAt: 1,
        origin: { kind: 'server', id },
      }),
    );
  }
  const copy = await createSqliteStore({ file: ':memory:', image: await store.image() });
  expect(await copy.verifyLog()).toBeUndefined();
  expect((await copy.read((tx) => tx.log({ after: 0, limit: 10 }))).length).toBe(3);
  expect(await copy.read((tx) => tx.workspace())).toEqual(await store.read((tx) => tx.workspace()));
  await Promise.all([copy.close(), store.close()]);
});
