import { type Revision, revisionId, type TextSubject } from '../model/procedure.ts';
import { mergeTexts } from '../procedure/merge.ts';
import type { MutatorContext, MutatorTx } from './mutator.ts';

type Text = Pick<Revision, 'title' | 'body'>;

/**
 * Appends a revision behind `last` and answers its number; `last` itself where it says the same already. The caller
 * writes the number into the head.
 */
export async function writeRevision(
  tx: MutatorTx,
  ctx: MutatorContext,
  of: TextSubject,
  last: number | undefined,
  text: Text & { note?: string | undefined; merged?: boolean | undefined },
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

/**
 * What becomes of a text that was edited from revision `base` when `last` is in force by now. Undefined where both
 * changed the same, or where the base is not known: the edit is a conflict for the person to settle.
 */
export async function mergedText(
  tx: MutatorTx,
  of: TextSubject,
  { base, last }: { base: number; last: number },
  mine: Text,
): Promise<(Text & { merged?: true }) | undefined> {
  if (base === last) return mine;
  const before = await tx.get('revision', revisionId(of, base));
  const theirs = await tx.get('revision', revisionId(of, last));
  if (!before || !theirs) return undefined;
  const title = mine.title === before.title ? theirs.title : mine.title;
  if (title !== theirs.title && theirs.title !== before.title) return undefined;
  const body = mergeTexts(before.body, mine.body, theirs.body);
  return body.ok ? { title, body: body.text, merged: true } : undefined;
}
