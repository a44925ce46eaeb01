import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const origin = z.string().regex(/^[a-z][a-z0-9+.-]*:\/\/[^/\s]+$/i, 'is not an origin such as https://vigie.example');
/** From a flag, the environment or the file; an empty text is no 0. */
const whole = z.union(
  [
    z.int(),
    z
      .string()
      .trim()
      .regex(/^\d{1,15}$/)
      .transform(Number),
  ],
  'is not a whole number',
);
const count = whole.pipe(z.int().min(1).max(100_000_000));

/** Every setting of the server; environment `VIGIE_<NAME>`, flag `--<name>`, field `<name>` of `vigie.json`. */
const settingsSchema = z.strictObject({
  data: z.string().min(1),
  /** Instead of the files in `data`; several processes may share it. Holds a password. */
  database: z
    .string()
    .refine((url) => /^postgres(?:ql)?:\/\/[^/]/.test(url) && URL.canParse(url), {
      error: 'is not an address such as postgres://user:password@host/database',
    })
    .optional(),
  host: z.string().min(1).max(253).default('127.0.0.1'),
  /** 0 takes any free port. */
  port: whole.pipe(z.int().max(65_535)).default(7_447),
  pack: z.enum(['fr', 'en', 'none']).default('fr'),
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** Origins whose pages may call the API, besides the console's own `app://console`. */
  corsOrigins: z.array(origin).max(50).default([]),
  /** Requests a minute from one address. */
  requestsPerMinute: count.default(300_000),
  signInsPerMinute: count.default(10),
  /** Megabytes of all files (evidence, pictures) together. */
  filesQuota: count.default(5_000),
  /** Honour X-Forwarded-For: only behind a proxy of one's own. */
  trustProxy: z.union([z.stringbool(), z.boolean()], 'is not true or false').default(false),
});
export type Settings = z.infer<typeof settingsSchema>;
export type SettingName = keyof Settings;

const NAMES = Object.keys(settingsSchema.shape) as SettingName[];
const LISTS: ReadonlySet<SettingName> = new Set(['corsOrigins']);

/** `logLevel` → `log-level`, `VIGIE_LOG_LEVEL`. */
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
export const flagOf = (name: SettingName) => `--${dashed(name)}`;
export const variableOf = (name: SettingName) => `VIGIE_${dashed(name).replaceAll('-', '_').toUpperCase()}`;

/** A setting that cannot be used; the message names it and where it came from. */
export class SettingsError extends Error {}

export interface SettingSources {
  /** As parsed from the command line, by setting name. */
  flags: Partial<Record<SettingName, string | boolean | undefined>>;
  env: Readonly<Record<string, string | undefined>>;
  /** `--config FILE`; without it `vigie.json` in the data folder, if there. */
  file?: string;
}

function defaultDataFolder(env: SettingSources['env']): string {
  return join(env.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'vigie-server');
}

function readFile(path: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new SettingsError(`${path}: ${error instanceof Error ? error.message : 'cannot be read'}`);
  }
  const object = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!object.success) throw new SettingsError(`${path}: must hold a JSON object`);
  const unknown = Object.keys(object.data).find((name) => !NAMES.includes(name as SettingName));
  if (unknown !== undefined) throw new SettingsError(`${unknown}: no such setting (from ${path})`);
  return object.data;
}

/** Flags win over the environment, that over the file. Throws `SettingsError`. */
export function loadSettings(sources: SettingSources): Settings {
  const given = sources.flags.data ?? (sources.env.VIGIE_DATA || undefined);
  if (given !== undefined && String(given).trim() === '') {
    throw new SettingsError(
      `data: is empty (from ${sources.flags.data === undefined ? variableOf('data') : '--data'})`,
    );
  }
  const data = resolve(String(given ?? defaultDataFolder(sources.env)));
  const path = sources.file ?? join(data, 'vigie.json');
  if (sources.file !== undefined && !existsSync(path)) throw new SettingsError(`config: ${path} does not exist`);
  const file = existsSync(path) ? readFile(path) : {};

  const values: Record<string, unknown> = {};
  const origins = new Map<string, string>();
  for (const name of NAMES) {
    const candidates: [unknown, string][] = [
      [sources.flags[name], flagOf(name)],
      // An empty variable is one that is not set, as in a compose file.
      [sources.env[variableOf(name)] || undefined, `environment ${variableOf(name)}`],
      [file[name], path],
    ];
    const found = candidates.find(([value]) => value !== undefined);
    if (!found) continue;
    const [value, from] = found;
    const list = LISTS.has(name) && typeof value === 'string';
    values[name] = list
      ? value
          .split(',')
          .map((part) => part.trim())
          .filter(Boolean)
      : value;
    origins.set(name, from);
  }
  const parsed = settingsSchema.safeParse({ ...values, data });
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const name = String(issue?.path[0] ?? 'settings');
  throw new SettingsError(`${name}: ${issue?.message ?? 'invalid'} (from ${origins.get(name) ?? 'defaults'})`);
}
