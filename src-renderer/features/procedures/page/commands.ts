import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import type { Command, CommandContext } from '../../../platform/commands.ts';
import type { ProcedureDesk } from './desk.ts';
import { procedureAt, procedurePath } from './place.ts';
import { canStart } from './rights.ts';

export interface ProcedureCommandDeps {
  desk: ProcedureDesk;
  go(path: string): void;
  /** The procedure as its open page shows it; undefined for any other. */
  shown(id: string): Procedure | undefined;
  mayWrite(kind: Procedure['kind']): boolean;
  mayRespond(): boolean;
}

/** What can be done to the procedure that is open. Its keys count on its page alone. */
export function createProcedureCommands({ desk, go, shown, mayWrite, mayRespond }: ProcedureCommandDeps): Command[] {
  const open = ({ place }: CommandContext) => {
    const id = procedureAt(place);
    const doc = id === undefined ? undefined : shown(id);
    return id !== undefined && doc ? { id, doc } : undefined;
  };
  const command = (
    name: string,
    keys: string | undefined,
    can: (doc: Procedure) => boolean,
    run: (id: string, doc: Procedure) => unknown,
  ): Command => ({
    id: `procedure.${name}`,
    group: 'procedure',
    place: '/procedures/',
    ...(keys === undefined ? {} : { keys }),
    available(context) {
      const here = open(context);
      return here !== undefined && can(here.doc);
    },
    async run(context) {
      const here = open(context);
      if (here) await run(here.id, here.doc);
    },
  });
  const isActive = ({ archived }: Procedure) => archived !== true;
  const isWritable = ({ kind }: Procedure) => mayWrite(kind);
  return [
    command(
      'start',
      'S',
      (doc) => mayRespond() && canStart(doc),
      (id, doc) => desk.actions.start(id, doc.revision),
    ),
    command('edit', 'E', isWritable, (id) => go(procedurePath(id, 'edit'))),
    command(
      'history',
      'H',
      () => true,
      (id) => go(procedurePath(id, 'history')),
    ),
    command('describe', 'D', isWritable, (id) => desk.ask({ kind: 'describe', id })),
    command('reviewed', 'V', mayRespond, (id) => desk.actions.review(id, false)),
    command('tested', 'T', mayRespond, (id) => desk.actions.review(id, true)),
    command(
      'copy',
      'Y',
      () => true,
      (id) => desk.ask({ kind: 'copy', id }),
    ),
    command(
      'save',
      undefined,
      () => true,
      (id) => desk.ask({ kind: 'save', id }),
    ),
    command(
      'print',
      'Mod+P',
      () => true,
      (id) => desk.ask({ kind: 'print', id }),
    ),
    command(
      'archive',
      undefined,
      (doc) => isWritable(doc) && isActive(doc),
      (id) => desk.actions.setArchived(id, true),
    ),
    command(
      'restore',
      undefined,
      (doc) => isWritable(doc) && !isActive(doc),
      (id) => desk.actions.setArchived(id, false),
    ),
  ];
}
