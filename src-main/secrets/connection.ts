import { type AppError, ok, type Result } from '../../src-shared/contract/errors.ts';
import type { Connection } from '../../src-shared/contract/ipc.ts';
import type { StoredConnection } from '../platform/settings-file.ts';
import { parseServer } from '../security/origin.ts';
import type { TokenSafe } from './token-safe.ts';

export interface ConnectionDeps {
  file: { connection(): StoredConnection | undefined; setConnection(connection: StoredConnection | undefined): void };
  safe: TokenSafe;
  /** Handed over by whoever started this run; never written to disk. */
  given: { server?: string; token?: string; embedded?: boolean };
  changed(connection: Connection, serverChanged: boolean): void;
}

/** The server that this console belongs to and the token that signs it in. */
export interface ConnectionKeeper {
  get(): Connection;
  /** The one origin that the page may reach. */
  origin(): string | undefined;
  /** A token is never carried over to another server. */
  set(server: string, token: string | undefined): Result<Connection, AppError>;
  signOut(): Connection;
}

export function createConnectionKeeper({ file, safe, given, changed }: ConnectionDeps): ConnectionKeeper {
  let server: string | undefined;
  let token: string | undefined;
  let ofThisRun = false;

  const givenServer = given.server ? parseServer(given.server) : undefined;
  const stored = file.connection();
  const storedServer = stored ? parseServer(stored.server) : undefined;
  if (givenServer?.ok) server = givenServer.value;
  else if (storedServer?.ok) server = storedServer.value;
  if (givenServer?.ok && given.token) {
    token = given.token;
    ofThisRun = true;
  } else if (stored?.sealedToken !== undefined && storedServer?.ok && storedServer.value === server) {
    token = safe.open(stored.sealedToken);
  }

  const isGiven = () => givenServer?.ok === true && server === givenServer.value;
  const get = (): Connection => ({
    server,
    token,
    ...(given.embedded && isGiven() ? { embedded: true } : {}),
    tokenInMemoryOnly: !safe.durable && !ofThisRun,
    ...(ofThisRun && token !== undefined ? { tokenOfThisRun: true } : {}),
  });

  const keep = () => {
    if (server === undefined) return;
    const sealedToken = token !== undefined && safe.durable ? safe.seal(token) : undefined;
    file.setConnection(sealedToken === undefined ? { server } : { server, sealedToken });
  };

  return {
    get,
    origin: () => server,
    set(raw, nextToken) {
      const parsed = parseServer(raw);
      if (!parsed.ok) return parsed;
      const serverChanged = parsed.value !== server;
      if (serverChanged) token = undefined;
      if (nextToken !== undefined) token = nextToken || undefined;
      server = parsed.value;
      ofThisRun = false;
      keep();
      changed(get(), serverChanged);
      return ok(get());
    },
    signOut() {
      token = undefined;
      if (!ofThisRun) keep();
      changed(get(), false);
      return get();
    },
  };
}
