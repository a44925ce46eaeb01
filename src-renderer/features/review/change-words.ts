import type { TFunction } from 'i18next';
import type { Mutation } from '../../../src-shared/contract/http.ts';
import { savePostMortem } from '../../../src-shared/mutators/post-mortem.ts';
import { saveProcedure } from '../../../src-shared/mutators/procedure.ts';
import type { ReviewRow } from '../../../src-shared/sync/local-store.ts';

/** What the person did, in words; a change of a newer version is named as it travels. */
export function changeWhat(t: TFunction, { name }: Pick<Mutation, 'name'>): string {
  return t(`change.${name}`, { defaultValue: name });
}

/** A refused edit of a text that people write together. */
export interface RefusedEdit {
  collection: 'procedure' | 'postMortem';
  id: string;
  title: string;
  body: string;
  /** Route paths: the text as it stands, and the editor with both, where there is one. */
  path: string;
  settlePath?: string;
}

/** What a refused change wrote, where it was a text and another person had changed the same words. */
export function refusedEdit({ id: row, mutation, reason }: ReviewRow): RefusedEdit | undefined {
  if (reason !== 'conflict') return undefined;
  if (mutation.name === 'procedure.save') {
    const edit = saveProcedure.args.safeParse(mutation.args).data;
    if (!edit) return undefined;
    const { id, title, body } = edit;
    const path = `/procedures/${encodeURIComponent(id)}`;
    return { collection: 'procedure', id, title, body, path, settlePath: `${path}/settle/${encodeURIComponent(row)}` };
  }
  if (mutation.name === 'postMortem.save') {
    const edit = savePostMortem.args.safeParse(mutation.args).data;
    if (!edit) return undefined;
    const { id, title, body } = edit;
    const path = `/post-mortems/${encodeURIComponent(id)}`;
    return { collection: 'postMortem', id, title, body, path, settlePath: `${path}/settle/${encodeURIComponent(row)}` };
  }
  return undefined;
}
