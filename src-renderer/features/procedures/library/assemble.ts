import { personId } from '../../../../src-shared/model/ids.ts';
import { hasRole } from '../../../../src-shared/mutators/mutator.ts';
import type { Data } from '../../../data/data.ts';
import type { Command } from '../../../platform/commands.ts';
import { createLibraryCommands } from './commands.ts';
import { createLibraryDesk, type LibraryDesk } from './desk.ts';

/** Joins the library's desk and commands to the page's services. */
export function createLibraryFeature(deps: { data: Data; go(path: string): void }): {
  desk: LibraryDesk;
  commands: Command[];
} {
  const { data, go } = deps;
  const desk = createLibraryDesk();
  const commands = createLibraryCommands({
    desk,
    go,
    mayWrite() {
      const me = data.me.getSnapshot();
      return me !== null && hasRole({ ref: { kind: 'person', id: personId(me.person) }, role: me.role }, 'responder');
    },
  });
  return { desk, commands };
}
