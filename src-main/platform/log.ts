import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LogFields } from '../../src-shared/contract/ipc.ts';
import { withoutSecrets } from '../../src-shared/diagnostics/redact.ts';
import { type Clock, isoInstant } from '../../src-shared/time/clock.ts';

export type LogLevel = 'info' | 'warn' | 'error';

/** Bytes of a log; the one before is kept beside it. */
const LARGEST = 2 * 1024 * 1024;

export interface Log {
  info(text: string): void;
  warn(text: string): void;
  error(text: string, cause?: unknown): void;
  /** A line of the page: what happened, and the ids that join it to the server's log. */
  page(level: LogLevel, event: string, fields: LogFields): void;
  /** The newest lines of this run and the ones before, oldest first. */
  tail(lines: number): Promise<string[]>;
}

export interface LogDeps {
  /** `logs/console.log` in the user's data folder, rotated at `LARGEST`. */
  file: string;
  /** Also on the terminal, as an unpackaged console does. */
  terminal: boolean;
  clock: Clock;
}

/** A line of JSON, without secrets; the same names as in the server's log. */
export function logLine(
  at: number,
  level: LogLevel,
  from: 'main' | 'page',
  msg: string,
  fields: Record<string, unknown> = {},
): string {
  const own = { time: isoInstant(at), level, from, msg };
  return withoutSecrets(JSON.stringify({ ...own, ...fields, ...own }));
}

/** Appends lines at once; what the disk refuses is lost, and the next line tries again. */
function createLogFile(file: string, old: string): (line: string) => void {
  let size: number | undefined;
  return (line) => {
    try {
      mkdirSync(path.dirname(file), { recursive: true });
      size ??= statSync(file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > LARGEST) {
        renameSync(file, old);
        size = 0;
      }
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
      size += Buffer.byteLength(line) + 1;
    } catch {
      size = undefined;
    }
  };
}

export function createLog({ file, terminal, clock }: LogDeps): Log {
  const old = file.replace(/\.log$/, '.old.log');
  const append = createLogFile(file, old);
  const write = (level: LogLevel, from: 'main' | 'page', msg: string, fields?: Record<string, unknown>) => {
    const line = logLine(clock.now(), level, from, msg, fields);
    append(line);
    // biome-ignore lint/suspicious/noConsole: unlike a stream of the process, it takes no harm from a terminal that was closed
    if (terminal && level !== 'info') console[level](line);
  };
  return {
    info: (text) => write('info', 'main', text),
    warn: (text) => write('warn', 'main', text),
    error(text, cause) {
      const detail = cause instanceof Error ? (cause.stack ?? cause.message) : cause === undefined ? '' : String(cause);
      write('error', 'main', text, detail === '' ? {} : { cause: detail.slice(0, 4_000) });
    },
    page: (level, event, fields) => write(level, 'page', event, fields),
    async tail(lines) {
      const read = (name: string) => readFile(name, 'utf8').catch(() => '');
      const found = [await read(old), await read(file)].join('').split('\n');
      // Lines of a version that did not cover as much are covered now.
      return found.filter(Boolean).slice(-lines).map(withoutSecrets);
    },
  };
}
