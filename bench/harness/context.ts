import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from '../../scripts/toolchain/display.mjs';
import { type Context, mediansOf, type Started } from './figure.ts';

/** A context whose `end` stops and removes everything that was made through it. */
export function createContext(options: {
  name: string;
  quick: boolean;
  electron: string;
  display: Record<string, string>;
  log: (line: string) => void;
}): Context & { end(): Promise<void> } {
  const endings: (() => void | Promise<void>)[] = [];
  const runs = options.quick ? 1 : 3;

  const start: Context['start'] = (command, args, { env, cwd } = {}) => {
    // Its own group: Ctrl+C reaches the bench alone, which then stops things in order.
    const child = spawn(command, args, {
      env: env ?? process.env,
      cwd,
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const lines: string[] = [];
    const lookers = new Set<() => void>();
    let ended: string | undefined;
    const look = () => {
      for (const one of [...lookers]) one();
    };
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > 2_000) lines.splice(0, 1_000);
        look();
      });
    }
    child.on('error', (error) => {
      ended = error.message;
      look();
    });
    child.on('close', (code, signal) => {
      ended ??= `ended with ${code ?? signal}`;
      look();
    });
    const stop = () => endProcess(child);
    endings.push(stop);
    const started: Started = {
      child,
      output: () => lines.join('\n'),
      line: (pattern, limit = 60_000) =>
        new Promise((resolve, reject) => {
          const done = (act: () => void) => {
            clearTimeout(timer);
            lookers.delete(check);
            act();
          };
          const check = () => {
            const match = lines.map((line) => line.match(pattern)).find(Boolean);
            if (match) done(() => resolve(match));
            else if (ended !== undefined) fail(ended);
          };
          const fail = (why: string) =>
            done(() => reject(new Error(`${command} ${why}; it wrote:\n${lines.slice(-20).join('\n')}`)));
          const timer = setTimeout(() => fail(`did not write ${pattern} within ${limit} ms`), limit);
          lookers.add(check);
          check();
        }),
      stop,
    };
    return started;
  };

  return {
    log: options.log,
    runs,
    quick: options.quick,
    electron: options.electron,
    display: options.display,
    start,
    folder() {
      const folder = mkdtempSync(join(tmpdir(), `vigie-bench-${options.name}-`));
      endings.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
      return folder;
    },
    atEnd: (clean) => endings.push(clean),
    async median<T extends Record<string, number>>(once: (run: number) => Promise<T>) {
      const all: T[] = [];
      for (let run = 0; run < runs; run += 1) all.push(await once(run));
      return mediansOf(all);
    },
    async end() {
      for (const one of endings.splice(0).reverse()) {
        try {
          await one();
        } catch (error) {
          options.log(`clean-up: ${error instanceof Error ? error.message : error}`);
        }
      }
    },
  };
}
