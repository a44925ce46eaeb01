import { useTranslation } from 'react-i18next';
import type { PriorityRules } from '../../../src-shared/model/alert.ts';
import { calendarId } from '../../../src-shared/model/ids.ts';
import { type Calendar, DEFAULT_SLA_POLICY, type SlaPolicy } from '../../../src-shared/model/sla-policy.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Data } from '../../data/data.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useUndo } from '../../platform/undo.ts';

type Answer = ReturnType<Data['mutate']>;

/** What is stored of an edited document: it no longer belongs to the pack it came from. */
function own<D extends { fromPack?: string }>(doc: D): D {
  return { ...doc, fromPack: undefined };
}

/**
 * Saves a setting that a whole team shares: carries what the person saw as its base, so that two editors never
 * overwrite each other unseen, and offers the way back.
 */
function useGuardedSave<D extends { fromPack?: string }>(
  send: (data: Data, doc: D, base: D | null) => Answer,
  said: string,
) {
  const { t } = useTranslation();
  const data = useData();
  const format = useFormat();
  const notices = useNotices();
  const undo = useUndo();
  /** `before` is the document as it was shown; `stored` says whether it was a record or a default. */
  return async (doc: D, before: D, stored: boolean): Promise<boolean> => {
    const result = await send(data, doc, stored ? before : null);
    const refused = (error: Parameters<typeof changeErrorText>[2]) =>
      notices.tell({ tone: 'refused', text: changeErrorText(t, format, error) });
    if (!result.ok) {
      refused(result.error);
      return false;
    }
    if (result.value.outcome === 'noop') return true;
    const text = t(said);
    const entry = undo.push({
      label: text,
      undo: async () => {
        const back = await send(data, before, own(doc));
        if (!back.ok) refused(back.error);
      },
    });
    notices.tell({ tone: 'done', text, undo: entry });
    return true;
  };
}

export function useSavePolicy() {
  return useGuardedSave<SlaPolicy>(
    (data, doc, base) => data.mutate('slaPolicy.update', { id: DEFAULT_SLA_POLICY, doc, base }),
    'settings.sla.saved',
  );
}

export function useSaveCalendar(id: string) {
  return useGuardedSave<Calendar>(
    (data, doc, base) => data.mutate('calendar.update', { id: calendarId(id), doc, base }),
    'settings.calendar.saved',
  );
}

export function useSaveRules() {
  return useGuardedSave<PriorityRules>(
    (data, doc, base) => data.mutate('priorityRules.update', { doc, base }),
    'settings.rules.saved',
  );
}
