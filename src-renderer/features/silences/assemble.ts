import { mayAct } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createSilenceActions } from './actions.ts';
import { createSilenceCommands } from './commands.ts';
import { createSilenceDesk, type SilenceDesk } from './desk.ts';

/** Joins actions, desk and commands to the page's services. */
export function createSilenceFeature(services: FeatureServices): { desk: SilenceDesk; commands: Command[] } {
  const { data, undo, notices, i18n } = services;
  const words = (what: string, count: number) => i18n.t(`silences.did.${what}`, { count });
  const actions = createSilenceActions({
    data: {
      now: data.now,
      mutate: data.mutate,
      read: async (id) => (await data.db.silence.get(id))?.doc,
    },
    undo,
    newId: () => crypto.randomUUID(),
    feedback: {
      label: words,
      did: (what, count, entry) =>
        notices.tell({ tone: entry ? 'done' : 'info', text: words(what, count), undo: entry }),
      refused: refusalTeller(services),
    },
  });
  const desk = createSilenceDesk(actions);
  const commands = createSilenceCommands({
    desk,
    mayRespond: () => mayAct(data.me.getSnapshot(), 'responder'),
    async labelsOf(incident) {
      const alerts = await data.db.alert.where('ref').equals(incident).toArray();
      const firing = alerts.filter(({ doc }) => doc.status === 'firing');
      return (firing.length > 0 ? firing : alerts).map(({ doc }) => doc.labels);
    },
    alertLabels: async (id) => (await data.db.alert.get(id))?.doc.labels,
  });
  return { desk, commands };
}
