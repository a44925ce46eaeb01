import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { storeContract } from '../../tests/support/store-contract.ts';
import { createSqliteStore } from './sqlite.ts';

storeContract('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-store-'));
  const file = join(folder, 'vigie.db');
  return {
    parallel: false,
    open: (deps) => createSqliteStore({ file, ...deps }),
    async spoil(statement) {
      const db = new Database(file);
      db.prepare(statement).run();
      db.close();
    },
    dispose: async () => rmSync(folder, { recursive: true }),
  };
});
