import type { i18n } from 'i18next';
import { personId } from '../../src-shared/model/ids.ts';
import type { Data } from '../data/data.ts';
import { changeErrorText } from '../platform/error-text.ts';
import type { Format } from '../platform/format.ts';
import type { Notices } from '../platform/notices.ts';
import type { UndoStack } from '../platform/undo.ts';

export interface DutyDeps {
  data: Data;
  notices: Notices;
  undo: UndoStack;
  i18n: i18n;
  format(): Format;
}

/** Turns the person's own duty flag, with a way back. */
export async function toggleDuty({ data, notices, undo, i18n, format }: DutyDeps): Promise<void> {
  const me = data.me.getSnapshot();
  if (!me) return;
  const row = await data.db.person.get(me.person);
  const on = row?.doc.onDutySince === undefined;
  const set = (to: boolean) => data.mutate('person.setDuty', { person: personId(me.person), on: to });
  const refused = (error: Parameters<typeof changeErrorText>[2]) =>
    notices.tell({ tone: 'refused', text: changeErrorText(i18n.t, format(), error) });
  const result = await set(on);
  if (!result.ok) return refused(result.error);
  const text = i18n.t(on ? 'duty.taken' : 'duty.left');
  const entry = undo.push({
    label: text,
    undo: async () => {
      const back = await set(!on);
      if (!back.ok) refused(back.error);
    },
  });
  notices.tell({ tone: 'done', text, undo: entry });
}
