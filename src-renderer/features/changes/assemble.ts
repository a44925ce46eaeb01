import { mayAct } from '../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../data/feature-services.ts';
import type { Command } from '../../platform/commands.ts';
import { createChangeActions } from './actions.ts';
import { createChangeCommands } from './commands.ts';
import { type ChangeDesk, createChangeDesk } from './desk.ts';

/** Joins actions, desk and commands to the page's services. */
export function createChangeFeature(services: FeatureServices): { desk: ChangeDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: string) => i18n.t(`changes.did.${what}`);
  const desk = createChangeDesk(
    createChangeActions({
      mutate: data.mutate,
      undo,
      feedback: {
        label: words,
        did: (what, entry) => notices.tell({ tone: 'done', text: words(what), undo: entry }),
        refused: refusalTeller(services),
      },
    }),
  );
  const may = (role: 'responder' | 'lead') => () => mayAct(data.me.getSnapshot(), role);
  return { desk, commands: createChangeCommands({ desk, mayRespond: may('responder'), mayLead: may('lead'), go }) };
}
