import { z } from 'zod';
import { procedureKindSchema } from '../../../../src-shared/model/procedure.ts';
import { textEditSchema } from '../../../../src-shared/procedure/text-edit.ts';

export const newKindSchema = procedureKindSchema.exclude(['incidentPhase']);

/** What is kept of an edit: the edit, and for a procedure that is nowhere yet what it will be. */
export const procedureDraftSchema = textEditSchema.extend({
  making: z
    .object({
      id: z.string(),
      kind: newKindSchema,
      language: z.string(),
      /** The alert it is written for. */
      alert: z.string().optional(),
    })
    .optional(),
});
export type ProcedureDraft = z.infer<typeof procedureDraftSchema>;

const EDIT = 'procedure/';
const NEW = 'new-procedure/';

/** Names of drafts. One new procedure at a time, and one for each alert that somebody writes a runbook for. */
export const draftName = {
  edit: (id: string) => EDIT + id,
  make: (alert: string | undefined) => NEW + (alert ?? ''),
  /** Apart from the edit of the same procedure: both are somebody's work. */
  settle: (change: string) => `change/${change}`,
};

/** Where a draft is taken up again; undefined for names of other things. */
export function placeOfDraft(name: string): string | undefined {
  if (name.startsWith(EDIT)) return `/procedures/${encodeURIComponent(name.slice(EDIT.length))}/edit`;
  if (!name.startsWith(NEW)) return undefined;
  const alert = name.slice(NEW.length);
  return alert === '' ? '/procedures/new' : `/procedures/new/${encodeURIComponent(alert)}`;
}
