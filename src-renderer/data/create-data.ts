import type { Bridge, Connection } from '../../src-shared/contract/ipc.ts';
import { workspaceOf } from '../../src-shared/contract/workspace.ts';
import type { Origin } from '../../src-shared/model/actor.ts';
import { createColdMemory } from '../../src-shared/sync/cold.ts';
import { createSyncEngine } from '../../src-shared/sync/engine.ts';
import type { ReviewRow } from '../../src-shared/sync/local-store.ts';
import { type Clock, type Millis, type Scheduler, SECOND, schedulerOn } from '../../src-shared/time/clock.ts';
import type { ClientLog } from '../platform/client-log.ts';
import { whyUnreachable } from '../platform/unreachable.ts';
import type { Data, DataStatus } from './data.ts';
import type { IndexedDbPort } from './database.ts';
import { createDexieStore } from './dexie-store.ts';
import { createDirectoryIndex } from './directory-index.ts';
import { createDrafts } from './drafts.ts';
import { createFiles, epochOf } from './files.ts';
import { createIncidentIndex } from './incident-index.ts';
import { createBridgeJournal } from './journal.ts';
import { createMaintenanceIndex } from './maintenance.ts';
import { derived, until } from './observable.ts';
import { openDatabase } from './open-database.ts';
import { createProcedureIndex } from './procedure-index.ts';
import { createProcedureSearch, type SearchWorker } from './procedure-search.ts';
import { createRecords } from './records.ts';
import { hashesNamedBy } from './refused-files.ts';
import { becomeSyncOwner, type LocksPort } from './sync-owner.ts';
import { createHttpTransport } from './transport.ts';

export interface CreateDataDeps {
  bridge: Bridge;
  /** Where the server is now; what becomes of it comes over the bridge. */
  connection: Connection;
  clock: Clock;
  /** The rest is the page's own unless a test says otherwise. */
  scheduler?: Scheduler;
  fetch?: typeof fetch;
  indexedDb?: IndexedDbPort;
  locks?: LocksPort;
  newId?: () => string;
  random?: () => number;
  report?: (what: string) => void;
  /** The console's log. */
  log?: ClientLog;
  /** The network, and all that is not read by the first screen, waits for it. */
  shown?: Promise<void>;
  newSearchWorker?: (name: string) => SearchWorker;
  /** Another server was named: everything starts over with its records. */
  onOtherServer?: () => void;
  /** The browser has closed the copy from outside (wiped, evicted, a disk error): a new start takes it anew. */
  onStoreLost?: () => void;
}

/** A copy that is lost again and again must not make the page start over all the time. */
const LOST_AT_MOST_EVERY: Millis = 10 * SECOND;

/** A store that does not answer keeps no page from coming up: the screens say that they wait. */
const READ_AT_MOST: Millis = 2 * SECOND;

/** IndexedDB without a disk, loaded only where it is needed. */
async function memoryIndexedDb(): Promise<IndexedDbPort> {
  const { IDBFactory, IDBKeyRange } = await import('fake-indexeddb');
  return { indexedDB: new IDBFactory(), IDBKeyRange };
}

const searchWorker = (name: string): SearchWorker =>
  new Worker(new URL('./search/worker.ts', import.meta.url), { type: 'module', name });

const pageIndexedDb = (): IndexedDbPort | undefined =>
  'indexedDB' in globalThis ? { indexedDB: globalThis.indexedDB, IDBKeyRange: globalThis.IDBKeyRange } : undefined;

/** Opens this laptop's records and starts keeping them in step. Answers once they can be read. */
export async function createData(deps: CreateDataDeps): Promise<Data> {
  const { bridge, clock } = deps;
  const scheduler = deps.scheduler ?? schedulerOn(globalThis);
  const { log } = deps;
  const report =
    deps.report ?? ((what: string) => (log ? log.write('warn', 'data', { what }) : console.warn(`data: ${what}`)));
  const newId = deps.newId ?? (() => crypto.randomUUID());
  let { connection } = deps;
  const workspace = workspaceOf(connection);

  const locks = deps.locks ?? ('navigator' in globalThis ? globalThis.navigator.locks : undefined);
  // Best effort: the answer changes nothing here, and the journal is what nothing is lost by.
  if ('navigator' in globalThis) void globalThis.navigator.storage?.persist?.().catch(() => false);
  const disk = deps.indexedDb ?? pageIndexedDb();
  const [release, { db, storage, failure }] = await Promise.all([
    becomeSyncOwner(locks, workspace),
    openDatabase(disk, memoryIndexedDb, workspace),
  ]);
  if (failure) report(`kept in memory: ${failure}`);
  const memory = createColdMemory();
  const local = createDexieStore(db, memory);
  const records = createRecords(db, memory);

  const ask = deps.fetch ?? globalThis.fetch.bind(globalThis);

  const epoch = epochOf(db).catch(() => null);
  const askShown: typeof fetch = async (...request) => {
    await deps.shown;
    return ask(...request);
  };
  const serverNow = () => (connection.server ? { server: connection.server, token: connection.token } : null);

  const engine = createSyncEngine({
    local,
    replica: async () => (await import('../../src-shared/sync/replica.ts')).replica,
    shown: deps.shown,
    transport: createHttpTransport({
      connection: serverNow,
      fetch: askShown,
      why: (url) => whyUnreachable(bridge, url),
      log,
    }),
    journal: createBridgeJournal(bridge),
    clock,
    scheduler,
    random: deps.random ?? Math.random,
    newClientId: () => `${workspace}-${newId()}`,
    isOurs: (clientId) => clientId.startsWith(`${workspace}-`),
    report,
  });
  if (!connection.server) engine.pause();
  const incidents = createIncidentIndex(db, records);
  const directory = createDirectoryIndex(db, engine.me);
  const procedures = createProcedureIndex(db);
  const maintenance = createMaintenanceIndex(db, engine.now);
  const procedureSearch = createProcedureSearch({
    procedures,
    records,
    directory,
    scheduler,
    newWorker: () => (deps.newSearchWorker ?? searchWorker)(`vigie-search-${workspace}`),
  });
  // What every screen shows is read in one go before any of them: each would come up empty and be drawn again.
  const read = Promise.all([
    until(incidents, ({ loaded }) => loaded !== 'nothing'),
    until(directory, (names) => names !== undefined),
  ]);
  const patience = new Promise<void>((resolve) => {
    const timer = scheduler.after(READ_AT_MOST, resolve);
    void read.then(timer.cancel);
  });
  await Promise.all([engine.readable, Promise.race([read, patience])]);

  const onOtherServer = deps.onOtherServer ?? (() => globalThis.location.reload());
  const listening = [
    bridge.on('connection', (next) => {
      connection = next;
      if (workspaceOf(next) !== workspace) {
        onOtherServer();
        return;
      }
      engine.wake();
      files.wake();
    }),
    bridge.on('resumed', () => {
      engine.wake();
      files.wake();
    }),
  ];
  let stopped = false;
  const startedAt = clock.now();
  db.on('close', () => {
    if (stopped) return;
    report('store: closed from outside; the page starts over');
    const age = Math.max(0, clock.now() - startedAt);
    const startOver = deps.onStoreLost ?? (() => globalThis.location.reload());
    scheduler.after(Math.max(0, LOST_AT_MOST_EVERY - age), startOver);
  });
  const files = createFiles({
    bridge,
    db,
    connection: serverNow,
    fetch: askShown,
    why: (url) => whyUnreachable(bridge, url),
    status: engine.status,
    clock,
    scheduler,
    random: deps.random ?? Math.random,
    epoch,
    shown: deps.shown,
    log,
    report,
  });
  const drafts = createDrafts(disk ?? (await memoryIndexedDb()), workspace, () => clock.now());
  const status = derived(engine.status, (one): DataStatus => ({ ...one, storage }));

  const discard = async (row: ReviewRow) => {
    await local.write((tx) => tx.deleteReview([row.id]));
    engine.touched();
  };
  const mutate = (name: string, args: unknown, via: Origin = 'console') => engine.mutate(name, args, via);

  return {
    db,
    records,
    me: engine.me,
    status,
    now: engine.now,
    incidents,
    directory,
    procedures,
    maintenance,
    procedureSearch,
    blobs: files.blobs,
    transfers: files.transfers,
    drafts,
    mutate: (name, args, options) => mutate(name, args, options?.via),
    review: {
      async retry(row) {
        const again = await mutate(row.mutation.name, row.mutation.args, row.mutation.via);
        if (!again.ok) return again;
        // Before they are held no more.
        await files.offer(hashesNamedBy(row)).catch(() => undefined);
        await discard(row);
        return again;
      },
      copy: ({ mutation }) =>
        JSON.stringify({ change: mutation.name, at: mutation.at, ...argsObject(mutation.args) }, null, 2),
      discard,
    },
    syncNow() {
      engine.wake();
      files.wake();
    },
    async stop() {
      stopped = true;
      for (const off of listening) off();
      files.stop();
      incidents.stop();
      directory.stop();
      procedureSearch.stop();
      procedures.stop();
      maintenance.stop();
      await engine.stop();
      drafts.close();
      db.close();
      release();
    },
  };
}

function argsObject(args: unknown): object {
  return typeof args === 'object' && args !== null ? args : { args };
}
