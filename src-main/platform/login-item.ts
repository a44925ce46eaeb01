import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app } from 'electron';

export interface LoginItemDeps {
  platform: string;
  /** `~/.config` on Linux. */
  config: string;
  executable: string;
  args: string[];
}

const entryFile = ({ config }: LoginItemDeps) => path.join(config, 'autostart', 'vigie.desktop');

/** Whether the machine would start this console now: the person or a clean-up may have taken the entry away. */
export async function startsAtLoginNow(deps: LoginItemDeps): Promise<boolean> {
  const args = [...deps.args, '--hidden'];
  if (deps.platform !== 'linux') return app.getLoginItemSettings({ path: deps.executable, args }).openAtLogin;
  const entry = await readFile(entryFile(deps), 'utf8').catch(() => '');
  return entry === autostartEntry(deps.executable, args);
}

/** Starts the console, hidden, when the person signs in to the machine; only because they asked for it. */
export async function setStartAtLogin(wanted: boolean, deps: LoginItemDeps): Promise<void> {
  const args = [...deps.args, '--hidden'];
  if (deps.platform !== 'linux') {
    app.setLoginItemSettings({ openAtLogin: wanted, path: deps.executable, args });
    return;
  }
  const file = entryFile(deps);
  if (!wanted) {
    await rm(file, { force: true });
    return;
  }
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, autostartEntry(deps.executable, args), { mode: 0o644 });
}

/** An XDG autostart entry (Desktop Entry Specification 1.5, « The Exec key »: arguments quoted and escaped). */
function autostartEntry(executable: string, args: string[]): string {
  const quote = (text: string) => `"${text.replace(/[\\"`$]/g, '\\$&').replace(/%/g, '%%')}"`;
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Vigie',
    `Exec=${[executable, ...args].map(quote).join(' ').replace(/\\/g, '\\\\')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
