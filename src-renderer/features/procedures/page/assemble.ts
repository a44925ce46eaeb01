import type { i18n } from 'i18next';
import { personId } from '../../../../src-shared/model/ids.ts';
import type { Role } from '../../../../src-shared/model/person.ts';
import { hasRole } from '../../../../src-shared/mutators/mutator.ts';
import type { Data } from '../../../data/data.ts';
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
  const may = (role: Role) => {
    const me = data.me.getSnapshot();
    return me !== null && hasRole({ ref: { kind: 'person', id: personId(me.person) }, role: me.role }, role);
  };
  const commands = createProcedureCommands({
    desk,
    go,
    shown: (id) => desk.shown.get(id),
    mayWrite: (kind) => may(writerOf(kind)),
    mayRespond: () => may('responder'),
  });
  return { desk, commands };
}
