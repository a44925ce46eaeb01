import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Playwright's loader holds the app's `ready` back until Playwright has attached. Playwright adds it by itself only for
 * the Electron that npm installs; without it one launch in some fifty attaches to a navigating window and never ends.
 */
export const heldUntilAttached = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'lib/server/electron/loader.js',
);

/** The console under test: the built app in a real Electron. */
export interface TestConsole {
  readonly app: ElectronApplication;
  /** Its main window. */
  readonly page: Page;
  /** The profile: IndexedDB, journal, settings. */
  readonly userData: string;
  /** What main and renderer have written so far. */
  output(): string;
  /** Quits as the user would; the profile stays, so that `launchConsole({ userData })` finds it again. */
  close(): Promise<void>;
  /** Ends every process at once (SIGKILL), as a crash would; the profile stays. */
  kill(): Promise<void>;
  /** Closes it and deletes the profile if it was made for this console. */
  dispose(): Promise<void>;
}

export interface ConsoleOptions {
  /** The environment of the desktop session. */
  env: Record<string, string>;
  server?: string;
  token?: string;
  /** An existing profile; a new empty one otherwise. */
  userData?: string;
  /** The interface language, as Chromium's `--lang` (default `fr`). */
  language?: 'fr' | 'en';
  /** The laptop's time zone (IANA); that of this machine without it. */
  zone?: string;
  /** Further flags for Electron. */
  flags?: string[];
}

/** The Electron that set-up provides; `npm test` names it in the environment. */
export function electronExecutable(): string {
  const named = process.env.VIGIE_ELECTRON;
  if (named) return named;
  const tools: unknown = JSON.parse(
    execFileSync(process.execPath, [join(root, 'scripts', 'setup.mjs'), '--json'], { encoding: 'utf8' }),
  );
  if (tools !== null && typeof tools === 'object' && 'electron' in tools && typeof tools.electron === 'string') {
    return tools.electron;
  }
  throw new Error('scripts/setup.mjs --json names no Electron');
}

function endGroup(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Opens the built console (dist/) and waits for its window. */
export async function launchConsole(options: ConsoleOptions): Promise<TestConsole> {
  const own = options.userData === undefined;
  const userData = options.userData ?? mkdtempSync(join(tmpdir(), 'vigie-console-'));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const language = options.language ?? 'fr';
  const env: Record<string, string> = {
    ...options.env,
    LANGUAGE: language,
    LC_ALL: `${language}_${language === 'fr' ? 'FR' : 'US'}.UTF-8`,
  };
  if (options.zone !== undefined) env.TZ = options.zone;
  if (options.server !== undefined) env.VIGIE_SERVER = options.server;
  if (options.token !== undefined) env.VIGIE_TOKEN = options.token;
  const app = await _electron.launch({
    executablePath: electronExecutable(),
    args: [
      ...sandbox,
      '-r',
      heldUntilAttached,
      `--lang=${language}`,
      root,
      `--user-data-dir=${userData}`,
      ...(options.flags ?? []),
    ],
    cwd: root,
    env,
  });
  const child = app.process();
  let written = '';
  const note = (chunk: Buffer): void => {
    written += chunk.toString();
  };
  child.stdout?.on('data', note);
  child.stderr?.on('data', note);
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    // The window only hides when it is closed: quitting is asked of the app itself.
    const asked = app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined);
    const limit = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await asked;
    await gone;
    clearTimeout(limit);
  };
  const dispose = async (): Promise<void> => {
    await close();
    if (own) rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const page = await app.firstWindow();
    page.on('console', (message) => {
      written += `[renderer ${message.type()}] ${message.text()}\n`;
    });
    page.on('pageerror', (error) => {
      written += `[renderer error] ${error.stack ?? error.message}\n`;
    });
    await page.waitForLoadState('domcontentloaded');
    return {
      app,
      page,
      userData,
      output: () => written,
      close,
      kill: async () => {
        if (child.pid !== undefined) endGroup(child.pid);
        await gone;
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw new Error(`the console did not open; it wrote:\n${written}`, { cause: error });
  }
}
