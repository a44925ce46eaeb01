import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { Command, CommandContext } from '../../platform/commands.ts';
import { isOpen } from './day-model.ts';
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
  const one = () => (items().length === 1 ? items()[0] : undefined);
  const onItems = (
    id: string,
    keys: string,
    fits: (item: MaintenanceItem) => boolean,
    run: (items: readonly MaintenanceItem[]) => void,
  ): Command => ({
    id: `occurrence.${id}`,
    group: 'maintenance',
    keys,
    place: PLACE,
    available: () => mayRespond() && items().some(fits),
    run: () => run(items().filter(fits)),
  });
  const onOne = (
    id: string,
    keys: string,
    fits: (item: MaintenanceItem) => boolean,
    run: (item: MaintenanceItem, context: CommandContext) => void,
  ): Command => ({
    id: `occurrence.${id}`,
    group: 'maintenance',
    keys,
    place: PLACE,
    available: () => {
      const item = one();
      return mayRespond() && item !== undefined && fits(item);
    },
    run(context) {
      const item = one();
      if (item) run(item, context);
    },
  });
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
  const started = (item: MaintenanceItem) => item.state.started !== undefined;
  return [
    { id: 'go.maintenance', group: 'go', keys: 'G T', run: () => go(PLACE) },
    onOne(
      'start',
      'O',
      (item) => isOpen(item) || started(item),
      (item) => void desk.actions.start(item),
    ),
    onItems('complete', 'D', isOpen, (some) => desk.ask({ kind: 'complete', items: some })),
    onItems('skip', 'S', isOpen, (some) => desk.ask({ kind: 'skip', items: some })),
    onItems('block', 'B', isOpen, (some) => {
      if (some.every(({ state }) => state.status === 'blocked')) void desk.actions.unblock(some);
      else desk.ask({ kind: 'block', items: some });
    }),
    onItems('assign', 'A', isOpen, (some) => desk.ask({ kind: 'assign', items: some })),
    onItems('take', 'T', isOpen, (some) => {
      const person = me();
      if (person !== undefined) void desk.actions.take(some, person);
    }),
    onOne(
      'move',
      'M',
      (item) => isOpen(item) && !started(item),
      (item) => desk.ask({ kind: 'move', item }),
    ),
    onItems(
      'reopen',
      'R',
      (item) => !isOpen(item),
      (some) => void desk.actions.reopen(some),
    ),
    onOne(
      'sign',
      'Shift+S',
      (item) => item.plan.doc.signature === true && item.state.completed !== undefined,
      (item) => void desk.actions.sign(item),
    ),
    onOne(
      'raise',
      'I',
      () => true,
      (item) => void desk.actions.raise(item, item.plan.doc.title),
    ),
    onOne(
      'followUp',
      'F',
      () => true,
      (item) => desk.ask({ kind: 'followUp', item }),
    ),
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
