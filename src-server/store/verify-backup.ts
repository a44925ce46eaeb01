import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { unsealBackup } from './backup.ts';
import { createSqliteStore } from './sqlite.ts';
import { type CopyVerification, verifyCopy } from './verify.ts';

/** A backup that cannot be trusted; the message says in what. */
export class BackupFault extends Error {}

/**
 * Restores a backup into a folder of its own, as `vigie restore` would, and compares it with the data it was made of:
 * every page, the whole chain of the log, the sum of each scope, each record, each file. Throws `BackupFault`.
 */
export async function verifyBackup(backup: string, original: string): Promise<CopyVerification> {
  const folder = mkdtempSync(join(dirname(backup), '.verify-'));
  const copy = join(folder, 'vigie.db');
  try {
    copyFileSync(backup, copy);
    await unsealBackup(copy).catch((error: unknown) => {
      throw new BackupFault(`the backup cannot be restored: ${error instanceof Error ? error.message : error}`);
    });
    const store = await createSqliteStore({ file: copy });
    const broken = await store.verifyLog().finally(() => store.close());
    if (broken !== undefined) throw new BackupFault(`the log in the backup is broken at entry ${broken}`);
    const found = await verifyCopy(copy, original);
    const [scope] = found.wrongSums;
    if (scope !== undefined) throw new BackupFault(`the records of ${scope} do not add up in the backup`);
    if (found.missing > 0) throw new BackupFault(`the backup lacks ${found.missing} records, or has them otherwise`);
    if (found.strange > 0) throw new BackupFault(`the backup has ${found.strange} records that the data never had`);
    if (found.brokenFiles > 0) throw new BackupFault(`${found.brokenFiles} files in the backup are not whole`);
    if (found.missingFiles > 0) throw new BackupFault(`the backup lacks ${found.missingFiles} files`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
