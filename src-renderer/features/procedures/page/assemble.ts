import type { i18n } from 'i18next';
import type { Role } from '../../../../src-shared/model/person.ts';
import type { Data } from '../../../data/data.ts';
import { mayAct } from '../../../data/directory.ts';
import type { Command } from '../../../platform/commands.ts';
import { changeErrorText } from '../../../platform/error-text.ts';
import type { Format } from '../../../platform/format.ts';
import type { Notices } from '../../../platform/notices.ts';
import type { UndoStack } from '../../../platform/undo.ts';
import { createProcedureActions, type Did } from './actions.ts';
import { createProcedureCommands } from './commands.ts';
import { createProcedureDesk, type ProcedureDesk } from './desk.ts';
import { writerOf } from './rights.ts';

export interface ProcedurePageDeps {
  data: Data;
  undo: UndoStack;
  notices: Notices;
  i18n: i18n;
  format(): Format;
  go(path: string): void;
}

/** Joins actions, desk and commands of a procedure's page to the page's services. */
export function createProcedurePage(deps: ProcedurePageDeps): { desk: ProcedureDesk; commands: Command[] } {
  const { data, undo, notices, i18n, format, go } = deps;
  const words = (what: Did) => i18n.t(`procedurePage.did.${what}`);
  const actions = createProcedureActions({
    data: { mutate: data.mutate, read: async (id) => (await data.records.get('procedure', id))?.doc },
    undo,
    newId: () => crypto.randomUUID(),
    go,
    feedback: {
      label: words,
      did: (what, entry) => notices.tell({ tone: 'done', text: words(what), undo: entry }),
      refused: (error) => notices.tell({ tone: 'refused', text: changeErrorText(i18n.t, format(), error) }),
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
