import { type Revision, revisionId, type TextSubject } from '../model/procedure.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

/**
 * Appends a revision behind `last` and answers its number; `last` itself where it says the same already. The caller
 * writes the number into the head.
 */
export async function writeRevision(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: TextSubject,
  last: number | undefined,
  text: Pick<Revision, 'title' | 'body'> & { note?: string; merged?: boolean },
): Promise<number> {
  const before = last === undefined ? undefined : await tx.get('revision', revisionId(of, last));
  if (last !== undefined && before?.title === text.title && before.body === text.body) return last;
  const number = (last ?? 0) + 1;
  tx.put('revision', revisionId(of, number), {
    of,
    number,
    ...text,
    by: ctx.actor.ref,
    at: ctx.at,
    ...(ctx.receivedAt === undefined ? {} : { receivedAt: ctx.receivedAt }),
  });
  return number;
}
