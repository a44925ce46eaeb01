import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { endProcess } from '../../scripts/toolchain/display.mjs';

/** Lines that are kept of a program that writes on and on. */
const MOST_LINES = 20_000;

/** A program started for a test or a measurement. */
export interface Running {
  readonly child: ChildProcess;
  /** Everything it has written so far, both streams. */
  output(): string;
  /** Resolves with the first line, past or future, that the pattern matches; rejects when the program ends or after `limit` ms. */
  line(pattern: RegExp, limit?: number): Promise<RegExpMatchArray>;
  /** SIGTERM, then SIGKILL after 5 s; resolves once it is gone. */
  stop(): Promise<void>;
}

/** Starts a program with piped output; it must be stopped by `stop()`. */
export function startProgram(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  options: Pick<SpawnOptions, 'cwd' | 'detached'> = {},
): Running {
  const child = spawn(command, args, { ...options, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const lines: string[] = [];
  const listeners = new Set<() => void>();
  let ended: string | undefined;
  const notify = (): void => {
    for (const listener of [...listeners]) listener();
  };
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > MOST_LINES) lines.splice(0, MOST_LINES / 2);
      notify();
    });
  }
  child.on('error', (error) => {
    ended = error.message;
    notify();
  });
  child.on('close', (code, signal) => {
    ended ??= `ended with ${code ?? signal}`;
    notify();
  });
  const output = (): string => lines.join('\n');
  return {
    child,
    output,
    line: (pattern, limit = 60_000) =>
      new Promise((resolve, reject) => {
        const finish = (act: () => void): void => {
          clearTimeout(timer);
          listeners.delete(look);
          act();
        };
        const fail = (why: string): void =>
          finish(() => reject(new Error(`${command} ${why}; it wrote:\n${output().slice(-4000)}`)));
        const look = (): void => {
          for (const line of lines) {
            const match = line.match(pattern);
            if (match) {
              finish(() => resolve(match));
              return;
            }
          }
          if (ended !== undefined) fail(ended);
        };
        const timer = setTimeout(() => fail(`did not write ${pattern} within ${limit} ms`), limit);
        listeners.add(look);
        look();
      }),
    stop: () => endProcess(child),
  };
}

/** A TCP port on loopback that nobody listens on now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('no port was given'));
      });
    });
  });
}

/** Calls `check` until it returns a value (not undefined or false), every 50 ms; throws with `what` after `limit` ms. */
export async function until<T>(
  what: string,
  check: () => T | undefined | false | Promise<T | undefined | false>,
  limit = 60_000,
): Promise<T> {
  const end = performance.now() + limit;
  for (;;) {
    const value = await check();
    if (value !== undefined && value !== false) return value;
    if (performance.now() > end) throw new Error(`${what}: not within ${limit} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
