import { isSignedOn } from '../../src-shared/maintenance/occurrence-parts.ts';
import { occurrenceState } from '../../src-shared/maintenance/occurrence-state.ts';
import { blobsIn } from '../../src-shared/model/blob.ts';
import { type Scheduler, SECOND } from '../../src-shared/time/clock.ts';
import type { VigieDatabase } from './database.ts';
import { live } from './live.ts';
import { hashesNamedBy } from './refused-files.ts';

/** Texts read at once. */
const BODIES = 50;
const SETTLED_AFTER = 2 * SECOND;

export interface BlobReferences {
  /** Files that every record of this laptop names, whether they are wanted ahead or not. */
  all(): Promise<string[]>;
  /** Tells of what refused changes name. */
  hold(): Promise<void>;
  start(): void;
  stop(): void;
}

export interface BlobReferencesDeps {
  db: VigieDatabase;
  scheduler: Scheduler;
  /** Resolves when the page has nothing better to do. */
  idle(): Promise<void>;
  /** Files that should be here before the network goes: pictures of current texts, evidence of what is open or to be signed. */
  found(hashes: readonly string[]): Promise<void>;
  /** All files that changes name which were refused, and which a person has yet to look at: no record may name them. */
  refused(hashes: readonly string[]): Promise<void>;
  /** Told of a look that failed; the next change brings another. */
  failed(error: unknown): void;
}

/** `procedure/x@3` → the text and its number. */
const ofRevision = (id: string): { of: string; number: number } => {
  const at = id.lastIndexOf('@');
  return { of: id.slice(0, at), number: Number(id.slice(at + 1)) };
};

/** Finds the files that records name, from the records as they change, a little at a time. */
export function createBlobReferences({
  db,
  scheduler,
  idle,
  found,
  refused,
  failed,
}: BlobReferencesDeps): BlobReferences {
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

  /** What whoever signs has to see: evidence of what is done and waits for a second person. */
  const evidenceToSign = async (): Promise<string[]> => {
    const plans = new Map((await db.plan.toArray()).map(({ id, doc }) => [id, doc]));
    const signed = [...plans].flatMap(([id, { terms, signature }]) =>
      signature || terms.some((one) => one.signature) ? [id] : [],
    );
    const hashes: string[] = [];
    await db.occurrence
      .where('ref')
      .anyOf(signed)
      .each(({ doc }) => {
        const plan = plans.get(doc.plan);
        const done = occurrenceState(undefined, doc, doc.at);
        if (!plan || !isSignedOn(plan, doc.date) || done.signed) return;
        hashes.push(...(done.completed?.files ?? []).map(({ hash }) => hash));
      });
    return hashes;
  };

  const hold = async () => refused([...new Set((await db.review.toArray()).flatMap(hashesNamedBy))]);

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
    await hold();
    await found([...new Set([...(await evidenceOf(runs)), ...(await evidenceToSign())])]);
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
      looking = looking.then(look).catch((error: unknown) => {
        // Stopped, the database may be closed under it.
        if (!stopped) failed(error);
      });
    });
  };
  let watching: { unsubscribe(): void } | undefined;

  return {
    async all() {
      const runs = await db.run.toCollection().primaryKeys();
      const hashes = new Set([...(await evidenceOf(runs)), ...(await evidenceOfOccurrences())]);
      for (const row of await db.review.toArray()) for (const hash of hashesNamedBy(row)) hashes.add(hash);
      const add = async (some: string[]) => {
        for (const hash of some) hashes.add(hash);
      };
      await inTexts('revision', await revisionIds(), add);
      await inTexts('run', runs, add);
      return [...hashes];
    },
    hold,
    start() {
      // Counting is all that is done at each change; the count itself says nothing.
      const tables = [db.revision, db.run, db.runEntry, db.plan, db.occurrence, db.review];
      const changes = live(() => Promise.all(tables.map((table) => table.count())));
      watching ??= changes.subscribe(soon, failed);
    },
    stop() {
      stopped = true;
      timer?.cancel();
      watching?.unsubscribe();
    },
  };
}
