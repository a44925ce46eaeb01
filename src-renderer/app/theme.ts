import type { Preferences } from '../../src-shared/contract/ipc.ts';

export interface Appearance {
  theme: 'light' | 'dark';
  contrast: 'normal' | 'high';
}

interface SystemSays {
  dark: boolean;
  moreContrast: boolean;
}

/** What is shown: the person's choice, else the system's. */
export function appearanceOf(preferences: Pick<Preferences, 'theme' | 'contrast'>, system: SystemSays): Appearance {
  return {
    theme: preferences.theme === 'system' ? (system.dark ? 'dark' : 'light') : preferences.theme,
    contrast: preferences.contrast === 'system' ? (system.moreContrast ? 'high' : 'normal') : preferences.contrast,
  };
}

export interface Theme {
  apply(preferences: Pick<Preferences, 'theme' | 'contrast'>): void;
  stop(): void;
}

/** Writes `data-theme` and `data-contrast` on the root element and follows the system while the preference says so. */
export function createTheme(root: HTMLElement, window: Window): Theme {
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  const contrast = window.matchMedia('(prefers-contrast: more)');
  let wanted: Pick<Preferences, 'theme' | 'contrast'> = { theme: 'system', contrast: 'system' };
  const write = () => {
    const shown = appearanceOf(wanted, { dark: dark.matches, moreContrast: contrast.matches });
    root.dataset.theme = shown.theme;
    root.dataset.contrast = shown.contrast;
    root.style.colorScheme = shown.theme;
  };
  dark.addEventListener('change', write);
  contrast.addEventListener('change', write);
  return {
    apply(preferences) {
      wanted = preferences;
      write();
    },
    stop() {
      dark.removeEventListener('change', write);
      contrast.removeEventListener('change', write);
    },
  };
}
