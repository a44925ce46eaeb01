import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { createRunActions } from './actions.ts';
import { createRunDesk, type RunDesk } from './desk.ts';

/** Joins actions and desk to the page's services. */
export function createRunFeature(services: FeatureServices): { desk: RunDesk } {
  const { data, undo, notices, i18n, format } = services;
  const refused = refusalTeller(services);
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
      refused(error, about) {
        if (about === undefined) return refused(error);
        const text = i18n.t('evidence.refused', { name: about });
        notices.tell({ tone: 'refused', text, detail: changeErrorText(i18n.t, format(), error) });
      },
    },
  });
  return { desk: createRunDesk(actions) };
}
