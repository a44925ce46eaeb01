import { mayAct } from '../../../data/directory.ts';
import type { FeatureServices } from '../../../data/feature-services.ts';
import type { Command } from '../../../platform/commands.ts';
import { createLibraryCommands } from './commands.ts';
import { createLibraryDesk, type LibraryDesk } from './desk.ts';

/** Joins the library's desk and commands to the page's services. */
export function createLibraryFeature({ data, go }: FeatureServices): { desk: LibraryDesk; commands: Command[] } {
  const desk = createLibraryDesk();
  const commands = createLibraryCommands({
    desk,
    go,
    mayWrite: () => mayAct(data.me.getSnapshot(), 'responder'),
  });
  return { desk, commands };
}
