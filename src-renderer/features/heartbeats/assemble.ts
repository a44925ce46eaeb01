import { mayAct } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createHeartbeatActions } from './actions.ts';
import { createHeartbeatDesk, type HeartbeatDesk } from './desk.ts';

/** Joins actions, desk and commands to the page's services. */
export function createHeartbeatFeature(services: FeatureServices): { desk: HeartbeatDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: string, name: string) => i18n.t(`heartbeats.did.${what}`, { name });
  const actions = createHeartbeatActions({
    data: { mutate: data.mutate, read: async (id) => (await data.db.heartbeat.get(id))?.doc },
    undo,
    newId: () => crypto.randomUUID(),
    feedback: {
      label: words,
      did: (what, name, entry) => notices.tell({ tone: 'done', text: words(what, name), undo: entry }),
      refused: refusalTeller(services),
    },
  });
  const desk = createHeartbeatDesk(actions, (id) => go(`/heartbeats/${encodeURIComponent(id)}`));
  const commands: Command[] = [
    { id: 'go.heartbeats', group: 'go', keys: 'G H', run: () => go('/heartbeats') },
    {
      id: 'heartbeat.new',
      group: 'procedure',
      keys: 'Shift+H',
      available: () => mayAct(data.me.getSnapshot(), 'responder'),
      run: () => desk.ask({ kind: 'new' }),
    },
  ];
  return { desk, commands };
}
