import type { Command } from '../../../platform/commands.ts';
import type { LibraryDesk } from './desk.ts';

export interface LibraryCommandDeps {
  desk: LibraryDesk;
  mayWrite(): boolean;
  go(path: string): void;
}

/** What is done from the library. */
export function createLibraryCommands({ desk, mayWrite, go }: LibraryCommandDeps): Command[] {
  return [
    {
      id: 'procedure.search',
      group: 'procedure',
      keys: '/',
      place: '/procedures',
      available: ({ place }) => place === '/procedures',
      run: () => desk.focusSearch(),
    },
    {
      id: 'procedure.new',
      group: 'procedure',
      keys: 'C',
      place: '/procedures',
      available: mayWrite,
      run: () => go('/procedures/new'),
    },
    { id: 'procedure.import', group: 'procedure', available: mayWrite, run: () => go('/procedures/import') },
    { id: 'procedure.coverage', group: 'procedure', run: () => go('/procedures/coverage') },
  ];
}
