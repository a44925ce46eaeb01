import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Running } from '../../tests/support/processes.ts';
import type { Context } from './figure.ts';

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const execute = promisify(execFile);

export interface VigieServer {
  url: string;
  data: string;
  program: Running;
  /** One `vigie` command on its data; gives what it prints. */
  vigie(...args: string[]): Promise<string>;
  token(user: string, role?: 'viewer' | 'responder' | 'lead' | 'admin'): Promise<string>;
  intakeUrl(source: string): Promise<string>;
}

/** A server of our own under the Node that runs the bench, in a folder of its own unless one is given. */
export async function startVigie(
  ctx: Context,
  options: { flags?: string[]; nodeFlags?: string[]; data?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<VigieServer> {
  const data = options.data ?? ctx.folder();
  const flags = ['--data', data, '--port', '0', '--log-level', 'warn', '--requests-per-minute', '100000000'];
  const args = [...(options.nodeFlags ?? []), cli, 'serve', ...flags, ...(options.flags ?? [])];
  const env = { ...process.env, ...options.env };
  const program = ctx.start(process.execPath, args, { env });
  const [, url = ''] = await program.line(/listening on (http:\/\/\S+)/);
  const database = (options.flags ?? []).includes('--database')
    ? ['--database', options.flags?.[(options.flags ?? []).indexOf('--database') + 1] ?? '']
    : [];
  const vigie = async (...command: string[]) =>
    (await execute(process.execPath, [cli, ...command, '--data', data, ...database], { env })).stdout.trim();
  return {
    url,
    data,
    program,
    vigie,
    token: async (user, role = 'responder') => {
      await vigie('user', 'add', user, '--name', user, '--role', role, '--no-password', '--if-missing');
      return vigie('token', 'create', '--user', user, '--name', 'bench');
    },
    intakeUrl: async (source) => `${url}/intake/${source}/${await vigie('key', 'create', '--source', source)}`,
  };
}

/** Resident memory of a process in MB, from /proc; NaN elsewhere. */
export async function memoryMb(pid: number | undefined): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? Number.NaN) / 1024;
}
