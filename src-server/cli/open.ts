import { type DataFolder, openDataFolder } from '../data-folder.ts';
import type { Identity } from '../identity/identity.ts';
import { openStorage, type Storage } from '../open-storage.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './command.ts';

export interface OpenedStore {
  folder: DataFolder;
  store: Store;
  storage: Storage;
}

/** Works on the store directly, beside a running server if there is one, and closes it again. */
export async function withStore<T>(
  context: CommandContext,
  work: (data: OpenedStore) => Promise<T>,
  { create = false }: { create?: boolean } = {},
): Promise<T> {
  const settings = context.settings();
  // Where the data is in PostgreSQL the folder holds next to nothing, and this may be another machine.
  const folder = openDataFolder(settings.data, { create: create || settings.database !== undefined });
  const storage = await openStorage(settings, folder, context.clock, { follow: false });
  try {
    return await work({ folder, store: storage.store, storage });
  } finally {
    await storage.close();
  }
}

/** The same with the accounts, which take longer to load. */
export function withAccounts<T>(
  context: CommandContext,
  work: (data: OpenedStore & { identity: Identity }) => Promise<T>,
  options: { create?: boolean } = {},
): Promise<T> {
  return withStore(context, async (opened) => work({ ...opened, identity: await opened.storage.identity() }), options);
}
