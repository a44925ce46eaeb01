import { blobsIn } from '../../src-shared/model/blob.ts';
import { type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { VigieDatabase } from './database.ts';
import { live } from './live.ts';

/** Texts read at once. */
const BODIES = 50;
const SETTLED_AFTER = 2 * SECOND;

export interface BlobReferences {
  /** Files that every record of this laptop names, whether they are wanted ahead or not. */
  all(): Promise<string[]>;
  start(): void;
  stop(): void;
}

export interface BlobReferencesDeps {
  db: VigieDatabase;
  scheduler: Scheduler;
  /** Resolves when the page has nothing better to do. */
  idle(): Promise<void>;
  /** Files that should be here before the network goes: pictures of current texts, evidence of what is open. */
  found(hashes: readonly string[]): Promise<void>;
  /** Told of a look that failed; the next change brings another. */
  failed(error: unknown): void;
}

/** `procedure/x@3` → the text and its number. */
const ofRevision = (id: string): { of: string; number: number } => {
  const at = id.lastIndexOf('@');
  return { of: id.slice(0, at), number: Number(id.slice(at + 1)) };
};

/** Finds the files that records name, from the records as they change, a little at a time. */
export function createBlobReferences({ db, scheduler, idle, found, failed }: BlobReferencesDeps): BlobReferences {
  /** Revisions and runs whose texts have been read. */
  const read = new Set<string>();
  let timer: { cancel(): void } | undefined;
  let looking: Promise<void> = Promise.resolve();
  let stopped = false;

  const revisionIds = (): Promise<string[]> => db.revision.toCollection().primaryKeys();

  const currentRevisions = async (): Promise<string[]> => {
    const newest = new Map<string, { id: string; number: number }>();
    for (const id of await revisionIds()) {
      const { of, number } = ofRevision(id);
      if (number > (newest.get(of)?.number ?? 0)) newest.set(of, { id, number });
    }
    return [...newest.values()].map(({ id }) => id);
  };

  async function inTexts(table: 'revision' | 'run', ids: readonly string[], each: (hashes: string[]) => Promise<void>) {
    for (let from = 0; from < ids.length && !stopped; from += BODIES) {
      await idle();
      const rows = await db.table<{ doc: { body: string } }, string>(table).bulkGet(ids.slice(from, from + BODIES));
      const hashes = rows.flatMap((row) => (row ? blobsIn(row.doc.body) : []));
      if (hashes.length > 0) await each(hashes);
    }
  }

  const evidenceOf = async (runs: readonly string[]): Promise<string[]> => {
    const entries = await db.runEntry.where('ref').anyOf(runs).toArray();
    return entries.flatMap(({ doc }) => (doc.event.kind === 'evidence' ? [doc.event.file.hash] : []));
  };

  /** What was brought when an occurrence was completed, be that taken back or not. */
  const evidenceOfOccurrences = async (): Promise<string[]> => {
    const hashes: string[] = [];
    await db.occurrence.each(({ doc }) => {
      for (const event of doc.events) {
        if (event.kind === 'completed') hashes.push(...(event.files ?? []).map(({ hash }) => hash));
      }
    });
    return hashes;
  };

  /** Runs that have not ended, and those of incidents that are not closed. */
  const openRuns = async (): Promise<string[]> => {
    const ended = new Set(await db.run.orderBy('doc.endedAt').primaryKeys());
    const running = (await db.run.toCollection().primaryKeys()).filter((id) => !ended.has(id));
    const incidents = await db.incident
      .where('doc.status')
      .anyOf('triggered', 'acknowledged', 'resolved')
      .primaryKeys();
    const theirs = await db.run.where('ref').anyOf(incidents).primaryKeys();
    return [...new Set([...running, ...theirs])];
  };

  async function look(): Promise<void> {
    const unread = (ids: readonly string[]) => ids.filter((id) => !read.has(id));
    const runs = await openRuns();
    await found([...new Set(await evidenceOf(runs))]);
    const bodies = [
      ['revision', unread(await currentRevisions())],
      ['run', unread(runs)],
    ] as const;
    for (const [table, ids] of bodies) {
      await inTexts(table, ids, found);
      for (const id of ids) read.add(id);
    }
  }

  const soon = () => {
    timer ??= scheduler.after(SETTLED_AFTER, () => {
      timer = undefined;
      looking = looking.then(look).catch(failed);
    });
  };
  let watching: { unsubscribe(): void } | undefined;

  return {
    async all() {
      const runs = await db.run.toCollection().primaryKeys();
      const hashes = new Set([...(await evidenceOf(runs)), ...(await evidenceOfOccurrences())]);
      const add = async (some: string[]) => {
        for (const hash of some) hashes.add(hash);
      };
      await inTexts('revision', await revisionIds(), add);
      await inTexts('run', runs, add);
      return [...hashes];
    },
    start() {
      // Counting is all that is done at each change; the count itself says nothing.
      const changes = live(() => Promise.all([db.revision.count(), db.run.count(), db.runEntry.count()]));
      watching ??= changes.subscribe(soon, failed);
    },
    stop() {
      stopped = true;
      timer?.cancel();
      watching?.unsubscribe();
    },
  };
}
