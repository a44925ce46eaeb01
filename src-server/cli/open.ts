import { type DataFolder, openDataFolder } from '../data-folder.ts';
import { createIdentity, type Identity } from '../identity/identity.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import type { Store } from '../store/store.ts';
import type { CommandContext } from './command.ts';

export interface OpenedData {
  folder: DataFolder;
  store: Store;
  identity: Identity;
}

/** Works on the data folder directly, beside a running server if there is one, and closes it again. */
export async function withData<T>(
  context: CommandContext,
  work: (data: OpenedData) => Promise<T>,
  { create = false }: { create?: boolean } = {},
): Promise<T> {
  const folder = openDataFolder(context.settings().data, { create });
  const store = await createSqliteStore({ file: folder.store });
  try {
    const identity = await createIdentity({ file: folder.identity, clock: context.clock });
    try {
      return await work({ folder, store, identity });
    } finally {
      identity.close();
    }
  } finally {
    await store.close();
  }
}
