import {
  copyFileSync,
  existsSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isoInstant } from '../../src-shared/time/clock.ts';
import { type DataFolder, openDataFolder } from '../data-folder.ts';
import { sealBackup, unsealBackup } from '../store/backup.ts';
import { createSqliteStore } from '../store/sqlite.ts';
import type { CopyVerification } from '../store/verify.ts';
import { verifyBackup } from '../store/verify-backup.ts';
import { writeBackupNote } from '../upkeep/backup-note.ts';
import { type Command, DATA_FLAG, EXIT, needed, UsageError } from './command.ts';
import { withStore } from './open.ts';

const IDENTITY = 'identity.db';

export const backup: Command = {
  name: 'backup',
  summary: 'Copies the data into one file, consistently and also while the server runs, and checks the copy.',
  flags: [
    DATA_FLAG,
    ['--to FILE', 'where to; a file of that name is replaced when the copy is whole'],
    ['--verify', 'restore it into a folder of its own, and compare that with the data'],
  ],
  options: { to: { type: 'string' }, verify: { type: 'boolean' } },
  async run(context) {
    const file = resolve(needed(context.values, 'to'));
    const partial = `${file}.partial`;
    return withStore(context, async ({ storage, folder }) => {
      const { files } = storage;
      if (!files) throw new UsageError('the data is in PostgreSQL: back it up with pg_dump, as the README says');
      if (existsSync(dirname(file)) && realpathSync(dirname(file)) === realpathSync(folder.path)) {
        throw new UsageError('--to: a backup in the data folder itself would be lost with it, or replace the data');
      }
      rmSync(partial, { force: true });
      let verified: CopyVerification | undefined;
      try {
        // Accounts first: a person's record may then be newer than the account, never the other way round.
        const accounts = (await files.identity()).image();
        await files.store.backupTo(partial);
        await sealBackup(partial, { [IDENTITY]: accounts });
        verified = context.values.verify ? await verifyBackup(partial, folder.store) : undefined;
        renameSync(partial, file);
      } finally {
        rmSync(partial, { force: true });
      }
      const { size } = statSync(file);
      writeBackupNote(folder.path, { at: context.clock.now(), file, bytes: size, verified: verified !== undefined });
      const how = verified
        ? `restored to try it: ${verified.records} records of version ${verified.version} and ${verified.files} files, log and checksums whole`
        : 'checked';
      context.print(`backup written to ${file} (${size} bytes), ${how}`, {
        file,
        bytes: size,
        ...(verified ? { verified } : {}),
      });
      return EXIT.ok;
    });
  },
};

/** Moves what is there out of the way; it is not deleted. */
function setAside(folder: DataFolder, at: number): string | undefined {
  const present = [folder.store, folder.identity]
    .flatMap((file) => [file, `${file}-wal`, `${file}-shm`])
    .filter((file) => existsSync(file));
  if (present.length === 0) return undefined;
  const aside = join(folder.path, `before-restore-${isoInstant(at).replaceAll(':', '')}`);
  mkdirSync(aside);
  for (const file of present) renameSync(file, join(aside, basename(file)));
  return aside;
}

export const restore: Command = {
  name: 'restore',
  summary: 'Puts a backup in place of the data. Consoles notice and send again what the backup lacks.',
  flags: [
    ['--from FILE', 'a file that `vigie backup` wrote'],
    ['--data DIR', 'the data folder; its server must be stopped. What was there is set aside'],
  ],
  options: { from: { type: 'string' } },
  async run(context) {
    const from = resolve(needed(context.values, 'from'));
    if (!existsSync(from)) throw new Error(`${from} does not exist`);
    const settings = context.settings();
    if (settings.database !== undefined) {
      throw new UsageError('the data is in PostgreSQL: restore it with pg_restore, as the README says');
    }
    const folder = openDataFolder(settings.data, { create: true });
    const lock = folder.lock();
    try {
      const incoming = join(folder.path, 'restore.partial');
      rmSync(incoming, { force: true });
      copyFileSync(from, incoming);
      let parts: Map<string, Uint8Array>;
      try {
        parts = await unsealBackup(incoming);
      } catch (error) {
        rmSync(incoming, { force: true });
        throw new Error(`${from} is no backup of Vigie: ${error instanceof Error ? error.message : String(error)}`);
      }
      const aside = setAside(folder, context.clock.now());
      const accounts = parts.get(IDENTITY);
      if (accounts) writeFileSync(folder.identity, accounts, { mode: 0o600 });
      renameSync(incoming, folder.store);
      const store = await createSqliteStore({ file: folder.store });
      const epoch = await store.renewEpoch();
      await store.close();
      context.print(`restored from ${from}${aside ? `; what was there is in ${aside}` : ''}`, { from, epoch, aside });
      return EXIT.ok;
    } finally {
      lock.release();
    }
  },
};
