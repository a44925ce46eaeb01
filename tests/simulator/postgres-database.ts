import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import pg from 'pg';
import { move } from '../../src-server/store/move.ts';
import { createPostgresStore } from '../../src-server/store/postgres.ts';
import type { Store } from '../../src-server/store/store.ts';
import type { OpenOptions, SimDatabase } from './database.ts';

/** Simulated workspaces one after the other in one PostgreSQL database. */
export interface PostgresWorkspaces {
  /** A workspace as the template has it. */
  open(): Promise<SimDatabase>;
  close(): Promise<void>;
}

/** `url` is an empty database; the template is an image of a SQLite store. */
export async function createPostgresWorkspaces(url: string, template: Uint8Array): Promise<PostgresWorkspaces> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-sim-'));
  const file = join(folder, 'template.db');
  writeFileSync(file, template);
  await (await createPostgresStore({ url })).close();
  const { tables } = await move({ files: [file], to: url, onProgress() {} });
  rmSync(folder, { recursive: true });
  const client = new pg.Client({ connectionString: url });
  await client.connect();

  /** Copies every table, in one transaction, into the schema `to`. */
  const copy = async (from: string, to: string) => {
    const each = tables.map(
      ({ table }) => `delete from ${to}.${table}; insert into ${to}.${table} table ${from}.${table};`,
    );
    await client.query(`begin; ${each.join(' ')} commit`);
  };
  const makeSchema = (name: string) =>
    client.query(
      [
        `create schema ${name}`,
        ...tables.map(({ table }) => `create table ${name}.${table} (like public.${table})`),
      ].join('; '),
    );
  await makeSchema('template');
  await makeSchema('kept');
  await copy('public', 'template');

  return {
    async open() {
      await copy('template', 'public');
      let asked = 0;
      /** Counts what is asked of the database and not answered yet: no time passes meanwhile. */
      const counted = <A extends unknown[], T>(call: (...args: A) => Promise<T>) => {
        return (...args: A): Promise<T> => {
          asked += 1;
          return call(...args).finally(() => {
            asked -= 1;
          });
        };
      };
      return {
        open: counted(async (options: OpenOptions) => {
          const store = await createPostgresStore({ url, readers: 3, ...options });
          const process: Store = {
            ...store,
            // What they answer is decided by each call.
            read: (fn) => counted(() => store.read(fn))(),
            write: (fn) => counted(() => store.write(fn))(),
            poll: counted(store.poll),
            compact: counted(store.compact),
            renewEpoch: counted(store.renewEpoch),
            verifyLog: counted(store.verifyLog),
          };
          return process;
        }),
        close: counted((store: Store) => store.close()),
        keep: counted(async () => {
          await copy('public', 'kept');
          return 'kept';
        }),
        restore: counted(() => copy('kept', 'public')),
        async settled() {
          do await setImmediate();
          while (asked > 0);
        },
        async dispose() {},
      };
    },
    close: () => client.end(),
  };
}
