import type { Bridge } from '../../../src-shared/contract/ipc.ts';
import { callsFor } from '../../../src-shared/incident/pages.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { createDirectory, mayAct, readNames } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createIncidentActions, type Did } from './actions.ts';
import { createIncidentCommands } from './commands.ts';
import { createIncidentDesk, type IncidentDesk } from './desk.ts';

/** Joins actions, desk and commands to the page's services. `incidents` stays followed for what commands look up. */
export function createIncidentFeature(services: FeatureServices & { bridge: Bridge }): {
  desk: IncidentDesk;
  commands: Command[];
} {
  const { data, bridge, undo, notices, i18n, format } = services;
  const words = (did: Did) => i18n.t(`incident.did.${did.what}`, { ...did, name: did.name ?? '' });

  /** Said with what was done while the server cannot have it. */
  const waiting = (did: Did) => {
    const { phase } = data.status.getSnapshot();
    if (phase === 'live' || phase === 'syncing') return undefined;
    if (did.what === 'acknowledged') return i18n.t('incident.waiting.acknowledged');
    return i18n.t(did.what === 'paged' ? 'incident.waiting.paged' : 'incident.waiting.change');
  };

  const actions = createIncidentActions({
    data,
    undo,
    feedback: {
      label: words,
      did: (did, entry) => notices.tell({ tone: 'done', text: words(did), detail: waiting(did), undo: entry }),
      refused: refusalTeller(services),
    },
  });
  const desk = createIncidentDesk(actions, data.drafts);
  // Commands look incidents up at once, from the first key press on.
  data.incidents.subscribe(() => {});

  const commands = createIncidentCommands({
    desk,
    incident: (id) => data.incidents.get(id)?.doc,
    me: () => data.me.getSnapshot() ?? undefined,
    mayRespond: () => mayAct(data.me.getSnapshot(), 'responder'),
    isCalled(id) {
      const me = data.me.getSnapshot();
      const incident = data.incidents.get(id)?.doc;
      const teams = data.directory.getSnapshot()?.person(me?.person)?.teams;
      return me !== null && incident !== undefined && callsFor(incident, personId(me.person), teams ?? []).length > 0;
    },
    go: services.go,
    copy: (text) => void bridge.call('app.copy', { text }),
    copied: (what) => notices.tell({ tone: 'done', text: i18n.t(`incident.copied.${what}`) }),
    undoReason: () => i18n.t('incident.undoReason'),
    async asMarkdown(id) {
      const directory = createDirectory(await readNames(data.db), data.me.getSnapshot());
      // Read when it is first asked for: no screen needs it to come up.
      const { readReport } = await import('./report.ts');
      return (await readReport({ data, i18n, format: format(), directory }, id))?.text ?? '';
    },
  });
  return { desk, commands };
}
