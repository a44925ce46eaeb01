import { z } from 'zod';
import { mergeRegions } from './merge.ts';

/** What people edit together: a procedure, a post-mortem. */
export interface EditedText {
  title: string;
  body: string;
}

const offset = z.int().min(0);

/** A stretch of a text that two people changed: `[from, to)` holds mine, or what was typed there, until one chooses. */
const textConflictSchema = z.object({ from: offset, to: offset, mine: z.string(), theirs: z.string() });
export type TextConflict = z.infer<typeof textConflictSchema>;

const editedTextSchema = z.object({ title: z.string(), body: z.string() });

/** A text that somebody is at, with what it was made from: all that it takes to bring it together with others. */
export const textEditSchema = editedTextSchema.extend({
  /** Number of the revision it was made from; 0 for a text that is nowhere yet. */
  base: z.int().min(0),
  /** What that revision said. Numbers move while changes are on their way; this does not. */
  from: editedTextSchema,
  conflicts: z.array(textConflictSchema),
  /** The title that somebody else gave it, while its author has given it a third. */
  otherTitle: z.string().optional(),
  note: z.string(),
});
export type TextEdit = z.infer<typeof textEditSchema>;

export const sameText = (one: EditedText, other: EditedText): boolean =>
  one.title === other.title && one.body === other.body;

/** Whether there is something to lose. */
export const isChanged = (edit: TextEdit): boolean => !sameText(edit, edit.from) || edit.conflicts.length > 0;

/** Nothing changed yet. */
export const untouched = ({ title, body }: EditedText, base: number): TextEdit => ({
  title,
  body,
  base,
  from: { title, body },
  conflicts: [],
  note: '',
});

/**
 * The edit on top of revision `number`, which says `current`: what can be is brought together, the rest stands as
 * mine with both sides named in `conflicts`. Open conflicts of before are taken as mine: have them settled first.
 */
export function bringTogether(edit: TextEdit, current: EditedText, number: number): TextEdit {
  let body = '';
  const conflicts: TextConflict[] = [];
  for (const region of mergeRegions(edit.from.body, edit.body, current.body)) {
    const mine = region.kind === 'settled' ? region.text : region.mine;
    if (region.kind === 'conflict') {
      conflicts.push({ from: body.length, to: body.length + mine.length, mine, theirs: region.theirs });
    }
    body += mine;
  }
  const title = edit.title === edit.from.title ? current.title : edit.title;
  const isThird = title !== current.title && current.title !== edit.from.title;
  return {
    title,
    body,
    base: number,
    from: { title: current.title, body: current.body },
    conflicts,
    ...(isThird ? { otherTitle: current.title } : {}),
    note: edit.note,
  };
}

/** How the other's changes lie to mine: `apart` can be brought together without a question. */
export function overlap(edit: TextEdit, current: EditedText): 'apart' | 'conflict' {
  const together = bringTogether(edit, current, edit.base);
  return together.conflicts.length > 0 || together.otherTitle !== undefined ? 'conflict' : 'apart';
}
