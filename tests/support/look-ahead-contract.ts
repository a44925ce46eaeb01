import { describe, expect, it } from 'vitest';
import type { Store } from '../../src-server/store/store.ts';
import { type StoreBench, useBench } from './store-bench.ts';

/** Records that are read together are those that reading one by one gives, whatever the database. */
export function lookAheadContract(name: string, make: () => Promise<StoreBench>): void {
  describe(`records read together on ${name}`, () => {
    const { aStore } = useBench(make);
    const put = (store: Store, id: string, title: string | undefined) =>
      store.write(async (tx) =>
        tx.apply([{ collection: 'team', id, doc: title === undefined ? undefined : { name: title } }]),
      );
    const IDS = ['kept', 'changed', 'removed', 'made', 'never', 'nul\u0000'];
    const names = (store: Store) =>
      store.write(async (tx) => {
        await tx.lookAhead('team', IDS);
        return Promise.all(IDS.map(async (id) => (await tx.get('team', id))?.name));
      });

    it.each([undefined, 2])('are what another process left, remembering %s', async (remembered) => {
      const ours = await aStore(remembered === undefined ? {} : { remembered });
      const theirs = await aStore();
      for (const id of ['kept', 'changed', 'removed']) await put(ours, id, id);
      expect((await names(ours)).value).toEqual(['kept', 'changed', 'removed', undefined, undefined, undefined]);
      await put(theirs, 'changed', 'by them');
      await put(theirs, 'removed', undefined);
      await put(theirs, 'made', 'by them');
      expect((await names(ours)).value).toEqual(['kept', 'by them', undefined, 'by them', undefined, undefined]);
    });

    it('hold what the same commit wrote before', async () => {
      const store = await aStore();
      const [, found] = await Promise.all([put(store, 'made', 'a moment ago'), names(store)]);
      expect(found.value).toEqual([undefined, undefined, undefined, 'a moment ago', undefined, undefined]);
      const { value } = await store.write(async (tx) => {
        tx.apply([{ collection: 'team', id: 'kept', doc: { name: 'own' } }]);
        await tx.lookAhead('team', []);
        await tx.lookAhead('team', IDS);
        return tx.get('team', 'kept');
      });
      expect(value).toEqual({ name: 'own' });
      expect(await store.verifyLog()).toBeUndefined();
    });
  });
}
