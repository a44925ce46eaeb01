import type { Data } from '../../../data/data.ts';
import { mayAct } from '../../../data/directory.ts';
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
    mayWrite: () => mayAct(data.me.getSnapshot(), 'responder'),
  });
  return { desk, commands };
}
