import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { startVirtualDisplay } from '../../scripts/toolchain/display.mjs';
import { startProgram, until } from './processes.ts';
import { writeScreenAsPng } from './screen.ts';
import { startTray, type Tray } from './tray.ts';

/** A notification as the daemon received it. */
interface DesktopNotification {
  id: number;
  app: string;
  title: string;
  body: string;
  urgency: string;
}

/** A private desktop: X display, D-Bus session, notification daemon, tray host. */
export interface Desktop {
  /** The whole environment for programs of this session; its home folders are temporary. */
  readonly env: Record<string, string>;
  readonly tray: Tray;
  /** Every notification received since the start, oldest first, shown still or closed. */
  notifications(): DesktopNotification[];
  /** Those closed (dismissed, clicked or withdrawn), newest first: the daemon's own history. */
  history(): Promise<DesktopNotification[]>;
  /** Those still on the screen, oldest first. */
  displayed(): Promise<DesktopNotification[]>;
  /** Waits for a notification that `matches` accepts, at most `limit` ms (default 10 s). */
  notification(matches: (one: DesktopNotification) => boolean, limit?: number): Promise<DesktopNotification>;
  /** Clicks a notification that is on the screen (its default action). */
  clickNotification(id: number): Promise<void>;
  /** Takes its default action as a key does that the desktop has bound to it. It must be the only one on the screen. */
  pressNotification(id: number): Promise<void>;
  /** Presses a key (`r`, `Return`, `space`) on the keyboard: it goes to whichever window has the focus. */
  pressKey(key: string): Promise<void>;
  /** Dismisses all notifications. */
  closeNotifications(): Promise<void>;
  /** Writes the whole screen as a PNG file. */
  screenshot(file: string): void;
  stop(): Promise<void>;
}

/** Nothing expires, nothing is stacked, the order is that of arrival, and each notification is recorded. */
function daemonSettings(recorder: string): string {
  const urgencies = ['low', 'normal', 'critical'].map((name) => `[urgency_${name}]\ntimeout = 0\n`);
  return [
    '[global]\nmonitor = 0\nfollow = none\nnotification_limit = 0\nsort = false\nidle_threshold = 0\n' +
      'stack_duplicates = false\nhistory_length = 10000\nsticky_history = true\nmarkup = no\n' +
      'always_run_script = true\nfont = Sans 10\nicon_position = off\n' +
      // One line each for title and body, so that all popups are equally high and a click can be aimed.
      'format = "%s\\n%b"\nword_wrap = false\nellipsize = end\nignore_newline = true\n' +
      'width = (360, 360)\nmouse_left_click = do_action, close_current\n',
    ...urgencies,
    `[record]\nscript = ${recorder}\n`,
  ].join('\n');
}

const recorderScript = `#!/usr/bin/python3
import json, os, sys
one = {
    "id": int(os.environ["DUNST_ID"]),
    "app": os.environ["DUNST_APP_NAME"],
    "title": os.environ["DUNST_SUMMARY"],
    "body": os.environ["DUNST_BODY"],
    "urgency": os.environ["DUNST_URGENCY"].lower(),
}
line = (json.dumps(one, ensure_ascii=False) + "\\n").encode()
file = os.open(os.path.join(os.path.dirname(sys.argv[0]), "received.jsonl"), os.O_WRONLY | os.O_APPEND | os.O_CREAT)
os.write(file, line)
`;

const notificationSchema = z.object({
  id: z.number(),
  app: z.string(),
  title: z.string(),
  body: z.string(),
  urgency: z.string(),
});

const historySchema = z.object({ data: z.tuple([z.array(z.object({ id: z.object({ data: z.number() }) }))]) });

const execute = promisify(execFile);

/** Starts a private desktop; everything it starts ends with `stop()`. Needs Debian's xvfb, dunst, xdotool, python3-dbus. */
export async function startDesktop(options: { size?: string } = {}): Promise<Desktop> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-desktop-'));
  const inFolder = (name: string): string => {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const framebuffer = inFolder('screen');
  const display = await startVirtualDisplay({ size: options.size ?? '1440x900', framebuffer });
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) inherited[name] = value;
  const env: Record<string, string> = {
    ...inherited,
    ...display.env,
    HOME: inFolder('home'),
    XDG_CONFIG_HOME: inFolder('config'),
    XDG_DATA_HOME: inFolder('data'),
    XDG_CACHE_HOME: inFolder('cache'),
    XDG_RUNTIME_DIR: inFolder('runtime'),
    NO_AT_BRIDGE: '1',
  };
  delete env.WAYLAND_DISPLAY;
  delete env.ELECTRON_RUN_AS_NODE;

  const recorder = join(folder, 'record.py');
  const received = join(folder, 'received.jsonl');
  const settings = join(folder, 'dunstrc');
  writeFileSync(recorder, recorderScript);
  chmodSync(recorder, 0o755);
  writeFileSync(received, '');
  writeFileSync(settings, daemonSettings(recorder));

  const daemon = startProgram('dunst', ['-conf', settings], env);
  const control = async (...args: string[]): Promise<string> => (await execute('dunstctl', args, { env })).stdout;

  const notifications = (): DesktopNotification[] => {
    if (!existsSync(received)) return [];
    const lines = readFileSync(received, 'utf8').split('\n');
    lines.pop(); // what follows the last line feed is not whole yet
    return lines.map((line) => notificationSchema.parse(JSON.parse(line)));
  };
  const history = async (): Promise<DesktopNotification[]> => {
    const closed = historySchema.parse(JSON.parse(await control('history'))).data[0];
    const latest = new Map(notifications().map((one) => [one.id, one]));
    return closed.flatMap((one) => latest.get(one.id.data) ?? []);
  };
  const displayed = async (): Promise<DesktopNotification[]> => {
    const closed = new Set((await history()).map((one) => one.id));
    // A replaced notification keeps its id: its last version is the one on the screen.
    const latest = new Map(notifications().map((one) => [one.id, one]));
    return [...latest.values()].filter((one) => !closed.has(one.id)).sort((a, b) => a.id - b.id);
  };

  /** The window that holds all popups. */
  const popups = async (): Promise<{ x: number; y: number; width: number; height: number }> => {
    const search = ['search', '--onlyvisible', '--class', 'Dunst', 'getwindowgeometry', '--shell'];
    const { stdout } = await execute('xdotool', search, { env });
    const value = (name: string): number => Number(stdout.match(new RegExp(`^${name}=(-?\\d+)$`, 'm'))?.[1]);
    return { x: value('X'), y: value('Y'), width: value('WIDTH'), height: value('HEIGHT') };
  };

  let tray: Tray | undefined;
  const stop = async (): Promise<void> => {
    await tray?.stop();
    await daemon.stop();
    await display.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    await until('the notification daemon answers', () => control('count').then(Boolean, () => false));
    tray = await startTray(env);
  } catch (error) {
    await stop();
    throw error;
  }

  return {
    env,
    tray,
    notifications,
    history,
    displayed,
    notification: (matches, limit) => until('a notification', () => notifications().findLast(matches), limit),
    clickNotification: async (id) => {
      const shown = await displayed();
      const position = shown.findIndex((one) => one.id === id);
      if (position < 0) throw new Error(`notification ${id} is not on the screen`);
      // A real click: `dunstctl action` of dunst 1.9 reaches the first popup alone.
      const box = await popups();
      const [x, y] = [box.x + box.width / 2, box.y + (box.height * (position + 0.5)) / shown.length];
      await execute('xdotool', ['mousemove', String(Math.round(x)), String(Math.round(y)), 'click', '1'], { env });
      await until(`notification ${id} is clicked`, async () => (await history()).some((one) => one.id === id));
    },
    pressNotification: async (id) => {
      const shown = await displayed();
      if (shown.length !== 1 || shown[0]?.id !== id) throw new Error(`notification ${id} is not alone on the screen`);
      await control('action', '0');
    },
    pressKey: async (key) => {
      await execute('xdotool', ['key', key], { env });
    },
    closeNotifications: async () => {
      await control('close-all');
    },
    screenshot: (file) => writeScreenAsPng(join(framebuffer, 'Xvfb_screen0'), file),
    stop,
  };
}
