import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, type Running, startProgram } from './processes.ts';

/** The senders that an intake key can be made for. */
type IntakeSource = 'alertmanager' | 'grafana' | 'pagerduty' | 'generic';

/** A real server process on its own data folder and a loopback port that stays the same over restarts. */
export interface TestServer {
  readonly url: string;
  readonly data: string;
  /** Runs one `vigie` command against this server's data folder; gives its standard output, trimmed. */
  vigie(...args: string[]): Promise<string>;
  /** Adds an account and gives a bearer token for it. */
  token(user: string, role?: 'viewer' | 'responder' | 'lead' | 'admin'): Promise<string>;
  /** A new intake address for a sender, key included. */
  intakeUrl(source: IntakeSource): Promise<string>;
  /** Stops it cleanly (SIGTERM). The data stays. */
  stop(): Promise<void>;
  /** Ends it as a power cut would (SIGKILL). The data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same data and port. */
  start(): Promise<void>;
  /** Everything it has written since its last start. */
  output(): string;
  /** Stops it and deletes its data. */
  dispose(): Promise<void>;
}

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const execute = promisify(execFile);

export interface ServerOptions {
  env?: NodeJS.ProcessEnv;
  flags?: string[];
  /** The data folder of a stopped server, to start on a copy of. */
  from?: string;
}

/** Starts a server under the Node that runs the tests. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-server-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { ...process.env, ...options.env };
  let running: Running | undefined;

  const start = async (): Promise<void> => {
    const flags = ['--data', data, '--host', '127.0.0.1', '--port', String(port), ...(options.flags ?? [])];
    const program = startProgram(process.execPath, [cli, 'serve', ...flags], env);
    running = program;
    try {
      await program.line(/listening on http:\/\/\S+/);
    } catch (error) {
      await program.stop();
      throw error;
    }
  };
  const stop = async (): Promise<void> => {
    await running?.stop();
    running = undefined;
  };
  const vigie = async (...args: string[]): Promise<string> => {
    const { stdout } = await execute(process.execPath, [cli, ...args, '--data', data], { env });
    return stdout.trim();
  };
  const dispose = async (): Promise<void> => {
    await stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };

  if (options.from !== undefined) cpSync(options.from, data, { recursive: true });
  try {
    await start();
  } catch (error) {
    await dispose();
    throw error;
  }
  return {
    url,
    data,
    vigie,
    token: async (user, role = 'responder') => {
      await vigie('user', 'add', user, '--name', user, '--role', role, '--if-missing');
      return vigie('token', 'create', '--user', user, '--name', 'test');
    },
    intakeUrl: async (source) => `${url}/intake/${source}/${await vigie('key', 'create', '--source', source)}`,
    stop,
    kill: async () => {
      const child = running?.child;
      running = undefined;
      if (child === undefined || child.exitCode !== null) return;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
    start,
    output: () => running?.output() ?? '',
    dispose,
  };
}
