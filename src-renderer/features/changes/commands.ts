import type { Command } from '../../platform/commands.ts';
import type { ChangeDesk } from './desk.ts';

export interface ChangeCommandDeps {
  desk: ChangeDesk;
  mayRespond(): boolean;
  mayLead(): boolean;
  go(path: string): void;
}

const PLACE = '/changes';

export function createChangeCommands({ desk, mayRespond, mayLead, go }: ChangeCommandDeps): Command[] {
  return [
    { id: 'go.changes', group: 'go', keys: 'G C', run: () => go(PLACE) },
    {
      id: 'change.new',
      group: 'change',
      keys: 'C',
      place: PLACE,
      available: mayRespond,
      run: () => go('/changes/new'),
    },
    {
      id: 'change.freeze',
      group: 'change',
      keys: 'Shift+F',
      place: PLACE,
      available: mayLead,
      run() {
        go(PLACE);
        desk.ask({ kind: 'freeze' });
      },
    },
    {
      id: 'change.list',
      group: 'change',
      run() {
        desk.list.setState({ view: 'open' });
        go(PLACE);
      },
    },
    {
      id: 'change.calendar',
      group: 'change',
      run() {
        desk.list.setState({ view: 'calendar' });
        go(PLACE);
      },
    },
    { id: 'change.monitoring', group: 'change', run: () => go('/changes/monitoring') },
  ];
}
