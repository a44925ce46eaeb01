import type { Role } from '../../../../src-shared/model/person.ts';
import { mayAct } from '../../../data/directory.ts';
import { type FeatureServices, refusalTeller } from '../../../data/feature-services.ts';
import type { Command } from '../../../platform/commands.ts';
import { createProcedureActions, type Did } from './actions.ts';
import { createProcedureCommands } from './commands.ts';
import { createProcedureDesk, type ProcedureDesk } from './desk.ts';
import { writerOf } from './rights.ts';

/** Joins actions, desk and commands of a procedure's page to the page's services. */
export function createProcedurePage(services: FeatureServices): { desk: ProcedureDesk; commands: Command[] } {
  const { data, undo, notices, i18n, go } = services;
  const words = (what: Did) => i18n.t(`procedurePage.did.${what}`);
  const actions = createProcedureActions({
    data: { mutate: data.mutate, read: async (id) => (await data.records.get('procedure', id))?.doc },
    undo,
    newId: () => crypto.randomUUID(),
    go,
    feedback: {
      label: words,
      did: (what, entry) => notices.tell({ tone: 'done', text: words(what), undo: entry }),
      refused: refusalTeller(services),
    },
  });
  const desk = createProcedureDesk(actions);
  const may = (role: Role) => mayAct(data.me.getSnapshot(), role);
  const commands = createProcedureCommands({
    desk,
    go,
    shown: (id) => desk.shown.get(id),
    mayWrite: (kind) => may(writerOf(kind)),
    mayRespond: () => may('responder'),
  });
  return { desk, commands };
}
