import type { AppError } from '../../src-shared/contract/errors.ts';
import {
  type Bridge,
  type CallArgs,
  type CallName,
  type CallResult,
  DEFAULT_PREFERENCES,
  type EventName,
  type EventPayload,
  ipc,
  type JournalEntry,
} from '../../src-shared/contract/ipc.ts';
import { failureMessage } from '../../src-shared/contract/ipc-failure.ts';
import { systemClock } from '../../src-shared/time/clock.ts';

type FakeHandlers = { [N in CallName]: (args: CallArgs<N>) => CallResult<N> | Promise<CallResult<N>> };

interface Handler {
  run(args: unknown): unknown;
}

interface Listener {
  deliver(payload: unknown): void;
}

export interface FakeBridge extends Bridge {
  /** Every call so far, in order. */
  readonly calls: { name: CallName; args: unknown }[];
  /** What a wiped IndexedDB would be rebuilt from. */
  readonly journal: JournalEntry[];
  /** Files by their hash. */
  readonly blobs: ReadonlyMap<string, { bytes: Uint8Array; waiting: boolean }>;
  /** Sends an event of main to the page. */
  emit<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** The next calls of this name fail with this error until `null` is given. */
  fail(name: CallName, error: AppError | null): void;
}

/** A machine for tests of the page: the same contract with the same validation, everything kept in memory. */
export function createFakeBridge(overrides: Partial<FakeHandlers> = {}): FakeBridge {
  const calls: { name: CallName; args: unknown }[] = [];
  const journal: JournalEntry[] = [];
  const blobs = new Map<string, { bytes: Uint8Array; waiting: boolean }>();
  const failures = new Map<string, AppError>();
  const listeners = new Map<string, Set<Listener>>(Object.keys(ipc.events).map((name) => [name, new Set()]));
  let preferences = DEFAULT_PREFERENCES;
  let connection: CallResult<'connection.get'> = {
    server: 'http://127.0.0.1:4310',
    token: 'test-token',
    tokenInMemoryOnly: false,
  };

  const emit: FakeBridge['emit'] = (name, payload) => {
    const parsed = ipc.events[name].parse(payload);
    for (const listener of listeners.get(name) ?? []) listener.deliver(parsed);
  };

  const defaults: FakeHandlers = {
    'app.info': () => ({
      version: '0.0.0',
      electron: '0',
      chrome: '0',
      node: '0',
      platform: 'linux',
      locale: 'fr-FR',
      notificationsSupported: true,
    }),
    'app.quit': () => undefined,
    'clock.now': () => systemClock.now(),
    'app.openExternal': () => true,
    'app.copy': () => undefined,
    'app.setMenu': () => undefined,
    'document.pdf': () => new Uint8Array(),
    'document.print': () => ({ printed: true }),
    'preferences.get': () => preferences,
    'preferences.set': (change) => {
      preferences = { ...preferences, ...change };
      return preferences;
    },
    'connection.get': () => connection,
    'connection.set': ({ server, token }) => {
      connection = {
        ...connection,
        server,
        token: token ?? (server === connection.server ? connection.token : undefined),
      };
      return connection;
    },
    'connection.signOut': () => {
      connection = { ...connection, token: undefined };
      return connection;
    },
    'connection.problem': () => ({ code: 'offline' }),
    'journal.append': ({ entries }) => {
      journal.push(...entries);
      return undefined;
    },
    'journal.settle': ({ clientId, upTo }) => {
      for (const entry of journal) if (entry.clientId === clientId && entry.mutation.seq <= upTo) entry.settledAt ??= 0;
      return undefined;
    },
    'journal.read': () => ({ entries: journal, damaged: 0 }),
    'blobs.keep': async ({ bytes }) => {
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
      const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      blobs.set(hash, { bytes, waiting: true });
      return { hash, size: bytes.length };
    },
    'blobs.receive': ({ hash, bytes }) => {
      if (!blobs.has(hash)) blobs.set(hash, { bytes, waiting: false });
      return undefined;
    },
    'blobs.waiting': () => {
      const files = [...blobs].flatMap(([hash, { bytes, waiting }]) => (waiting ? [{ hash, size: bytes.length }] : []));
      return { files, count: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
    },
    'blobs.confirm': ({ hash }) => {
      const blob = blobs.get(hash);
      if (blob) blob.waiting = false;
      return undefined;
    },
    'blobs.expect': ({ hashes }) => {
      for (const hash of hashes) {
        const blob = blobs.get(hash);
        if (blob) blob.waiting = true;
      }
      return undefined;
    },
    'blobs.hold': () => undefined,
    'blobs.have': ({ hashes }) => hashes.filter((hash) => blobs.has(hash)),
    'alarms.setPlan': () => undefined,
    'alarms.receipt': () => undefined,
    'alarms.receipts': () => [],
    'alarms.quietFor': () => ({ until: null }),
    'notify.test': () => ({ shown: true }),
    'tray.set': () => undefined,
    'log.write': () => undefined,
    'diagnostics.machine': () => ({
      at: 0,
      uptime: 60,
      keyring: { durable: true, backend: 'gnome_libsecret' },
      disk: { free: 50e9, size: 100e9, syncTook: 2 },
      journal: { entries: 0, waiting: 0, oldestWaitingAt: null, damaged: 0 },
      files: { count: 0, bytes: 0, waiting: 0, waitingBytes: 0, limit: 1e9 },
      autostart: { wanted: false, inPlace: false },
      certificate: null,
      memory: {},
      pageRestarts: 0,
    }),
    'diagnostics.log': () => [],
  };
  const handlers: FakeHandlers = { ...defaults, ...overrides };

  return {
    calls,
    journal,
    blobs,
    emit,
    fail(name, error) {
      if (error) failures.set(name, error);
      else failures.delete(name);
    },
    async call(name, ...args) {
      const shape = ipc.calls[name];
      const parsed: unknown = shape.args.parse(args[0]);
      calls.push({ name, args: parsed });
      const failure = failures.get(name);
      if (failure) throw new Error(failureMessage(failure));
      const handler: Handler = { run: handlers[name] };
      const answer: unknown = await handler.run(parsed);
      const result: CallResult<typeof name> = JSON.parse(JSON.stringify({ value: answer })).value;
      return result;
    },
    on(name, listener) {
      const entry: Listener = { deliver: listener };
      listeners.get(name)?.add(entry);
      return () => listeners.get(name)?.delete(entry);
    },
  };
}
