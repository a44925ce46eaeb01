import { spawn } from 'node:child_process';
import path from 'node:path';

/**
 * Runs a command to its end.
 * `quiet` keeps the output back and shows its tail in the error; otherwise it streams to `stdio` (default: inherited).
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, stdio?: import('node:child_process').StdioOptions,
 *   timeout?: number, shell?: boolean}} [options]
 * @returns {Promise<{code: number, output: string, stdout: string}>} `output` is both streams; code 127 when the command does not exist; 128 + n after a signal
 */
export function run(command, args, options = {}) {
  const { quiet = false, stdio, ...rest } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { ...rest, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : (stdio ?? 'inherit') });
    let output = '';
    let stdout = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
      stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      output += chunk;
    });
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}`, stdout }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output, stdout }));
  });
}

/** Like `run`, but gives the standard output alone, and a failure throws with the end of both streams. */
export async function runOrThrow(command, args, options = {}) {
  const result = await run(command, args, options);
  if (result.code !== 0) {
    const tail = result.output.trim().split('\n').slice(-15).join('\n');
    throw new Error(`${path.basename(command)} ${args.join(' ')} ended with ${result.code}${tail ? `\n${tail}` : ''}`);
  }
  return result.stdout;
}

/** How to call npm: the one that runs us when there is one, else the one on the PATH (a shell is needed on Windows). */
function npmCommand() {
  const entry = process.env.npm_execpath;
  if (entry && /npm-cli\.[cm]?js$/.test(entry)) return { command: process.execPath, before: [entry], shell: false };
  return { command: 'npm', before: [], shell: process.platform === 'win32' };
}

/** Runs npm quietly, never interactively, and throws with the end of its output when it fails. */
export function npm(args, options = {}) {
  const { command, before, shell } = npmCommand();
  return runOrThrow(command, [...before, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
    shell,
    ...options,
  });
}
