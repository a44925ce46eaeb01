import type { ParseArgsConfig } from 'node:util';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { SettingName, Settings } from '../config.ts';

/** Exit codes, the same for all commands. */
export const EXIT = { ok: 0, failed: 1, usage: 2, locked: 3 } as const;

/** Wrong flags or arguments: exit code 2, with a hint at --help. */
export class UsageError extends Error {}

export type Values = Record<string, string | boolean | (string | boolean)[] | undefined>;

export interface CommandContext {
  values: Values;
  positionals: string[];
  env: NodeJS.ProcessEnv;
  clock: Clock;
  /** Settings from flags, environment and file. */
  settings(): Settings;
  /** Prints `text`, or with --json the object as one line. */
  print(text: string, json: unknown): void;
}

export interface Command {
  /** Words that call it: `user add`. */
  name: string;
  /** What follows the words, e.g. `LOGIN`. */
  args?: string;
  summary: string;
  /** Lines of help for its own flags. */
  flags: [flag: string, meaning: string][];
  options: NonNullable<ParseArgsConfig['options']>;
  /** Positional arguments it takes at most. */
  positionals?: number;
  run(context: CommandContext): Promise<number>;
}

export const SETTING_OPTIONS = {
  data: { type: 'string' },
  database: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  pack: { type: 'string' },
  'log-level': { type: 'string' },
  'cors-origins': { type: 'string' },
  'files-quota': { type: 'string' },
  'requests-per-minute': { type: 'string' },
  'sign-ins-per-minute': { type: 'string' },
  'trust-proxy': { type: 'boolean' },
  config: { type: 'string' },
} as const satisfies Record<string, { type: 'string' | 'boolean' }>;

/** `--log-level` → the setting `logLevel`. */
export function settingFlags(values: Values): Partial<Record<SettingName, string | boolean>> {
  const flags: Record<string, string | boolean> = {};
  for (const name of Object.keys(SETTING_OPTIONS)) {
    const value = values[name];
    if (name === 'config' || value === undefined || Array.isArray(value)) continue;
    flags[name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())] = value;
  }
  return flags;
}

export const DATA_FLAG: [string, string] = [
  '--data DIR',
  "the server's data folder (or VIGIE_DATA); with PostgreSQL set VIGIE_DATABASE too",
];

/** A text flag, or undefined. */
export function textOf(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A text flag that must be there. */
export function needed(values: Values, name: string): string {
  const value = textOf(values, name);
  if (value === undefined || value.trim() === '') throw new UsageError(`--${name} is missing`);
  return value.trim();
}

/** One of a list of words, e.g. a role. */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new UsageError(`${what}: ${value} is none of ${allowed.join(', ')}`);
  return found;
}
