import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Files that nobody may write, and the rule that says so. */
const REFUSED: readonly [path: string, rule: string, text: string][] = [
  ['src-shared/sla/a.ts', 'noRestrictedGlobals', 'export const a = () => Date.now();'],
  ['src-shared/sla/b.ts', 'noRestrictedGlobals', 'export const b = () => new Date();'],
  ['src-server/routes/c.ts', 'noRestrictedGlobals', 'export const c = () => Date.now();'],
  ['src-renderer/features/board/D.tsx', 'noRestrictedGlobals', 'export const d = () => Date.now();'],
  ['src-main/alarms/e.ts', 'noRestrictedGlobals', 'export const e = () => Date.now();'],
  ['src-shared/sla/f.ts', 'noRestrictedImports', "import { app } from 'electron';\nexport const f = app;"],
  ['src-shared/sla/g.ts', 'noRestrictedImports', "import { useState } from 'react';\nexport const g = useState;"],
  ['src-server/routes/h.ts', 'noRestrictedImports', "import { app } from 'electron';\nexport const h = app;"],
  ['src-server/store/i.ts', 'noRestrictedImports', "import { app } from 'electron';\nexport const i = app;"],
  ['src-renderer/ui/j.ts', 'noRestrictedImports', "import { shell } from 'electron';\nexport const j = shell;"],
  ['src-main/alarms/k.ts', 'noRestrictedImports', "import { ipcMain } from 'electron';\nexport const k = ipcMain;"],
  ['src-main/alarms/l.ts', 'noRestrictedImports', "import * as all from 'electron';\nexport const l = all;"],
  ['src-preload/m.ts', 'noRestrictedImports', "import { ipcMain } from 'electron';\nexport const m = ipcMain;"],
  ['src-server/routes/n.ts', 'noRestrictedImports', "import { sql } from 'kysely';\nexport const n = sql;"],
  [
    'src-server/sync/o.ts',
    'noRestrictedImports',
    "import type { Kysely } from 'kysely';\nexport type O = Kysely<never>;",
  ],
  ['src-server/cli/p.ts', 'noRestrictedImports', "import Database from 'better-sqlite3';\nexport const p = Database;"],
  [
    'src-main/journal/q.ts',
    'noRestrictedImports',
    "import Database from 'better-sqlite3';\nexport const q = Database;",
  ],
];

/** The same words where they belong. */
const ALLOWED: readonly [path: string, text: string][] = [
  ['src-shared/time/clock.ts', 'export const now = () => Date.now();'],
  ['src-main/ipc/register.ts', "import { ipcMain } from 'electron';\nexport const r = ipcMain;"],
  ['src-main/tray/s.ts', "import { Tray } from 'electron';\nexport const s = Tray;"],
  ['src-server/store/t.ts', "import { sql } from 'kysely';\nexport const t = sql;"],
  ['src-server/identity/u.ts', "import Database from 'better-sqlite3';\nexport const u = Database;"],
];

let folder: string;
/** Rules that each planted file offends. */
let found: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vigie-lint-'));
  // Only what the house forbids: what a planted line means elsewhere is no matter here.
  const { vcs: _, $schema: __, ...settings } = JSON.parse(await readFile(join(root, 'biome.json'), 'utf8'));
  await writeFile(join(folder, 'biome.json'), JSON.stringify(settings));
  for (const [path, , text] of [...REFUSED, ...ALLOWED.map(([path, text]) => [path, '', text] as const)]) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), `${text}\n`);
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const lint = run(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
    cwd: folder,
  });
  // Offences are what is asked for: the exit code says that there are some.
  const { stdout } = await lint.catch((failure: { stdout: string }) => failure);
  const { diagnostics }: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(stdout);
  const byFile = new Map<string, string[]>();
  for (const { category, location } of diagnostics) {
    const rules = byFile.get(location.path) ?? [];
    byFile.set(location.path, [...rules, category.split('/').at(-1) ?? category]);
  }
  found = byFile;
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('lint', () => {
  it.each(REFUSED)('refuses %s by %s', (path, rule) => {
    expect(found.get(path)).toContain(rule);
  });

  it.each(ALLOWED)('lets %s be', (path) => {
    expect(found.get(path)).toBeUndefined();
  });
});
