import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { app, clipboard, dialog, Menu, Notification, safeStorage, session, shell } from 'electron';
import type { ExternalCommand } from '../src-shared/contract/ipc.ts';
import { workspaceOf } from '../src-shared/contract/workspace.ts';
import type { IncidentId } from '../src-shared/model/ids.ts';
import { DAY, MINUTE, SECOND, schedulerOn, systemClock } from '../src-shared/time/clock.ts';
import { createPlanStore } from './alarms/plan-store.ts';
import { createQuiet } from './alarms/quiet.ts';
import { createReceiptBook } from './alarms/receipt-book.ts';
import { createAlarmRuntime } from './alarms/runtime.ts';
import { createBlobs } from './blobs/blobs.ts';
import { createMachineFacts } from './diagnostics/machine-facts.ts';
import { createHandlers } from './ipc/handlers.ts';
import { registerIpc } from './ipc/register.ts';
import { createAppendFile } from './journal/append-file.ts';
import { createJournal } from './journal/journal.ts';
import { createAlarmToasts } from './notify/alarm-toasts.ts';
import { createToaster } from './notify/toaster.ts';
import { languageOf, wordsIn } from './notify/wording.ts';
import { LINK_SCHEME, linkAmong, parseDeepLink } from './platform/deep-link.ts';
import { createLog } from './platform/log.ts';
import { setStartAtLogin, startsAtLoginNow } from './platform/login-item.ts';
import { watchPower } from './platform/power.ts';
import { createSettingsFile } from './platform/settings-file.ts';
import { createSteadyClock } from './platform/steady-clock.ts';
import { createConnectionKeeper } from './secrets/connection.ts';
import { createTokenSafe } from './secrets/token-safe.ts';
import { registerAppScheme, serveApp } from './security/app-protocol.ts';
import { witnessCertificates } from './security/certificate-witness.ts';
import { guardContents } from './security/guard-contents.ts';
import { guardSession } from './security/guard-session.ts';
import { createNetworkWitness } from './security/network-witness.ts';
import { createTrayIcon } from './tray/tray.ts';
import { startUpdates } from './update/updates.ts';
import { createDocumentPrinter } from './window/document-printer.ts';
import { createMainWindow } from './window/main-window.ts';
import { applyMenu, type MenuGroups } from './window/menu.ts';

/** By then the first page is there on most machines; an alarm that lapsed meanwhile is this much later, once. */
const REST_AFTER = SECOND;

const here = import.meta.dirname;
const resources = path.resolve(here, '../../resources');
const clock = createSteadyClock({
  wall: systemClock,
  awake: () => performance.now(),
  uptime: () => os.uptime() * SECOND,
});
const scheduler = schedulerOn(globalThis);

// The single-instance lock, the browser's storage and ours all follow this folder.
app.setPath('userData', path.resolve(app.commandLine.getSwitchValue('user-data-dir') || app.getPath('userData')));
const data = app.getPath('userData');

// A start as root needs `--no-sandbox`, which this call would undo; nothing of ours ever sets that flag.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
registerAppScheme();
// Chromium ends the whole application when its GPU process has died a few times; the alarms must not go with it.
app.commandLine.appendSwitch('disable-gpu-process-crash-limit');

/** A link that launches the console on macOS arrives before there is a window. */
let openLink: ((asked: ExternalCommand) => void) | undefined;
let launchLink = linkAmong(process.argv);
app.on('open-url', (event, url) => {
  event.preventDefault();
  const asked = parseDeepLink(url);
  if (asked && openLink) openLink(asked);
  else launchLink = asked ?? launchLink;
});

function start(): void {
  const log = createLog({ file: path.join(data, 'logs', 'console.log'), terminal: !app.isPackaged, clock });
  const refused = (what: string, detail: string) => log.warn(`refused ${what}: ${detail}`);
  const devtools = !app.isPackaged;
  for (const folder of ['journal', 'alarms', 'blobs'])
    mkdirSync(path.join(data, folder), { recursive: true, mode: 0o700 });

  // Electron would stop everything, alarms too, behind a dialog box that waits for somebody.
  process.on('uncaughtException', (error) => log.error('uncaught', error));
  process.on('unhandledRejection', (reason) => log.error('unhandled', reason));

  const settings = createSettingsFile(data, log.warn);
  const words = () => wordsIn(languageOf(settings.preferences(), app.getLocale()));
  const journal = createJournal({
    file: createAppendFile({ folder: path.join(data, 'journal'), name: 'journal' }),
    clock,
  });

  guardContents(app, refused);
  const safe = createTokenSafe(safeStorage, process.platform);
  const connection = createConnectionKeeper({
    file: settings,
    safe,
    given: {
      server: process.env.VIGIE_SERVER,
      token: process.env.VIGIE_TOKEN,
      embedded: process.env.VIGIE_EMBEDDED === '1',
    },
    changed(next, serverChanged) {
      window.send('connection', next);
      // The policy that names the server came with the page: another server needs another page, once this call is answered.
      if (serverChanged) scheduler.after(50, window.reload);
    },
  });
  const blobs = createBlobs({
    folder: path.join(data, 'blobs'),
    workspace: () => workspaceOf(connection.get()),
    clock,
    report: log.warn,
  });
  const witness = createNetworkWitness();
  guardSession({ session: session.defaultSession, server: connection.origin, devtools, refused, witness });
  const certificates = witnessCertificates(session.defaultSession);
  const mounts = { '/': path.resolve(here, '../renderer'), '/sound/': path.join(resources, 'sound') };
  serveApp({ mounts, server: connection.origin, blob: blobs.read });

  const window = createMainWindow({
    preload: path.resolve(here, '../preload/index.cjs'),
    icon: path.join(resources, 'icons', '512.png'),
    devtools,
    startHidden: process.argv.includes('--hidden'),
    bounds: settings,
    clock,
    scheduler,
    log,
    onRevived: () => alarms.revived(),
  });

  const command = (asked: ExternalCommand) => {
    window.show();
    window.send('command', asked, true);
  };
  const acknowledge = (incident: IncidentId, via: 'tray' | 'toast') => {
    const late = words().acknowledgeLate;
    if (!window.alive()) void toaster.show({ ...late, critical: false });
    window.send('command', { command: 'incident.acknowledge', incident, via }, true);
  };

  const toaster = createToaster({ scheduler, icon: path.join(resources, 'icons', '128.png') });
  const toasts = createAlarmToasts({
    toaster,
    clock,
    words,
    open: (incident) => command({ command: 'incident.open', incident, via: 'toast' }),
    acknowledge: (incident) => acknowledge(incident, 'toast'),
    openBoard: () => command({ command: 'board.open', via: 'toast' }),
    openSilences: () => command({ command: 'silences.open', via: 'toast' }),
    openRun: (run) => command({ command: 'run.open', run, via: 'toast' }),
    openFollowUps: () => command({ command: 'followUps.open', via: 'toast' }),
    openChange: (change) => command({ command: 'change.open', change, via: 'toast' }),
    openMaintenance: (occurrence) =>
      command({ command: 'maintenance.open', ...(occurrence === undefined ? {} : { occurrence }), via: 'toast' }),
  });
  const quiet = createQuiet({
    hours: () => settings.preferences().quietHours,
    zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    file: settings,
    clock: systemClock,
    scheduler,
    changed(until) {
      window.send('quiet', { until });
      tray.setQuiet(until);
      alarms.look();
    },
  });
  const alarms = createAlarmRuntime({
    clock,
    scheduler,
    plans: createPlanStore(path.join(data, 'alarms', 'plan.json')),
    book: createReceiptBook(createAppendFile({ folder: path.join(data, 'alarms'), name: 'receipts' }), log.warn),
    // Quiet hours are hours of the day, as the machine's clock shows them.
    isQuiet: () => quiet.isQuiet(systemClock.now()),
    ...toasts,
    raise(due) {
      window.raise();
      if (!window.alive()) return false;
      window.send('alarm', { alarms: due });
      return true;
    },
    jumped: () => window.send('resumed', { reason: 'clock' }, true),
    report: log.warn,
  });

  const tray = createTrayIcon({
    images: path.join(resources, 'tray'),
    platform: process.platform,
    name: app.getName(),
    words,
    actions: {
      open: window.show,
      openIncident: (incident) => command({ command: 'incident.open', incident, via: 'tray' }),
      acknowledge: (incident) => acknowledge(incident, 'tray'),
      quiet: (minutes) => quiet.quietFor(minutes),
      quit: () => app.quit(),
    },
  });
  tray.setQuiet(quiet.until());
  quiet.look();

  let groups: MenuGroups = [];
  const drawMenu = () => applyMenu({ platform: process.platform, devtools, words, run: command }, groups);

  const loginItem = {
    platform: process.platform,
    config: app.getPath('appData'),
    executable: process.execPath,
    args: app.isPackaged ? [] : [app.getAppPath()],
  };
  const startsAtLogin = (wanted: boolean) =>
    setStartAtLogin(wanted, loginItem).catch((error: unknown) => log.error('start at login', error));

  registerIpc({
    contents: window.contents,
    reportBug: (name, error) => log.error(name, error),
    refused,
    handlers: createHandlers({
      info: () => ({
        version: app.getVersion(),
        electron: process.versions.electron ?? '',
        chrome: process.versions.chrome ?? '',
        node: process.versions.node,
        platform: process.platform,
        locale: app.getLocale(),
        notificationsSupported: Notification.isSupported(),
      }),
      quit: () => app.quit(),
      clock,
      openExternal: (url) => shell.openExternal(url),
      copy: (text) => clipboard.writeText(text),
      setMenu(next) {
        groups = next;
        drawMenu();
      },
      printer: createDocumentPrinter(window.contents, window.setGround),
      preferences: {
        get: settings.preferences,
        set(change) {
          const next = settings.setPreferences(change);
          window.send('preferences', next);
          tray.refresh();
          drawMenu();
          alarms.look();
          if (change.startAtLogin !== undefined) void startsAtLogin(next.startAtLogin);
          return next;
        },
      },
      connection,
      networkProblem: witness.problem,
      journal,
      blobs,
      alarms,
      quiet,
      toaster,
      tray: tray.show,
      log,
      machineFacts: createMachineFacts({
        folder: data,
        clock,
        uptime: () => process.uptime(),
        keyring: { durable: safe.durable, backend: safe.backend },
        journal,
        blobs,
        autostart: async () => ({
          wanted: settings.preferences().startAtLogin,
          inPlace: await startsAtLoginNow(loginItem),
        }),
        certificate: () => certificates.of(connection.origin()),
        processes: () => app.getAppMetrics(),
        pageRestarts: window.restarts,
      }),
    }),
  });

  app.on('second-instance', (_event, argv) => {
    const asked = linkAmong(argv);
    if (asked) command(asked);
    else window.show();
  });
  app.on('activate', window.show);
  app.on('before-quit', window.letGo);
  app.on('child-process-gone', (_event, details) => log.warn(`${details.type} process gone: ${details.reason}`));
  watchPower((reason) => {
    quiet.look();
    alarms.look();
    window.send('resumed', { reason }, true);
  });

  openLink = command;
  if (launchLink) window.send('command', launchLink, true);
  // Each takes main some time, and until then the page would wait for its files.
  scheduler.after(REST_AFTER, () => {
    tray.appear();
    drawMenu();
    alarms.start().catch((error: unknown) => log.error('alarms', error));
  });
  const tidy = async () => {
    const done = await journal.compact();
    if (!done.ok) log.warn(`journal: ${done.error.code}`);
    scheduler.after(DAY, tidy);
  };
  scheduler.after(10 * MINUTE, tidy);
  startUpdates({ packaged: app.isPackaged, resources: process.resourcesPath, scheduler, log });
}

if (app.requestSingleInstanceLock()) {
  if (app.isPackaged) app.setAsDefaultProtocolClient(LINK_SCHEME);
  // Electron would make one of its own first.
  Menu.setApplicationMenu(null);
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      // Before there is a window or a log: a data folder that cannot be made or written.
      dialog.showErrorBox('Vigie ne peut pas démarrer · Vigie cannot start', `${data}\n\n${error}`);
      app.exit(1);
    });
} else {
  app.quit();
}
