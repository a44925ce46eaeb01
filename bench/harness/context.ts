import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProgram } from '../../tests/support/processes.ts';
import { type Context, mediansOf } from './figure.ts';

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

  const start: Context['start'] = (command, args, { env = process.env, cwd } = {}) => {
    // Its own group: Ctrl+C reaches the bench alone, which then stops things in order.
    const started = startProgram(command, args, env, { cwd, detached: process.platform !== 'win32' });
    endings.push(started.stop);
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
