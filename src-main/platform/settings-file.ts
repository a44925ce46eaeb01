import Conf from 'conf';
import { z } from 'zod';
import { DEFAULT_PREFERENCES, type Preferences, preferencesSchema } from '../../src-shared/contract/ipc.ts';

const boundsSchema = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(320),
  height: z.int().min(240),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof boundsSchema>;

const storedConnectionSchema = z.object({
  server: z.string().max(2_000),
  /** Base64 of what the machine's keyring encrypted; never the token itself. */
  sealedToken: z.string().max(20_000).optional(),
});
export type StoredConnection = z.infer<typeof storedConnectionSchema>;

/** `settings.json` in the user's data folder: preferences, the window's place, the server. Written atomically. */
export interface SettingsFile {
  preferences(): Preferences;
  /** Merges and keeps; answers the whole. */
  setPreferences(change: Partial<Preferences>): Preferences;
  window(): WindowBounds | undefined;
  setWindow(bounds: WindowBounds): void;
  connection(): StoredConnection | undefined;
  setConnection(connection: StoredConnection | undefined): void;
  /** Do-not-disturb until this instant, asked for by hand. */
  quietUntil(): number | null;
  setQuietUntil(until: number | null): void;
}

/** A field that a person or a crash has spoilt falls back to its default alone; the others are kept. */
function readPreferences(raw: unknown): Preferences {
  const stored = typeof raw === 'object' && raw !== null ? Object.entries(raw) : [];
  const kept: Partial<Preferences> = {};
  for (const [key, value] of stored) {
    const one = preferencesSchema.partial().safeParse({ [key]: value });
    if (one.success) Object.assign(kept, one.data);
  }
  return { ...DEFAULT_PREFERENCES, ...kept };
}

/** What a full or read-only disk refuses is told to `report` and holds for this run. */
export function createSettingsFile(folder: string, report: (problem: string) => void): SettingsFile {
  const file = new Conf<Record<string, unknown>>({
    cwd: folder,
    configName: 'settings',
    clearInvalidConfig: true,
    accessPropertiesByDotNotation: false,
    configFileMode: 0o600,
  });
  const unwritten = new Map<string, unknown>();
  const get = (key: string): unknown => (unwritten.has(key) ? unwritten.get(key) : file.get(key));
  const set = (key: string, value: unknown): void => {
    try {
      if (value === undefined) file.delete(key);
      else file.set(key, value);
      unwritten.delete(key);
    } catch (error) {
      unwritten.set(key, value);
      report(`settings: ${error}`);
    }
  };
  const read = <T>(key: string, schema: z.ZodType<T>): T | undefined => schema.safeParse(get(key)).data;
  return {
    preferences: () => readPreferences(get('preferences')),
    setPreferences(change) {
      const next = readPreferences({ ...readPreferences(get('preferences')), ...change });
      set('preferences', next);
      return next;
    },
    window: () => read('window', boundsSchema),
    setWindow: (bounds) => set('window', bounds),
    connection: () => read('connection', storedConnectionSchema),
    setConnection: (connection) => set('connection', connection),
    quietUntil: () => read('quietUntil', z.int().min(0)) ?? null,
    setQuietUntil: (until) => set('quietUntil', until ?? undefined),
  };
}
