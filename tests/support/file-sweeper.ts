// Run as a program: drops files that nothing names, as the server does once a day, and says each one that went.
import { sweepFiles } from '../../src-server/blobs/sweep.ts';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';

const [where = '', now] = process.argv.slice(2);
const store = where.startsWith('postgres:')
  ? await createPostgresStore({ url: where })
  : await createSqliteStore({ file: where });
const { drop } = store.blobs;
store.blobs.drop = async (hash, since) => {
  await drop(hash, since);
  process.stdout.write(`dropped ${hash}\n`);
};
process.stdout.write('open\n');
process.stdout.write(`swept ${await sweepFiles(store, Number(now))}\n`);
await store.close();
