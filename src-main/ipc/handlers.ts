import type { AppInfo, MachineFacts, NetworkProblem, Preferences, TraySummary } from '../../src-shared/contract/ipc.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Quiet } from '../alarms/quiet.ts';
import type { AlarmRuntime } from '../alarms/runtime.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Journal } from '../journal/journal.ts';
import type { Toaster } from '../notify/toaster.ts';
import type { Log } from '../platform/log.ts';
import type { ConnectionKeeper } from '../secrets/connection.ts';
import { parseExternal } from '../security/origin.ts';
import type { DocumentPrinter } from '../window/document-printer.ts';
import type { MenuGroups } from '../window/menu.ts';
import { type Handlers, unwrap } from './dispatch.ts';

export interface HandlerDeps {
  info(): AppInfo;
  quit(): void;
  clock: Clock;
  openExternal(url: string): Promise<void>;
  copy(text: string): void;
  setMenu(groups: MenuGroups): void;
  printer: DocumentPrinter;
  preferences: { get(): Preferences; set(change: Partial<Preferences>): Preferences };
  connection: ConnectionKeeper;
  networkProblem(url: string): NetworkProblem;
  journal: Journal;
  blobs: Blobs;
  alarms: AlarmRuntime;
  quiet: Quiet;
  toaster: Toaster;
  tray(summary: TraySummary): void;
  log: Pick<Log, 'page' | 'tail'>;
  machineFacts(): Promise<MachineFacts>;
}

/** Files named in one answer; the page asks again when it has sent them. */
const WAITING_AT_ONCE = 100;

/** The contract's calls, each one line from the module that does it. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { preferences, connection, journal, blobs, alarms, quiet, toaster } = deps;
  return {
    'app.info': deps.info,
    'app.quit': deps.quit,
    'clock.now': () => deps.clock.now(),
    'app.openExternal': async ({ url }) => {
      const target = parseExternal(url);
      if (target === null) return false;
      await deps.openExternal(target);
      return true;
    },
    'app.copy': ({ text }) => deps.copy(text),
    'app.setMenu': ({ groups }) => deps.setMenu(groups),
    'document.pdf': async (edges) => unwrap(await deps.printer.pdf(edges)),
    'document.print': deps.printer.print,

    'preferences.get': preferences.get,
    'preferences.set': preferences.set,

    'connection.get': connection.get,
    'connection.set': ({ server, token }) => unwrap(connection.set(server, token)),
    'connection.signOut': connection.signOut,
    'connection.problem': ({ url }) => deps.networkProblem(url),

    'journal.append': async ({ entries }) => unwrap(await journal.append(entries)),
    'journal.settle': async ({ clientId, upTo }) => unwrap(await journal.settle(clientId, upTo)),
    'journal.read': journal.read,

    'blobs.keep': async ({ bytes }) => unwrap(await blobs.keep(bytes)),
    'blobs.receive': async ({ hash, bytes }) => unwrap(await blobs.receive(hash, bytes)),
    'blobs.waiting': () => blobs.waiting(WAITING_AT_ONCE),
    'blobs.confirm': ({ hash }) => blobs.confirm(hash),
    'blobs.expect': async ({ hashes }) => unwrap(await blobs.expect(hashes)),
    'blobs.hold': ({ hashes }) => blobs.hold(hashes),
    'blobs.have': ({ hashes }) => blobs.have(hashes),

    'alarms.setPlan': alarms.setPlan,
    'alarms.receipt': ({ incident, kind }) => alarms.receipt(incident, kind),
    'alarms.receipts': alarms.receipts,
    'alarms.quietFor': ({ minutes }) => ({ until: quiet.quietFor(minutes) }),
    'notify.test': async ({ title, body }) => ({ shown: await toaster.show({ title, body, critical: false }) }),

    'tray.set': deps.tray,

    'log.write': ({ level, event, fields }) => deps.log.page(level, event, fields),
    'diagnostics.machine': deps.machineFacts,
    'diagnostics.log': ({ lines }) => deps.log.tail(lines),
  };
}
