import type { Clock } from '../src-shared/time/clock.ts';
import type { Settings } from './config.ts';
import type { DataFolder } from './data-folder.ts';
import type { Identity, SqliteIdentity } from './identity/identity.ts';
import type { StoreDeps } from './store/engine.ts';
import type { SqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';

/** Records and accounts, wherever the settings put them. Loaded as needed: all commands should be quick. */
export interface Storage {
  store: Store;
  /** The accounts, which take longer to load. */
  identity(): Promise<Identity>;
  /** Present when they are files in the data folder, which can be copied. */
  files?: { store: SqliteStore; identity(): Promise<SqliteIdentity> };
  close(): Promise<void>;
}

/** Keeps what was made once. */
function once<T>(make: () => Promise<T>): { get(): Promise<T>; made(): Promise<T> | undefined } {
  let made: Promise<T> | undefined;
  return {
    get() {
      made ??= make();
      return made;
    },
    made: () => made,
  };
}

async function openFiles(folder: DataFolder, clock: Clock, deps: StoreDeps): Promise<Storage> {
  const { createSqliteStore } = await import('./store/sqlite.ts');
  const store = await createSqliteStore({ file: folder.store, ...deps });
  const identity = once(async () => {
    const { createIdentity } = await import('./identity/identity.ts');
    return createIdentity({ file: folder.identity, clock });
  });
  return {
    store,
    identity: identity.get,
    files: { store, identity: identity.get },
    async close() {
      await store.close();
      await (await identity.made())?.close();
    },
  };
}

async function openPostgres(url: string, clock: Clock, deps: StoreDeps & { follow: boolean }): Promise<Storage> {
  const { createPostgresBus } = await import('./store/postgres-bus.ts');
  const { createPostgresStore } = await import('./store/postgres.ts');
  const bus = createPostgresBus(url, deps.onListenerError);
  const store = await createPostgresStore({ url, bus, ...deps });
  const identity = once(async () => {
    const { createPostgresIdentity } = await import('./identity/postgres.ts');
    return createPostgresIdentity({ url, bus, clock });
  });
  if (deps.follow) await bus.start();
  return {
    store,
    identity: identity.get,
    async close() {
      await store.close();
      await (await identity.made())?.close();
      await bus.close();
    },
  };
}

/** `follow`: hears at once of what other processes do; for a server. */
export function openStorage(
  { database }: Pick<Settings, 'database'>,
  folder: DataFolder,
  clock: Clock,
  deps: StoreDeps & { follow: boolean },
): Promise<Storage> {
  return database === undefined ? openFiles(folder, clock, deps) : openPostgres(database, clock, deps);
}
