import { useLiveQuery } from 'dexie-react-hooks';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { WHOLE_TEXT } from '../../../data/drafts.ts';
import { placeOfDraft, procedureDraftSchema } from './draft.ts';

export interface ProcedureDraftLine {
  /** Route path that takes it up again. */
  path: string;
  /** May be empty: a new procedure without a title yet. */
  title: string;
  isNew: boolean;
  at: Instant;
}

/** Texts of procedures that were begun on this laptop and not saved, the latest first. Undefined while they are read. */
export function useProcedureDrafts(): ProcedureDraftLine[] | undefined {
  const { drafts } = useData();
  return useLiveQuery(async () => {
    const rows = await drafts.list(WHOLE_TEXT);
    return rows
      .flatMap(({ id, text, at }): ProcedureDraftLine[] => {
        const path = placeOfDraft(id.slice(WHOLE_TEXT.length));
        const draft = path === undefined ? undefined : read(text);
        if (path === undefined || !draft) return [];
        return [{ path, title: draft.title, isNew: draft.making !== undefined, at }];
      })
      .sort((a, b) => b.at - a.at);
  }, [drafts]);
}

function read(text: string) {
  try {
    return procedureDraftSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
