import { z } from 'zod';
import { bodySchema, type Revision, revisionId, type TextSubject } from '../model/procedure.ts';
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
  text: Text & Partial<Pick<Revision, 'note' | 'merged' | 'drafted'>>,
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

/** A text that an edit was made from, as its author saw it. */
export const seenTextSchema = z.object({ title: z.string().max(300), body: bodySchema });

interface Edit {
  /** Number of the revision it was made from. */
  base: number;
  /**
   * What its author saw under that number. Another text may have it: an edit that was not confirmed is overtaken, and
   * a server restored from a backup gives numbers out again. Compared with that one, what others wrote would look
   * taken away. Without it the number is believed.
   */
  from?: Text | undefined;
  /** Number of the revision in force. */
  last: number;
}

/**
 * What becomes of an edited text when revision `last` is in force by now. Undefined where both changed the same, or
 * where it is not known what it was made from: the edit is a conflict for the person to settle.
 */
export async function mergedText(
  tx: MutatorTx,
  of: TextSubject,
  { base, from, last }: Edit,
  mine: Text,
): Promise<(Text & { merged?: true }) | undefined> {
  if (base === last && !from) return mine;
  const before = from ?? (await tx.get('revision', revisionId(of, base)));
  const theirs = await tx.get('revision', revisionId(of, last));
  if (!before || !theirs) return undefined;
  if (before.title === theirs.title && before.body === theirs.body) return mine;
  const title = mine.title === before.title ? theirs.title : mine.title;
  if (title !== theirs.title && theirs.title !== before.title) return undefined;
  const body = mergeTexts(before.body, mine.body, theirs.body);
  return body.ok ? { title, body: body.text, merged: true } : undefined;
}
