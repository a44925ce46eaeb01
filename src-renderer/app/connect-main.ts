import { asksForAcknowledgement } from '../../src-shared/alarms/plan.ts';
import { callsFor } from '../../src-shared/incident/pages.ts';
import { personId } from '../../src-shared/model/ids.ts';
import { sendReceipts } from './alarms/receipts.ts';
import { createShortcuts } from './commands/shortcuts.ts';
import { isOwnKey, takesLetters } from './commands/takes-letters.ts';
import { runExternalCommand } from './external-commands.ts';
import type { Services } from './services.ts';

/** Joins the page to the keyboard and to main: what comes in becomes a command, what main shows is kept in step. */
export function connectMain(services: Services, window: Window): void {
  const { machine, registry, runner, router, data, ticker } = services;
  const { bridge } = machine;

  const shortcuts = createShortcuts({
    registry,
    platform: machine.info.platform,
    scheduler: services.scheduler,
    context: runner.context,
    takesLetters: (target) => takesLetters(target) || isCovered(services),
    isOwnKey: (target, key) => isOwnKey(target, key) && !isCovered(services),
    run: (id) => runner.run(id),
  });
  // Capturing: lists with typeahead would take the letters first.
  window.addEventListener(
    'keydown',
    (event) => {
      if (!shortcuts.press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );

  bridge.on('command', (asked) => {
    void runExternalCommand(asked, {
      go: (path) => router.history.push(path),
      run: runner.run,
      async findIncident(reference) {
        const byNumber = /^\d{1,15}$/.test(reference)
          ? await data.records.incidentByNumber(Number(reference))
          : undefined;
        const row = byNumber ?? (await data.records.get('incident', reference));
        return row && { id: row.id, number: row.doc.number, title: row.doc.title, priority: row.doc.priority };
      },
    });
  });
  bridge.on('connection', (connection) => machine.connection.setState(connection, true));
  bridge.on('quiet', (quiet) => machine.quiet.setState(quiet));
  bridge.on('resumed', () => {
    ticker.refresh();
    data.syncNow();
  });
  // The cable is in again: not half a minute later, when the next attempt would be due.
  window.addEventListener('online', data.syncNow);
  data.status.subscribe(ticker.refresh);

  sendReceipts({
    bridge,
    data,
    onPlace: (listener) => void router.subscribe('onResolved', ({ toLocation }) => listener(toLocation.pathname)),
  });
  bridge.on('alarm', ({ alarms }) => services.alarms.ring(alarms));
  // Done elsewhere, by somebody else or from the tray: nobody is needed any more.
  data.incidents.subscribe(() => {
    services.alarms.keepOnly((alarm) => {
      const doc = data.incidents.get(alarm.incident)?.doc;
      const status = doc?.status;
      if (alarm.kind === 'called') {
        const me = data.me.getSnapshot()?.person;
        const teams = data.directory.getSnapshot()?.person(me)?.teams ?? [];
        return doc !== undefined && me !== undefined && callsFor(doc, personId(me), teams).length > 0;
      }
      return status === 'triggered' || (status === 'acknowledged' && !asksForAcknowledgement(alarm));
    });
  });
}

interface Asking {
  store: { getState(): { question: unknown } };
}
type Desk = { [Name in keyof Services]: Services[Name] extends Asking ? Name : never }[keyof Services];
/** Every desk that may ask something: one that is left out does not compile. */
const asking = ({ desk, silences, heartbeats, backups, postMortems, maintenance, changes }: Services) =>
  ({ desk, silences, heartbeats, backups, postMortems, maintenance, changes }) satisfies Record<Desk, Asking>;

/** A cover that was asked for takes the keys from then on, although its code may still be on the way. */
function isCovered(services: Services): boolean {
  const { palette, help } = services.covers.getState();
  return palette || help || Object.values(asking(services)).some(({ store }) => Boolean(store.getState().question));
}
