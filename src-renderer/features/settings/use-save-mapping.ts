import { useTranslation } from 'react-i18next';
import type { CustomMapping } from '../../../src-shared/model/mapping.ts';
import { useData } from '../../data/DataProvider.tsx';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useUndo } from '../../platform/undo.ts';

/** Keeps and removes mappings; each offers the way back. */
export function useSaveMapping() {
  const { t } = useTranslation();
  const data = useData();
  const format = useFormat();
  const notices = useNotices();
  const undo = useUndo();

  const refused = (error: Parameters<typeof changeErrorText>[2]) =>
    notices.tell({ tone: 'refused', text: changeErrorText(t, format, error) });
  const put = (id: string, doc: CustomMapping, base: CustomMapping | null) =>
    data.mutate('mapping.save', { id, doc, base });
  const drop = (id: string) => data.mutate('mapping.remove', { id });
  const told = (text: string, back: () => ReturnType<typeof drop>) => {
    const entry = undo.push({
      label: text,
      undo: async () => {
        const result = await back();
        if (!result.ok) refused(result.error);
      },
    });
    notices.tell({ tone: 'done', text, undo: entry });
  };

  return {
    /** `before` is the record as the editor saw it; null for a new one. False when it was refused. */
    async save(id: string, doc: CustomMapping, before: CustomMapping | null): Promise<boolean> {
      const result = await put(id, doc, before);
      if (!result.ok) {
        refused(result.error);
        return false;
      }
      if (result.value.outcome !== 'noop') {
        told(t('settings.senders.saved', { name: doc.name }), () => (before ? put(id, before, doc) : drop(id)));
      }
      return true;
    },
    async remove(id: string, doc: CustomMapping): Promise<void> {
      const result = await drop(id);
      if (!result.ok) return refused(result.error);
      told(t('settings.senders.removed', { name: doc.name }), () => put(id, doc, null));
    },
  };
}
