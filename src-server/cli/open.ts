import { type DataFolder, openDataFolder } from '../data-folder.ts';
import type { Identity } from '../identity/identity.ts';
import { createSqliteStore, type SqliteStore } from '../store/sqlite.ts';
import type { CommandContext } from './command.ts';

export interface OpenedStore {
  folder: DataFolder;
  store: SqliteStore;
}

/** Works on the store directly, beside a running server if there is one, and closes it again. */
export async function withStore<T>(
  context: CommandContext,
  work: (data: OpenedStore) => Promise<T>,
  { create = false }: { create?: boolean } = {},
): Promise<T> {
  const folder = openDataFolder(context.settings().data, { create });
  const store = await createSqliteStore({ file: folder.store });
  try {
    return await work({ folder, store });
  } finally {
    await store.close();
  }
}

/** The same with the accounts, which take longer to load. */
export function withAccounts<T>(
  context: CommandContext,
  work: (data: OpenedStore & { identity: Identity }) => Promise<T>,
  options: { create?: boolean } = {},
): Promise<T> {
  return withStore(
    context,
    async ({ folder, store }) => {
      const { createIdentity } = await import('../identity/identity.ts');
      const identity = await createIdentity({ file: folder.identity, clock: context.clock });
      try {
        return await work({ folder, store, identity });
      } finally {
        identity.close();
      }
    },
    options,
  );
}
