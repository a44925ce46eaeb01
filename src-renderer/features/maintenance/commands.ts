import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { Command } from '../../platform/commands.ts';
import { type Act, fits } from './acts.ts';
import type { MaintenanceDesk, MaintenanceView } from './desk.ts';

export interface MaintenanceCommandDeps {
  desk: MaintenanceDesk;
  mayRespond(): boolean;
  mayLead(): boolean;
  me(): string | undefined;
  go(path: string): void;
}

const PLACE = '/maintenance';

/** The keys of occurrences hold where occurrences are; « maintenance » itself is reached from everywhere. */
export function createMaintenanceCommands({ desk, mayRespond, mayLead, me, go }: MaintenanceCommandDeps): Command[] {
  const items = () => desk.focused.getState().items;
  /** On the marked ones, or the one under the cursor; `isForOne`: on a single one. */
  const act = (
    what: Act,
    keys: string,
    run: (items: readonly [MaintenanceItem, ...MaintenanceItem[]]) => void,
    { isForOne = false, places = [PLACE] }: { isForOne?: boolean; places?: readonly string[] } = {},
  ): Command => {
    const meant = () => items().filter((item) => fits(what, item));
    return {
      id: `occurrence.${what}`,
      group: 'maintenance',
      keys,
      place: places,
      available: () => mayRespond() && meant().length > 0 && (!isForOne || items().length === 1),
      run() {
        const [first, ...rest] = meant();
        if (first) run([first, ...rest]);
      },
    };
  };
  const view = (id: MaintenanceView, keys: string): Command => ({
    id: `maintenance.${id}`,
    group: 'maintenance',
    keys,
    place: PLACE,
    run() {
      desk.looking.setState({ view: id });
      go(PLACE);
    },
  });
  const onOne = { isForOne: true };
  /** Found while one works on it: the same keys on the page of its run. */
  const onRun = { isForOne: true, places: [PLACE, '/runs/'] };
  return [
    { id: 'go.maintenance', group: 'go', keys: 'G T', run: () => go(PLACE) },
    act('start', 'O', ([item]) => void desk.actions.start(item), onOne),
    act('complete', 'D', (some) => desk.ask({ kind: 'complete', items: some })),
    act('skip', 'S', (some) => desk.ask({ kind: 'skip', items: some })),
    act('block', 'B', (some) => {
      if (some.every(({ state }) => state.status === 'blocked')) void desk.actions.unblock(some);
      else desk.ask({ kind: 'block', items: some });
    }),
    act('assign', 'A', (some) => desk.ask({ kind: 'assign', items: some })),
    act('take', 'T', (some) => {
      const person = me();
      if (person !== undefined) void desk.actions.take(some, person);
    }),
    act('move', 'M', ([item]) => desk.ask({ kind: 'move', item }), onOne),
    act('reopen', 'R', (some) => desk.ask({ kind: 'reopen', items: some })),
    act('sign', 'Shift+S', ([item]) => void desk.actions.sign(item), onRun),
    act('raise', 'I', ([item]) => desk.ask({ kind: 'raise', item }), onRun),
    act('followUp', 'F', ([item]) => desk.ask({ kind: 'followUp', item }), onRun),
    view('day', '1'),
    view('week', '2'),
    view('month', '3'),
    view('year', '4'),
    view('list', '5'),
    view('numbers', '6'),
    { id: 'maintenance.plans', group: 'maintenance', keys: 'P', place: PLACE, run: () => go('/maintenance/plans') },
    {
      id: 'plan.new',
      group: 'maintenance',
      available: mayLead,
      run: () => go('/maintenance/plans/new'),
    },
  ];
}
