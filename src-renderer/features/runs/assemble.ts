import type { i18n } from 'i18next';
import type { Data } from '../../data/data.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import type { Format } from '../../platform/format.ts';
import type { Notices } from '../../platform/notices.ts';
import type { UndoStack } from '../../platform/undo.ts';
import { createRunActions } from './actions.ts';
import { createRunDesk, type RunDesk } from './desk.ts';

export interface RunFeatureDeps {
  data: Data;
  undo: UndoStack;
  notices: Notices;
  i18n: i18n;
  format(): Format;
}

/** Joins actions and desk to the page's services. */
export function createRunFeature(deps: RunFeatureDeps): { desk: RunDesk } {
  const { data, undo, notices, i18n, format } = deps;
  const words = (what: string) => i18n.t(`runs.undo.${what}`);
  const actions = createRunActions({
    data: {
      mutate: data.mutate,
      entriesOf: (run) => data.db.runEntry.where('ref').equals(run).toArray(),
      keep: data.blobs.keep,
    },
    undo,
    feedback: {
      label: words,
      did: (what, entry) => notices.tell({ tone: 'done', text: words(what), undo: entry }),
      refused: (error, about) =>
        notices.tell({
          tone: 'refused',
          text:
            about === undefined
              ? changeErrorText(i18n.t, format(), error)
              : i18n.t('runs.evidence.refused', { name: about }),
          ...(about === undefined ? {} : { detail: changeErrorText(i18n.t, format(), error) }),
        }),
    },
  });
  return { desk: createRunDesk(actions) };
}
