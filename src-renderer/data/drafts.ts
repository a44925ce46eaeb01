import { Dexie, type Table } from 'dexie';
import type { Instant, Millis } from '../../src-shared/time/clock.ts';
import type { IndexedDbPort } from './database.ts';

interface DraftRow {
  id: string;
  text: string;
  at: Instant;
}

/** Older ones belong to nothing that anybody still writes about. */
const KEPT: Millis = 30 * 24 * 60 * 60_000;

/** What a person is writing and has not sent: it outlives the page, a crash, and the copy being made anew. */
export interface Drafts {
  /** Empty where there is none. */
  read(id: string): Promise<string>;
  /** Never rejects: a draft that the disk refuses is kept while the page lives. An empty text ends the draft. */
  write(id: string, text: string): Promise<void>;
  close(): void;
}

/** Drafts lie apart from the records, so that losing or rebuilding those does not touch them. */
export function createDrafts(port: IndexedDbPort, workspace: string, now: () => Instant): Drafts {
  const db = new Dexie(`vigie-drafts-${workspace}`, { ...port, chromeTransactionDurability: 'relaxed' });
  db.version(1).stores({ draft: 'id, at' });
  const drafts: Table<DraftRow, string> = db.table('draft');
  const unsaved = new Map<string, string>();
  const tidied = drafts
    .where('at')
    .below(now() - KEPT)
    .delete()
    .catch(() => undefined);
  return {
    async read(id) {
      await tidied;
      const row = await drafts.get(id).catch(() => undefined);
      return unsaved.get(id) ?? row?.text ?? '';
    },
    async write(id, text) {
      unsaved.set(id, text);
      try {
        await (text === '' ? drafts.delete(id) : drafts.put({ id, text, at: now() }));
        if (unsaved.get(id) === text) unsaved.delete(id);
      } catch {
        // It stays in `unsaved`.
      }
    },
    close: () => db.close(),
  };
}
