import { app, BrowserWindow, screen } from 'electron';
import type { EventName, EventPayload } from '../../src-shared/contract/ipc.ts';
import type { Clock, Scheduler } from '../../src-shared/time/clock.ts';
import { sendEvent } from '../ipc/register.ts';
import type { WindowBounds } from '../platform/settings-file.ts';
import { APP_ORIGIN, isAppUrl } from '../security/origin.ts';
import { fitBounds } from './bounds.ts';
import { createRestartPolicy } from './restarts.ts';

/** A page that has not answered for this long is killed and started again. */
const HANG_PATIENCE = 15_000;
const SAVE_BOUNDS_AFTER = 500;
const MOST_WAITING = 50;
/** Before the page is drawn. */
const GROUND = '#14161a';
const PAPER = '#ffffff';

export interface MainWindowDeps {
  preload: string;
  icon: string;
  devtools: boolean;
  startHidden: boolean;
  bounds: { window(): WindowBounds | undefined; setWindow(bounds: WindowBounds): void };
  clock: Clock;
  scheduler: Scheduler;
  log: { info(text: string): void; warn(text: string): void };
  /** The page is up again after it died. */
  onRevived(): void;
}

export interface MainWindow {
  contents(): Electron.WebContents | undefined;
  show(): void;
  /** Whether the page is up and listening. */
  alive(): boolean;
  /** Sends to the page; what it must not miss (`keep`) waits until the page is up. */
  send<N extends EventName>(name: N, payload: EventPayload<N>, keep?: boolean): void;
  /** Comes to the screen without taking the keyboard, and asks for attention in the task bar or dock. */
  raise(): void;
  reload(): void;
  /** The ground behind the page: white while it is printed. */
  setGround(paper: boolean): void;
  /** Times the page was started again because it died. */
  restarts(): number;
  /** From now on closing means closing. */
  letGo(): void;
}

/** The console's one window. Closing hides it; a page that crashes or hangs is started again. */
export function createMainWindow(deps: MainWindowDeps): MainWindow {
  const { clock, scheduler, log } = deps;
  const remembered = deps.bounds.window();
  const place = fitBounds(
    remembered,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...place,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: app.getName(),
    icon: deps.icon,
    backgroundColor: GROUND,
    autoHideMenuBar: true,
    webPreferences: {
      preload: deps.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: deps.devtools,
      // The alarm must sound although nobody has clicked yet.
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  if (remembered?.maximized) window.maximize();

  let closing = false;
  let loaded = false;
  let died = false;
  let hang: { cancel(): void } | undefined;
  let saving: { cancel(): void } | undefined;
  const restarts = createRestartPolicy();
  let restarted = 0;
  const waiting: (() => void)[] = [];

  const load = () => {
    if (!window.isDestroyed()) window.loadURL(`${APP_ORIGIN}/`).catch((error: unknown) => log.warn(`load: ${error}`));
  };
  const restart = (why: string) => {
    loaded = false;
    died = true;
    if (closing) return;
    const delay = restarts.next(clock.now());
    restarted += 1;
    log.warn(`page restarts in ${delay} ms: ${why}`);
    scheduler.after(delay, load);
  };
  const saveBounds = () => {
    saving?.cancel();
    saving = scheduler.after(SAVE_BOUNDS_AFTER, () => {
      if (window.isDestroyed() || window.isMinimized()) return;
      deps.bounds.setWindow({ ...window.getNormalBounds(), maximized: window.isMaximized() });
    });
  };

  window.on('close', (event) => {
    if (closing) return;
    event.preventDefault();
    window.hide();
  });
  window.on('session-end', () => {
    closing = true;
  });
  window.on('resize', saveBounds);
  window.on('move', saveBounds);
  window.on('focus', () => window.flashFrame(false));
  if (!deps.startHidden) window.once('ready-to-show', () => window.show());

  window.webContents.on('did-finish-load', () => {
    loaded = true;
    for (const send of waiting.splice(0)) send();
    if (died) {
      died = false;
      deps.onRevived();
    }
  });
  window.webContents.on('did-fail-load', (_event, code, description, _url, isMainFrame) => {
    if (isMainFrame && code !== -3) restart(`load failed: ${description}`);
  });
  // `about:blank` never reaches the navigation guards: it can do nothing, but it is no console either.
  window.webContents.on('did-navigate', (_event, url) => {
    loaded = false;
    if (!isAppUrl(url)) restart('the page left the console');
  });
  window.webContents.on('render-process-gone', (_event, details) => restart(details.reason));
  window.webContents.on('preload-error', (_event, _path, error) => log.warn(`preload: ${error.message}`));
  window.on('unresponsive', () => {
    hang?.cancel();
    hang = scheduler.after(HANG_PATIENCE, () => {
      log.warn('page hangs: killed');
      window.webContents.forcefullyCrashRenderer();
    });
  });
  window.on('responsive', () => hang?.cancel());
  load();

  const contents = () => (window.isDestroyed() ? undefined : window.webContents);
  const alive = () => loaded && !window.isDestroyed() && !window.webContents.isCrashed();
  return {
    contents,
    alive,
    show() {
      if (window.isDestroyed()) return;
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    send(name, payload, keep = false) {
      if (alive()) sendEvent(contents(), name, payload);
      else if (keep && waiting.push(() => sendEvent(contents(), name, payload)) > MOST_WAITING) waiting.shift();
    },
    raise() {
      if (window.isDestroyed() || window.isFocused()) return;
      if (!window.isVisible()) window.showInactive();
      window.flashFrame(true);
      if (process.platform === 'darwin') app.dock?.bounce('critical');
    },
    reload() {
      if (!window.isDestroyed()) load();
    },
    setGround(paper) {
      if (!window.isDestroyed()) window.setBackgroundColor(paper ? PAPER : GROUND);
    },
    restarts: () => restarted,
    letGo() {
      closing = true;
      saving?.cancel();
    },
  };
}
