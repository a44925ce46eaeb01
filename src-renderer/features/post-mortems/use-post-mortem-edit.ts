import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { isName } from '../../../src-shared/model/name.ts';
import { BODY_LENGTH } from '../../../src-shared/model/procedure.ts';
import { withNewFacts } from '../../../src-shared/procedure/post-mortem/update.ts';
import {
  bringTogether,
  isChanged,
  sameText,
  type TextEdit,
  textEditSchema,
  untouched,
} from '../../../src-shared/procedure/text-edit.ts';
import type { ReviewRow, Row } from '../../../src-shared/sync/local-store.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { TextDraft } from '../../data/use-text-draft.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { type TextEditing, useTextEdit } from '../../platform/use-text-edit.ts';
import { type CurrentPostMortem, readPostMortem, savePostMortem } from './reads.ts';

/** What is kept of an edit, with the draft that its facts were brought up to date by. */
export const postMortemDraftSchema = textEditSchema.extend({ drafted: z.string().optional() });
type PostMortemDraft = z.infer<typeof postMortemDraftSchema>;

export interface PostMortemEditOptions {
  row: Row<'incident'>;
  current: CurrentPostMortem;
  draft: TextDraft<PostMortemDraft>;
  mayWrite: boolean;
  /** A refused edit that is brought together with the text here. */
  refused: { row: ReviewRow; edit: TextEdit } | undefined;
  /** Leads to a place that two people wrote differently. */
  goToConflict(): void;
}

export interface PostMortemEdit {
  editing: TextEditing;
  changed: boolean;
  /** Somebody else has saved meanwhile. */
  isNewer: boolean;
  titleMissing: boolean;
  tooLong: boolean;
  isSaving: boolean;
  /** The draft of the facts that the text was last brought up to date by. */
  drafted: string;
  save(): Promise<void>;
  discard(): void;
  /** Takes new facts in; what the person wrote over old ones stays. */
  bringUpToDate(facts: string): void;
}

/** The text of a post-mortem while it is written: kept as a draft, saved, brought together with what others wrote. */
export function usePostMortemEdit(options: PostMortemEditOptions): PostMortemEdit {
  const { row, current, draft, mayWrite, refused, goToConflict } = options;
  const { t } = useTranslation();
  const format = useFormat();
  const data = useData();
  const navigate = useNavigate();
  const notices = useNotices();
  const { id } = row;
  const { text } = current;
  const drafted = useRef(draft.kept?.drafted);
  const [isSaving, setIsSaving] = useState(false);
  const [initial] = useState(
    () => draft.kept ?? (refused ? bringTogether(refused.edit, text, text.number) : untouched(text, text.number)),
  );
  const editing = useTextEdit(initial, (edit) =>
    isChanged(edit)
      ? draft.keep({ ...edit, ...(drafted.current === undefined ? {} : { drafted: drafted.current }) })
      : draft.end(),
  );
  const { edit, replace, now: asIs } = editing;
  const changed = isChanged(edit);
  const titleMissing = !isName(edit.title);
  const tooLong = edit.body.length > BODY_LENGTH;

  // Whoever has changed nothing reads on in the newest text.
  useEffect(() => {
    const mine = asIs();
    if (!isChanged(mine) && !sameText(mine, text)) replace(untouched(text, text.number));
  }, [text, asIs, replace]);

  const save = async () => {
    const mine = asIs();
    if (!mayWrite || isSaving || titleMissing || tooLong || !isChanged(mine)) return;
    if (edit.conflicts.length > 0) return goToConflict();
    setIsSaving(true);
    const result = await savePostMortem(data, id, mine, drafted.current);
    const after = await readPostMortem(data.records, id);
    setIsSaving(false);
    if (!result.ok) {
      const isConflict = result.error.code === 'rejected' && result.error.reason === 'conflict';
      if (isConflict && after) {
        editing.together(after.text);
        return notices.tell({ tone: 'info', text: t('postMortem.bothChanged') });
      }
      return notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error) });
    }
    // Only what outlives a crash may end the draft.
    const isKept = await result.value.saved.then(
      () => true,
      () => false,
    );
    if (!after || !isKept) return;
    drafted.current = undefined;
    editing.saved(mine, after.text);
    if (!isChanged(asIs())) draft.end();
    notices.tell({ tone: 'done', text: t('postMortem.saved') });
    if (!refused) return;
    await data.review.discard(refused.row);
    void navigate({ to: '/post-mortems/$incident', params: { incident: String(row.doc.number ?? id) } });
  };

  return {
    editing,
    changed,
    isNewer: changed && !sameText(edit.from, text) && !sameText(edit, text),
    titleMissing,
    tooLong,
    isSaving,
    drafted: drafted.current ?? current.drafted,
    save,
    discard() {
      drafted.current = undefined;
      draft.end();
      replace(untouched(text, text.number));
    },
    bringUpToDate(facts) {
      const mine = asIs();
      const { text: body, kept } = withNewFacts(drafted.current ?? current.drafted, mine.body, facts);
      drafted.current = facts;
      const next = { ...mine, body, conflicts: [] };
      replace(next);
      draft.keep({ ...next, drafted: facts });
      notices.tell({
        tone: 'info',
        text: t('postMortem.broughtUpToDate'),
        ...(kept > 0 ? { detail: t('postMortem.keptWords', { count: kept }) } : {}),
      });
    },
  };
}
