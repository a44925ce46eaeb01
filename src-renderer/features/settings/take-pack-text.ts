import { ok, type Result } from '../../../src-shared/contract/errors.ts';
import { procedureId, type Revision } from '../../../src-shared/model/procedure.ts';
import type { Data, MutateError } from '../../data/data.ts';

type Text = Pick<Revision, 'title' | 'body'>;

interface Taken {
  /** The team's text again, on top of what stands by then. */
  undo(): Promise<Result<unknown, MutateError>>;
}

/**
 * Puts the pack's text in the place of the team's as it is seen. Each way names the text that it replaces: what a
 * colleague has written since stays, or is a conflict to settle.
 */
export async function takePackText(
  { mutate, records }: Pick<Data, 'mutate'> & { records: Pick<Data['records'], 'get'> },
  id: string,
  ours: Text & { revision: number },
  pack: Text,
): Promise<Result<Taken, MutateError>> {
  const replace = (base: number, { title, body }: Text, next: Text) =>
    mutate('procedure.save', { id: procedureId(id), base, from: { title, body }, title: next.title, body: next.body });
  const taken = await replace(ours.revision, ours, pack);
  if (!taken.ok) return taken;
  return ok({
    async undo() {
      const now = await records.get('procedure', id);
      return replace(now?.doc.revision ?? ours.revision, pack, ours);
    },
  });
}
