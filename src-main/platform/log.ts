import { readFile } from 'node:fs/promises';
import log from 'electron-log/node';
import type { LogFields } from '../../src-shared/contract/ipc.ts';
import { withoutSecrets } from '../../src-shared/diagnostics/redact.ts';
import { type Clock, isoInstant } from '../../src-shared/time/clock.ts';

export type LogLevel = 'info' | 'warn' | 'error';

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
  /** `logs/console.log` in the user's data folder, rotated at 2 MB. */
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

export function createLog({ file, terminal, clock }: LogDeps): Log {
  log.transports.file.setAppName('Vigie');
  log.transports.file.resolvePathFn = () => file;
  log.transports.file.maxSize = 2 * 1024 * 1024;
  log.transports.file.level = 'info';
  log.transports.file.format = '{text}';
  log.transports.console.level = terminal ? 'warn' : false;
  log.transports.console.format = '{text}';
  const write = (level: LogLevel, from: 'main' | 'page', msg: string, fields?: Record<string, unknown>) =>
    log[level](logLine(clock.now(), level, from, msg, fields));
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
      const found = [await read(file.replace(/\.log$/, '.old.log')), await read(file)].join('').split('\n');
      // Lines of a version that did not cover as much are covered now.
      return found.filter(Boolean).slice(-lines).map(withoutSecrets);
    },
  };
}
