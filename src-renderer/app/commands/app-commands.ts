import type { i18n } from 'i18next';
import type { Bridge, Preferences } from '../../../src-shared/contract/ipc.ts';
import type { Command } from '../../platform/commands.ts';
import { appearanceOf } from '../theme.ts';

export interface AppCommandDeps {
  bridge: Bridge;
  i18n: i18n;
  go(path: string): void;
  openPalette(): void;
  openHelp(): void;
  /** Takes back the latest thing, and says so. */
  undoLast(): void;
  toggleDuty(): void;
  mayChangeDuty(): boolean;
  reviewCount(): number;
  syncNow(): void;
  quietUntil(): number | null;
  preferences(): Preferences;
  setPreferences(patch: Partial<Preferences>): void;
  systemIsDark(): boolean;
}

/** Commands of the console itself; features bring their own. */
export function createAppCommands(deps: AppCommandDeps): Command[] {
  return [
    { id: 'go.board', group: 'go', keys: 'G B', run: () => deps.go('/board') },
    { id: 'go.incidents', group: 'go', keys: 'G I', run: () => deps.go('/incidents') },
    { id: 'go.silences', group: 'go', keys: 'G L', run: () => deps.go('/silences') },
    { id: 'go.procedures', group: 'go', keys: 'G P', run: () => deps.go('/procedures') },
    { id: 'go.runs', group: 'go', keys: 'G R', run: () => deps.go('/runs') },
    { id: 'go.postMortems', group: 'go', keys: 'G M', run: () => deps.go('/post-mortems') },
    { id: 'go.settings', group: 'go', keys: 'G S', run: () => deps.go('/settings/server') },
    {
      id: 'go.review',
      group: 'go',
      keys: 'G V',
      available: () => deps.reviewCount() > 0,
      run: () => deps.go('/review'),
    },
    { id: 'duty.toggle', group: 'duty', keys: 'Shift+D', available: deps.mayChangeDuty, run: deps.toggleDuty },
    {
      id: 'duty.quietHour',
      group: 'duty',
      available: () => deps.quietUntil() === null,
      run: async () => void (await deps.bridge.call('alarms.quietFor', { minutes: 60 })),
    },
    {
      id: 'duty.quietEnd',
      group: 'duty',
      available: () => deps.quietUntil() !== null,
      run: async () => void (await deps.bridge.call('alarms.quietFor', { minutes: 0 })),
    },
    {
      id: 'view.theme',
      group: 'view',
      keys: 'Mod+Shift+L',
      global: true,
      run: () => {
        const now = appearanceOf(deps.preferences(), { dark: deps.systemIsDark(), moreContrast: false });
        deps.setPreferences({ theme: now.theme === 'dark' ? 'light' : 'dark' });
      },
    },
    {
      id: 'view.contrast',
      group: 'view',
      run: () => deps.setPreferences({ contrast: deps.preferences().contrast === 'high' ? 'normal' : 'high' }),
    },
    {
      id: 'view.language',
      group: 'view',
      run: () => deps.setPreferences({ language: deps.i18n.language === 'fr' ? 'en' : 'fr' }),
    },
    { id: 'app.palette', group: 'app', keys: 'Mod+K', global: true, run: deps.openPalette },
    { id: 'app.help', group: 'app', keys: '?', run: deps.openHelp },
    { id: 'app.undo', group: 'app', keys: 'Mod+Z', run: deps.undoLast },
    { id: 'app.sync', group: 'app', keys: 'Mod+Shift+S', global: true, run: deps.syncNow },
    { id: 'app.testNotification', group: 'app', run: () => deps.go('/settings/notifications') },
    { id: 'app.diagnostics', group: 'app', run: () => deps.go('/settings/diagnostics') },
    { id: 'app.quit', group: 'app', keys: 'Mod+Q', global: true, run: () => deps.bridge.call('app.quit') },
  ];
}
