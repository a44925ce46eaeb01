import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { app, clipboard, Notification, protocol, safeStorage, session, shell } from 'electron';
import { systemClock } from '../src-shared/time/clock.ts';
import { type Handlers, unwrap } from './ipc/dispatch.ts';
import { registerIpc } from './ipc/register.ts';
import { createAppendFile } from './journal/append-file.ts';
import { createJournal } from './journal/journal.ts';
import { createLog } from './platform/log.ts';
import { createSettingsFile } from './platform/settings-file.ts';
import { systemScheduler } from './platform/timers.ts';
import { createConnectionKeeper } from './secrets/connection.ts';
import { createTokenSafe } from './secrets/token-safe.ts';
import { createAppHandler, registerAppScheme } from './security/app-protocol.ts';
import { guardContents } from './security/guard-contents.ts';
import { guardSession } from './security/guard-session.ts';
import { parseExternal } from './security/origin.ts';
import { createMainWindow, type MainWindow } from './window/main-window.ts';

const here = import.meta.dirname;
const resources = path.resolve(here, '../../resources');

// An unpackaged Electron overrides it; the second-instance lock and the browser's storage follow this folder.
const userData = app.commandLine.getSwitchValue('user-data-dir') || app.getPath('userData');
app.setPath('userData', path.resolve(userData));
const data = app.getPath('userData');

// A start as root needs `--no-sandbox`, which this call would undo; nothing of ours ever sets that flag.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();

function start(): void {
  const log = createLog(path.join(data, 'logs', 'console.log'), !app.isPackaged);
  const refused = (what: string, detail: string) => log.warn(`refused ${what}: ${detail}`);
  guardContents(app, refused);
  const clock = systemClock;
  const scheduler = systemScheduler;
  const settings = createSettingsFile(data);
  const journalFolder = path.join(data, 'journal');
  mkdirSync(journalFolder, { recursive: true, mode: 0o700 });
  const journal = createJournal({ file: createAppendFile({ folder: journalFolder, name: 'journal' }), clock });

  let window: MainWindow | undefined;
  const connection = createConnectionKeeper({
    file: settings,
    safe: createTokenSafe(safeStorage, process.platform),
    given: { server: process.env.VIGIE_SERVER, token: process.env.VIGIE_TOKEN },
    changed(next, serverChanged) {
      window?.send('connection', next);
      // The policy that names the server came with the page: another server needs another page.
      if (serverChanged) scheduler.after(50, () => window?.reload());
    },
  });
  guardSession({ session: session.defaultSession, server: connection.origin, devtools: !app.isPackaged, refused });
  protocol.handle(
    'app',
    createAppHandler({
      mounts: { '/': path.resolve(here, '../renderer'), '/sound/': path.join(resources, 'sound') },
      server: connection.origin,
    }),
  );
  const handlers: Handlers = {
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      chrome: process.versions.chrome ?? '',
      node: process.versions.node,
      platform: process.platform,
      locale: app.getLocale(),
      notificationsSupported: Notification.isSupported(),
    }),
    'app.quit': () => app.quit(),
    'app.openExternal': async ({ url }) => {
      const target = parseExternal(url);
      if (!target) return false;
      await shell.openExternal(target);
      return true;
    },
    'app.copy': ({ text }) => clipboard.writeText(text),
    'app.setMenu': () => undefined,
    'preferences.get': () => settings.preferences(),
    'preferences.set': (change) => settings.setPreferences(change),
    'connection.get': () => connection.get(),
    'connection.set': ({ server, token }) => unwrap(connection.set(server, token)),
    'connection.signOut': () => connection.signOut(),
    'journal.append': async ({ entries }) => unwrap(await journal.append(entries)),
    'journal.settle': async ({ clientId, upTo }) => unwrap(await journal.settle(clientId, upTo)),
    'journal.read': () => journal.read(),
    'alarms.setPlan': () => undefined,
    'alarms.receipt': () => undefined,
    'alarms.receipts': () => [],
    'alarms.quietFor': () => ({ until: null }),
    'notify.test': () => ({ shown: false }),
    'tray.set': () => undefined,
  };
  registerIpc({
    handlers,
    contents: () => window?.contents(),
    reportBug: (name, error) => log.error(name, error),
    refused,
  });
  window = createMainWindow({
    preload: path.resolve(here, '../preload/index.cjs'),
    icon: path.join(resources, 'icons', '512.png'),
    devtools: !app.isPackaged,
    startHidden: process.argv.includes('--hidden'),
    bounds: settings,
    clock,
    scheduler,
    log,
    onRevived: () => undefined,
  });
  app.on('second-instance', () => window?.show());
  app.on('before-quit', () => window?.letGo());
}

if (app.requestSingleInstanceLock()) app.whenReady().then(start);
else app.quit();
