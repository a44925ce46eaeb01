import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { loadPack } from '../pack.ts';
import { sealBackup } from './backup.ts';
import { createSqliteStore, type SqliteStore } from './sqlite.ts';
import { verifyBackup } from './verify-backup.ts';

const clock = { now: () => instant('2026-11-22T03:00:00Z') };
let folder: string;
let file: string;
let store: SqliteStore;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-backup-'));
  file = join(folder, 'vigie.db');
  store = await createSqliteStore({ file });
  await loadPack(store, clock, 'fr');
  for (const [at, text] of ['one', 'two', 'three'].entries()) await aFile(text, at);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function aFile(text: string, at: number): Promise<void> {
  const hash = createHash('sha256').update(text).digest('hex');
  await store.blobs.finish({ hash, size: text.length, upload: text, at }, { n: 0, bytes: Buffer.from(text) });
}

async function aBackup(): Promise<string> {
  const to = join(folder, 'backup');
  await store.backupTo(to);
  await sealBackup(to, {});
  return to;
}

/** What a disk, a person or a bug did to the backup. */
function spoil(backup: string, statement: string): void {
  const db = new Database(backup);
  expect(db.prepare(statement).run().changes).toBeGreaterThan(0);
  db.close();
}

test('a backup is restored and holds what the data holds', async () => {
  const backup = await aBackup();
  const live = await store.read(async (tx) => ({
    version: (await tx.workspace()).version,
    count: await tx.countLive(['all']),
  }));
  const found = await verifyBackup(backup, file);
  expect(found).toMatchObject({ version: live.version, missing: 0, strange: 0, wrongSums: [], files: 3 });
  expect(found.records).toBeGreaterThan(0);
});

test('data that went on after the copy does not make it wrong', async () => {
  const backup = await aBackup();
  const { value } = await store.write(async (tx) => {
    const [person] = await tx.all('calendar');
    tx.saveCounter('incident', 7);
    return person;
  });
  await aFile('four', 9);
  expect(value).toBeDefined();
  expect(await verifyBackup(backup, file)).toMatchObject({ missing: 0, strange: 0 });
});

test.each([
  ["update record set doc = replace(doc, 'a', 'b') where doc like '%a%'", /lacks \d+ records/],
  ['delete from record where rowid = (select max(rowid) from record)', /do not add up/],
  ['update scope_sum set lo = lo + 1', /do not add up/],
  ["update mutation set args = '{}'", /log in the backup is broken at entry 1/],
  ['delete from mutation', /log in the backup is broken/],
  ["update blob_part set bytes = 'TWO' where upload = 'two'", /1 files in the backup are not whole/],
  ["delete from blob where upload = 'one'", /lacks 1 files/],
  ['delete from sqlite_sequence', undefined],
])('%s is told', async (statement, told) => {
  const backup = await aBackup();
  spoil(backup, statement);
  if (told) await expect(verifyBackup(backup, file)).rejects.toThrow(told);
  else await expect(verifyBackup(backup, file)).resolves.toMatchObject({ missing: 0 });
});

test('a backup of another team is told', async () => {
  const other = join(folder, 'other.db');
  const others = await createSqliteStore({ file: other });
  await loadPack(others, clock, 'en');
  await others.backupTo(join(folder, 'theirs'));
  await others.close();
  await sealBackup(join(folder, 'theirs'), {});
  await expect(verifyBackup(join(folder, 'theirs'), file)).rejects.toThrow(/lacks|never had/);
});

test('what is no backup at all is told', async () => {
  await expect(verifyBackup(file, file)).rejects.toThrow(/cannot be restored/);
});
