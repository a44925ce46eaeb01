import { app, Menu } from 'electron';
import type { CallArgs, ExternalCommand } from '../../src-shared/contract/ipc.ts';
import type { Words } from '../notify/wording.ts';

export type MenuGroups = CallArgs<'app.setMenu'>['groups'];

const MODIFIER = /(?:^|\+)(?:CmdOrCtrl|CommandOrControl|Cmd|Command|Ctrl|Control|Alt|Option|Super|Meta)\+/i;
const KEY =
  /(?:^|\+)(?:F(?:[1-9]|1\d|2[0-4])|[A-Z0-9]|[,./;'[\]\\=-]|Plus|Space|Tab|Enter|Backspace|Delete|Up|Down|Left|Right|Home|End|PageUp|PageDown|Esc(?:ape)?)$/i;

/** Whether a shortcut may be global to the window: a bare letter would swallow what a person types. */
function isMenuAccelerator(text: string): boolean {
  if (!/^[A-Za-z0-9+,./;'[\]\\=-]{1,40}$/.test(text) || !KEY.test(text)) return false;
  return MODIFIER.test(text) || /(?:^|\+)F\d{1,2}$/i.test(text);
}

export interface MenuDeps {
  platform: string;
  devtools: boolean;
  words(): Words;
  run(command: ExternalCommand): void;
}

/** The application menu: the page's own commands between the system's. */
export function applyMenu(deps: MenuDeps, groups: MenuGroups): void {
  const words = deps.words();
  const ours = groups.map((group) => ({
    label: group.label,
    submenu: group.items.map((item) => ({
      label: item.label,
      enabled: item.enabled,
      accelerator: item.accelerator && isMenuAccelerator(item.accelerator) ? item.accelerator : undefined,
      click: () => deps.run({ command: item.command, via: 'menu' }),
    })),
  }));
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(deps.platform === 'darwin' ? [{ role: 'appMenu' as const }] : []),
      ...ours,
      { role: 'editMenu', label: words.menu.edit },
      {
        label: words.menu.view,
        submenu: [
          { role: 'resetZoom' },
          { role: 'zoomIn' },
          { role: 'zoomOut' },
          { role: 'togglefullscreen' },
          ...(deps.devtools ? [{ role: 'toggleDevTools' as const }] : []),
        ],
      },
      ...(deps.platform === 'darwin' ? [{ role: 'windowMenu' as const }] : []),
    ]),
  );
  if (deps.platform === 'darwin') app.setAboutPanelOptions({ applicationName: app.getName() });
}
