import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort, until } from './processes.ts';

/** A real PostgreSQL server of the test's own, on a loopback port that stays the same over restarts. */
export interface Postgres {
  /**
   * A new empty database; gives its URL, password included. It sorts text as French does, so that whoever needs
   * another order has to say so.
   */
  createDatabase(): Promise<string>;
  /** The path of one of PostgreSQL's own programs, e.g. `pg_dump`. */
  program(name: string): string;
  /** Its process, for signals such as SIGSTOP; undefined while it is stopped. */
  readonly pid: number | undefined;
  /** Stops it and keeps the data: `fast` ends the sessions (SIGINT), `smart` waits for them (SIGTERM). */
  stop(mode?: 'fast' | 'smart'): Promise<void>;
  /** Ends it and all its sessions as a power cut would (SIGKILL). The data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port; resolves when it takes connections. */
  start(): Promise<void>;
  /** What it has logged since its last start. */
  log(): string;
  /** Stops it and deletes its data. */
  dispose(): Promise<void>;
}

export interface PostgresOptions {
  /** Write to the disk for real; without it a crash of the machine (not of the server) may lose data. */
  durable?: boolean;
  /** Settings as in postgresql.conf, e.g. `{ max_connections: '20' }`. */
  settings?: Readonly<Record<string, string>>;
}

const USER = 'vigie';
const PASSWORD = 'open sesame/é';
const execute = promisify(execFile);

/** Debian keeps the programs of each version in a folder of its own, off the PATH. */
function programFolder(): string {
  const root = '/usr/lib/postgresql';
  const versions = readdirSync(root)
    .map(Number)
    .sort((a, b) => b - a);
  return join(root, String(versions[0]), 'bin');
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
function runAs(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Sessions leave the server's process group, so they are found by their parent. */
function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}

/** False also for what has ended and was not yet collected by its parent. */
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function initialise(folder: string, bin: string, options: PostgresOptions, port: number): Promise<void> {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  const { uid, gid } = runAs();
  writeFileSync(passwordFile, PASSWORD, { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) {
    for (const path of [folder, passwordFile]) chownSync(path, uid, gid);
  }
  await execute(
    join(bin, 'initdb'),
    [
      ...['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
      ...['--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'],
    ],
    { uid, gid, cwd: folder },
  );
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '64MB',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  writeFileSync(join(data, 'postgresql.auto.conf'), lines.join(''), { mode: 0o600 });
  if (uid !== undefined && gid !== undefined) chownSync(join(data, 'postgresql.auto.conf'), uid, gid);
}

/** Makes a cluster and starts it. It is gone with the test's process, unless that is killed by SIGKILL. */
export async function startPostgres(options: PostgresOptions = {}): Promise<Postgres> {
  const bin = programFolder();
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'vigie-postgres-'));
  const urlOf = (database: string) =>
    `postgres://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${database}`;
  let child: ChildProcess | undefined;
  let output = '';

  const onExit = () => {
    if (child?.pid !== undefined) for (const pid of [child.pid, ...childrenOf(child.pid)]) signal(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.once('exit', onExit);

  const asAdmin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: urlOf('postgres'), connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query(sql);
    } finally {
      await client.end().catch(() => undefined);
    }
  };

  const start = async (): Promise<void> => {
    if (child) return;
    output = '';
    const made = spawn(join(bin, 'postgres'), ['-D', join(folder, 'data')], {
      ...runAs(),
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = made;
    made.stderr?.on('data', (text: Buffer) => {
      output += text;
    });
    await until('PostgreSQL takes connections', async () => {
      if (made.exitCode !== null) throw new Error(`PostgreSQL ended with ${made.exitCode}:\n${output.slice(-4000)}`);
      return asAdmin('select 1').then(
        () => true,
        () => false,
      );
    });
  };

  const stop = async (mode: 'fast' | 'smart' = 'fast'): Promise<void> => {
    const stopping = child;
    child = undefined;
    if (stopping?.pid === undefined) return;
    signal(stopping.pid, mode === 'fast' ? 'SIGINT' : 'SIGTERM');
    await ended(stopping);
  };

  const dispose = async (): Promise<void> => {
    await stop();
    process.removeListener('exit', onExit);
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };

  try {
    await initialise(folder, bin, options, port);
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    async createDatabase() {
      const name = `test_${randomBytes(6).toString('hex')}`;
      await asAdmin(`create database ${name} template template0 locale_provider icu icu_locale 'fr'`);
      return urlOf(name);
    },
    program: (name) => join(bin, name),
    get pid() {
      return child?.pid;
    },
    stop,
    async kill() {
      const killed = child;
      child = undefined;
      if (killed?.pid === undefined) return;
      const sessions = childrenOf(killed.pid);
      for (const pid of [killed.pid, ...sessions]) signal(pid, 'SIGKILL');
      await ended(killed);
      // The next start refuses while a session of the last one still holds the shared memory.
      await until('the sessions are gone', () => sessions.every((pid) => !isRunning(pid)));
    },
    start,
    log: () => output,
    dispose,
  };
}
