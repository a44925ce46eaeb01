import { useLayoutEffect } from 'react';
import { procedureId, type Revision, revisionId } from '../../../../src-shared/model/procedure.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { useLive } from '../../../data/hooks.ts';
import { useProcedureDesk } from './desk.ts';

export interface ShownProcedure {
  row: Row<'procedure'>;
  /** The text in force; undefined where it has not come to this laptop yet. */
  text: Row<'revision'> | undefined;
}

const subject = (id: string) => ({ collection: 'procedure', id: procedureId(id) }) as const;

/** A procedure with its text, again whenever it changes; undefined while it is read, null where there is none. */
export function useShownProcedure(id: string): ShownProcedure | null | undefined {
  const shown = useLive(
    async (_, records) => {
      const row = await records.get('procedure', id);
      if (!row) return null;
      return { row, text: (await records.get('revision', revisionId(subject(id), row.doc.revision))) ?? undefined };
    },
    [id],
  );
  const desk = useProcedureDesk();
  const doc = shown?.row.doc;
  // With the drawing and not after it: a key pressed at once finds it.
  useLayoutEffect(() => {
    if (!doc) return;
    desk.shown.set(id, doc);
    return () => void desk.shown.delete(id);
  }, [desk, id, doc]);
  return shown;
}

/** Its texts, the newest first; undefined while they are read. */
export function useRevisions(id: string): readonly { id: string; doc: Revision }[] | undefined {
  return useLive(
    async (_, records) => {
      const { collection, id: of } = subject(id);
      const rows = await records.referring('revision', `${collection}/${of}`);
      return rows.sort((a, b) => b.doc.number - a.doc.number);
    },
    [id],
  );
}

/** Its latest runs, those of incidents as well; undefined while they are read. */
export function useLatestRuns(id: string, most: number): readonly Row<'run'>[] | undefined {
  return useLive(
    async (db) => {
      const rows = await db.run.filter(({ doc }) => doc.procedure === id).toArray();
      return rows.sort((a, b) => b.doc.startedAt - a.doc.startedAt).slice(0, most);
    },
    [id, most],
  );
}

/** The plans that bring it back and have not ended by a day, in the order of their titles. */
export function usePlansOf(id: string, today: LocalDate): readonly Row<'plan'>[] {
  const rows = useLive((db) => db.plan.filter(({ doc }) => doc.procedure === id).toArray(), [id]);
  return (rows ?? [])
    .filter(({ doc }) => doc.endsOn === undefined || doc.endsOn >= today)
    .sort((a, b) => a.doc.title.localeCompare(b.doc.title));
}
