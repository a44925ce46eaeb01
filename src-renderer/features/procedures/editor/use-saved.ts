import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { type TextEdit, untouched } from '../../../../src-shared/procedure/text-edit.ts';
import { changeErrorText } from '../../../platform/error-text.ts';
import { useFormat } from '../../../platform/format.ts';
import { useNotices } from '../../../platform/notices.ts';
import { useUndo } from '../../../platform/undo.ts';
import type { TextEditing } from '../../../platform/use-text-edit.ts';
import { useSaveProcedure } from './use-save-procedure.ts';

export interface Saved {
  /**
   * Saves the edit, says so with a way back, and puts what was typed meanwhile on top. Where the same was changed by
   * another hand, both sides stand in the editor instead, to choose in. Answers whether it was taken.
   */
  save(id: string, mine: TextEdit, editing: TextEditing): Promise<boolean>;
}

export function useSaved(): Saved {
  const { t } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const undo = useUndo();
  const { save: write, read } = useSaveProcedure();

  const save = useCallback(
    async (id: string, mine: TextEdit, editing: TextEditing) => {
      const refused = (error: Parameters<typeof changeErrorText>[2]) =>
        notices.tell({ tone: 'refused', text: changeErrorText(t, format, error) });
      const before = await read(id);
      const result = await write(id, mine);
      const after = await read(id);
      if (!result.ok) {
        const isConflict = result.error.code === 'rejected' && result.error.reason === 'conflict';
        if (!isConflict || !after) {
          refused(result.error);
          return false;
        }
        editing.together(after.text);
        notices.tell({ tone: 'info', text: t('procedureEditor.bothChanged') });
        return false;
      }
      // Only what outlives a crash may end the draft.
      const isKept = await result.value.saved.then(
        () => true,
        () => false,
      );
      if (!after) return isKept;
      editing.saved(mine, after.text);
      const label = t('procedureEditor.saved', { title: after.text.title });
      const entry =
        before && before.text.number !== after.text.number
          ? undo.push({
              label,
              async undo() {
                const { title, body } = before.text;
                const back = await write(id, { ...untouched(after.text, after.text.number), title, body });
                if (!back.ok) refused(back.error);
              },
            })
          : undefined;
      notices.tell({ tone: 'done', text: label, ...(entry ? { undo: entry } : {}) });
      return isKept;
    },
    [t, format, notices, undo, write, read],
  );
  return { save };
}
