import { type Kysely, sql } from 'kysely';
import { compile, type Dialect, type Executor, param } from './query.ts';
import type { Tables } from './tables.ts';

export interface StoredBlob {
  hash: string;
  size: number;
  /** Names the parts that hold its bytes. */
  upload: string;
  createdAt: number;
  /** Since when no record names it, as far as anybody looked. */
  unusedSince: number | null;
}

/** Files by their content, beside the records: they have no version, and nobody waits for their order. */
export interface BlobTables {
  find(hash: string): Promise<StoredBlob | undefined>;
  /** Bytes of one part, `n` counted from 0; undefined when it is gone. */
  part(upload: string, n: number): Promise<Uint8Array | undefined>;
  /** Durable when it resolves. */
  savePart(upload: string, part: { n: number; bytes: Uint8Array; at: number }): Promise<void>;
  /**
   * Makes the parts of an upload the bytes of a hash, with the last part where it is not saved yet. When the file is
   * there already the parts are dropped. Answers whether the file is new.
   */
  finish(
    blob: { hash: string; size: number; upload: string; at: number },
    last?: { n: number; bytes: Uint8Array },
  ): Promise<boolean>;
  abandon(upload: string): Promise<void>;
  /** Drops parts from before `before` that never became a file. */
  dropUnfinished(before: number): Promise<void>;
  usage(): Promise<{ count: number; bytes: number }>;
  /** Files made before `before`. */
  madeBefore(before: number): Promise<StoredBlob[]>;
  /** The documents of living records above a version that may name files, in version order. */
  documents(after: number, limit: number): Promise<{ version: number; doc: string }[]>;
  /** Answers whether the file is there. */
  setUnused(hash: string, since: number | null): Promise<boolean>;
  /** Deletes a file that is still unused since then. */
  drop(hash: string, unusedSince: number): Promise<void>;
}

/** What the tables need of an engine. */
export interface BlobEngine {
  read<T>(fn: (run: Executor) => Promise<T>): Promise<T>;
  /** A durable transaction that touches no record, beside the workspace's turns. */
  apart<T>(fn: (run: Executor) => Promise<T>): Promise<T>;
}

const text = (name: string) => param<string>(name);
const int = (name: string) => param<number>(name);

/** An alert is a sender's text, and a server has mostly these: nobody attaches a file to one. */
const NAMES_NO_FILES = 'alert';

function blobQueries(k: Kysely<Tables>, dialect: Dialect) {
  const blob = k.selectFrom('blob').selectAll();
  const count = sql<number>`cast(count(*) as ${sql.raw(dialect === 'postgres' ? 'int8' : 'integer')})`;
  const total = sql<number>`cast(coalesce(sum(size), 0) as ${sql.raw(dialect === 'postgres' ? 'int8' : 'integer')})`;
  return {
    find: compile<{ hash: string }, Tables['blob']>(blob.where('hash', '=', text('hash'))),
    madeBefore: compile<{ before: number }, Tables['blob']>(blob.where('created_at', '<', int('before'))),
    part: compile<{ upload: string; n: number }, { bytes: Uint8Array }>(
      k.selectFrom('blob_part').select('bytes').where('upload', '=', text('upload')).where('n', '=', int('n')),
    ),
    usage: compile<Record<string, never>, { count: number; bytes: number }>(
      k.selectFrom('blob').select([count.as('count'), total.as('bytes')]),
    ),
    documents: compile<{ after: number; limit: number }, { version: number; doc: string }>(
      k
        .selectFrom('record')
        .select(['version', sql<string>`doc`.as('doc')])
        .where('version', '>', int('after'))
        .where('deleted', '=', 0)
        .where('collection', '<>', sql.lit(NAMES_NO_FILES))
        .orderBy('version')
        .limit(int('limit')),
    ),
    savePart: compile<{ upload: string; n: number; bytes: Uint8Array; at: number }, unknown>(
      k
        .insertInto('blob_part')
        .values({ upload: text('upload'), n: int('n'), bytes: param<Uint8Array>('bytes'), at: int('at') }),
    ),
    save: compile<{ hash: string; size: number; upload: string; at: number }, { hash: string }>(
      k
        .insertInto('blob')
        .values({ hash: text('hash'), size: int('size'), upload: text('upload'), created_at: int('at') })
        .onConflict((oc) => oc.column('hash').doNothing())
        .returning('hash'),
    ),
    dropParts: compile<{ upload: string }, unknown>(k.deleteFrom('blob_part').where('upload', '=', text('upload'))),
    dropUnfinished: compile<{ before: number }, unknown>(
      k
        .deleteFrom('blob_part')
        .where('at', '<', int('before'))
        .where((e) =>
          e.not(e.exists(e.selectFrom('blob').select('hash').whereRef('blob.upload', '=', 'blob_part.upload'))),
        ),
    ),
    setUnused: compile<{ hash: string; since: number | null }, { hash: string }>(
      k
        .updateTable('blob')
        .set({ unused_since: param<number | null>('since') })
        .where('hash', '=', text('hash'))
        .returning('hash'),
    ),
    drop: compile<{ hash: string; since: number }, { upload: string }>(
      k
        .deleteFrom('blob')
        .where('hash', '=', text('hash'))
        .where('unused_since', '=', int('since'))
        .returning('upload'),
    ),
  };
}

const toBlob = (row: Tables['blob']): StoredBlob => ({
  hash: row.hash,
  size: row.size,
  upload: row.upload,
  createdAt: row.created_at,
  unusedSince: row.unused_since,
});

export function createBlobTables(k: Kysely<Tables>, dialect: Dialect, { read, apart }: BlobEngine): BlobTables {
  const q = blobQueries(k, dialect);
  return {
    find: (hash) =>
      read(async (run) => {
        const [row] = await run.all(q.find, { hash });
        return row && toBlob(row);
      }),
    part: (upload, n) => read(async (run) => (await run.all(q.part, { upload, n }))[0]?.bytes),
    async savePart(upload, { n, bytes, at }) {
      await apart(async (run) => run.all(q.savePart, { upload, n, bytes, at }));
    },
    finish: (blob, last) =>
      apart(async (run) => {
        if (last) await run.all(q.savePart, { upload: blob.upload, ...last, at: blob.at });
        const isNew = (await run.all(q.save, blob)).length > 0;
        if (!isNew) await run.all(q.dropParts, { upload: blob.upload });
        return isNew;
      }),
    async abandon(upload) {
      await apart(async (run) => run.all(q.dropParts, { upload }));
    },
    async dropUnfinished(before) {
      await apart(async (run) => run.all(q.dropUnfinished, { before }));
    },
    usage: () => read(async (run) => (await run.all(q.usage, {}))[0] ?? { count: 0, bytes: 0 }),
    madeBefore: (before) => read(async (run) => (await run.all(q.madeBefore, { before })).map(toBlob)),
    documents: (after, limit) => read(async (run) => run.all(q.documents, { after, limit })),
    setUnused: (hash, since) => apart(async (run) => (await run.all(q.setUnused, { hash, since })).length > 0),
    async drop(hash, since) {
      await apart(async (run) => {
        for (const { upload } of await run.all(q.drop, { hash, since })) await run.all(q.dropParts, { upload });
      });
    },
  };
}
