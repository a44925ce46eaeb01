import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Context } from './figure.ts';

/** Requests of one kind, sent over keep-alive connections, each of which has one request under way. */
export interface Load {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  /** The bodies are made by this module’s `bodies(options)` before the clock starts: one list, or one for each connection. */
  maker?: { module: string; options: Record<string, unknown> };
  connections: number;
  /** Ends after this long… */
  seconds: number;
  /** …or when all bodies were sent once; with `again` they are sent over and over. */
  again?: boolean;
  /** Requests a second; as many as are answered when absent. */
  rate?: number;
  /** Not counted: what is sent in the first seconds. */
  warmUp?: number;
}

export interface LoadResult {
  /** Answers 2xx a second. */
  rate: number;
  done: number;
  /** The same with the warm-up. */
  all: number;
  /** Milliseconds from the request (with `rate`: from when it was due) to the last byte of its answer. */
  p50: number;
  p99: number;
  longest: number;
  /** Answers that were no 2xx, by status. */
  refused: Record<string, number>;
  /** Share of one core that the generator itself took. */
  cpu: number;
}

const generator = fileURLToPath(new URL('load-process.ts', import.meta.url));

/** Loads a server from a process of its own. */
export function load(ctx: Context, wanted: Load): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const child = fork(generator, { serialization: 'advanced', detached: true });
    ctx.atEnd(() => {
      child.kill('SIGKILL');
    });
    child.once('message', (result: LoadResult | { failure: string }) => {
      child.kill();
      if ('failure' in result) reject(new Error(result.failure));
      else resolve(result);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the load generator ended with ${code}`)));
    child.send(wanted);
  });
}
