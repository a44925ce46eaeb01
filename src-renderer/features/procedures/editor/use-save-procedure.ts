import { useCallback } from 'react';
import type { Result } from '../../../../src-shared/contract/errors.ts';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import type { TextEdit } from '../../../../src-shared/procedure/text-edit.ts';
import { useData } from '../../../data/DataProvider.tsx';
import type { Data, Mutated, MutateError } from '../../../data/data.ts';
import { useLive } from '../../../data/hooks.ts';
import type { NumberedText } from '../../../platform/use-text-edit.ts';

const subject = (id: string) => ({ collection: 'procedure', id: procedureId(id) }) as const;

/** What the laptop has of a procedure at this moment: head and text belong together. */
async function readProcedure({ get }: Pick<Data['records'], 'get'>, id: string) {
  const head = await get('procedure', id);
  if (!head) return null;
  const row = await get('revision', revisionId(subject(id), head.doc.revision));
  if (!row) return null;
  const { title, body, number, by, at, note } = row.doc;
  const text: NumberedText = { title, body, number };
  return { head: head.doc, text, by, at, note };
}

export type CurrentProcedure = NonNullable<Awaited<ReturnType<typeof readProcedure>>>;

/** The procedure with its text, again whenever it changes; undefined while it is read, null where there is none. */
export const useCurrentProcedure = (id: string | undefined): CurrentProcedure | null | undefined =>
  useLive(async (_, records) => (id === undefined ? null : readProcedure(records, id)), [id]);

export interface SaveProcedure {
  save(id: string, edit: TextEdit): Promise<Result<Mutated, MutateError>>;
  read(id: string): Promise<CurrentProcedure | null>;
}

/** Saves an edit, naming what it was made from so that nobody's change between is taken for a deletion. */
export function useSaveProcedure(): SaveProcedure {
  const { records, mutate } = useData();
  const read = useCallback((id: string) => readProcedure(records, id), [records]);
  const save = useCallback(
    async (id: string, { base, from, title, body, note }: TextEdit) => {
      return mutate('procedure.save', {
        id: procedureId(id),
        base: Math.max(1, base),
        from,
        title,
        body,
        ...(note.trim() === '' ? {} : { note: note.trim() }),
      });
    },
    [mutate],
  );
  return { save, read };
}
