import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { lookAheadContract } from '../../tests/support/look-ahead-contract.ts';
import { processesContract } from '../../tests/support/processes-contract.ts';
import type { StoreBench } from '../../tests/support/store-bench.ts';
import { storeContract } from '../../tests/support/store-contract.ts';
import { createSqliteStore } from './sqlite.ts';

async function sqlite(): Promise<StoreBench> {
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
}

storeContract('SQLite', sqlite);
processesContract('SQLite', sqlite);
lookAheadContract('SQLite', sqlite);
