import { Dexie, type Table } from 'dexie';
import type { Instant, Millis } from '../../src-shared/time/clock.ts';
import type { IndexedDbPort } from './database.ts';

export interface DraftRow {
  id: string;
  text: string;
  at: Instant;
}

/** Older ones belong to nothing that anybody still writes about. */
const KEPT: Millis = 30 * 24 * 60 * 60_000;

/** Drafts of whole texts, whose ids begin so, stay until a person ends them: they may be hours of work. */
export const WHOLE_TEXT = 'text:';

/** Drafts of dialogs, one for each thing that they are about, whose ids begin so. */
export const FORM = 'form:';

/** What a person is writing and has not sent: it outlives the page, a crash, and the copy being made anew. */
export interface Drafts {
  /** Empty where there is none. */
  read(id: string): Promise<string>;
  /** Never rejects: a draft that the disk refuses is kept while the page lives. An empty text ends the draft. */
  write(id: string, text: string): Promise<void>;
  /** Those whose id begins with `prefix`, by id. Inside a live query it runs again when one of them changes. */
  list(prefix: string): Promise<DraftRow[]>;
  close(): void;
}

/** Drafts lie apart from the records, so that losing or rebuilding those does not touch them. */
export function createDrafts(port: IndexedDbPort, workspace: string, now: () => Instant): Drafts {
  const db = new Dexie(`vigie-drafts-${workspace}`, { ...port, chromeTransactionDurability: 'relaxed' });
  db.version(1).stores({ draft: 'id, at' });
  const drafts: Table<DraftRow, string> = db.table('draft');
  const unsaved = new Map<string, string>();
  const writing = new Map<string, Promise<void>>();
  const tidied = drafts
    .where('at')
    .below(now() - KEPT)
    .filter(({ id }) => !id.startsWith(WHOLE_TEXT))
    .delete()
    .catch(() => undefined);
  async function writeOut(id: string): Promise<void> {
    await Promise.resolve();
    try {
      for (let text = unsaved.get(id); text !== undefined; text = unsaved.get(id)) {
        await (text === '' ? drafts.delete(id) : drafts.put({ id, text, at: now() }));
        if (unsaved.get(id) === text) unsaved.delete(id);
      }
    } catch {
      // It stays in `unsaved`.
    }
    writing.delete(id);
  }

  return {
    async read(id) {
      await tidied;
      const row = await drafts.get(id).catch(() => undefined);
      return unsaved.get(id) ?? row?.text ?? '';
    },
    write(id, text) {
      unsaved.set(id, text);
      // One at a time: while a long text is written, only the newest of those typed meanwhile has to follow.
      const running = writing.get(id) ?? writeOut(id);
      writing.set(id, running);
      return running;
    },
    async list(prefix) {
      const rows = await drafts.where('id').startsWith(prefix).toArray();
      return rows.flatMap((row) => {
        const text = unsaved.get(row.id) ?? row.text;
        return text === '' ? [] : { ...row, text };
      });
    },
    close: () => db.close(),
  };
}
