import type { i18n } from 'i18next';
import type { Data } from '../../../data/data.ts';
import { mayAct } from '../../../data/directory.ts';
import type { Command } from '../../../platform/commands.ts';
import { changeErrorText } from '../../../platform/error-text.ts';
import type { Format } from '../../../platform/format.ts';
import type { Notices } from '../../../platform/notices.ts';
import type { UndoStack } from '../../../platform/undo.ts';
import { createSuggestActions } from './actions.ts';
import { createSuggestDesk, type SuggestDesk } from './desk.ts';

export interface SuggestFeatureDeps {
  data: Data;
  undo: UndoStack;
  notices: Notices;
  i18n: i18n;
  format(): Format;
  go(path: string): void;
}

/** Joins the runbooks of an incident's alerts to the page's services; `R` leads from any incident into the first one. */
export function createSuggestFeature(deps: SuggestFeatureDeps): { desk: SuggestDesk; commands: Command[] } {
  const { data, undo, notices, i18n, format, go } = deps;
  const words = (what: string, alert: string) => i18n.t(`runbooks.did.${what}`, { alert });
  const desk = createSuggestDesk(
    createSuggestActions({
      data: {
        mutate: data.mutate,
        procedure: async (id) => (await data.records.get('procedure', id))?.doc,
        runsOf: (incident) => data.records.referring('run', incident),
      },
      undo,
      mayRespond: () => mayAct(data.me.getSnapshot(), 'responder'),
      go,
      feedback: {
        label: words,
        did: (what, alert, entry) => notices.tell({ tone: 'done', text: words(what, alert), undo: entry }),
        refused: (error) => notices.tell({ tone: 'refused', text: changeErrorText(i18n.t, format(), error) }),
      },
    }),
  );
  /** The expressions of matchers come with it: a cold start reads none of that. */
  async function first(incident: string): Promise<string | undefined> {
    const [{ finderOver, runbooksFor, someAlerts }, { rows }] = await Promise.all([
      import('./for-incident.ts'),
      data.procedures.ready(),
    ]);
    const alerts = await someAlerts(data.db, data.records, incident);
    return runbooksFor(alerts, desk.finder(rows, finderOver)).found[0]?.id;
  }
  const commands: Command[] = [
    {
      id: 'incident.runbook',
      group: 'incident',
      keys: 'R',
      available: ({ incident }) => incident !== undefined,
      async run({ incident, place }) {
        if (!incident) return;
        const id = await first(incident.id);
        if (id !== undefined) return desk.actions.open(incident.id, id);
        // None is known: the page of the incident is where one is looked for.
        if (!place.startsWith('/incidents/')) go(`/incidents/${incident.number ?? incident.id}`);
        desk.store.setState({ searching: incident.id });
      },
    },
  ];
  return { desk, commands };
}
