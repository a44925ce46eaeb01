import { mayAct } from '../../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../../data/feature-services.ts';
import type { Command } from '../../../platform/commands.ts';
import { createSuggestActions } from './actions.ts';
import { createSuggestDesk, type SuggestDesk } from './desk.ts';

/** Joins the runbooks of an incident's alerts to the page's services; `R` leads from any incident into the first one. */
export function createSuggestFeature(services: FeatureServices): { desk: SuggestDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
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
        refused: refusalTeller(services),
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
