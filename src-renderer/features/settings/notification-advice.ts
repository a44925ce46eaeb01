/**
 * What to change when a toast was not seen, as keys of the steps, in the order in which it most often helps.
 * `refused`: the system did not even take it.
 */
export function adviceFor(platform: string, refused: boolean): readonly string[] {
  switch (platform) {
    case 'win32':
      return [
        'settings.advice.windows.allow',
        'settings.advice.windows.focus',
        'settings.advice.windows.priority',
        'settings.advice.windows.full',
      ];
    case 'darwin':
      return ['settings.advice.mac.allow', 'settings.advice.mac.style', 'settings.advice.mac.focus'];
    default:
      return refused
        ? ['settings.advice.linux.daemon', 'settings.advice.linux.session']
        : [
            'settings.advice.linux.pause',
            'settings.advice.linux.desktop',
            'settings.advice.linux.fullscreen',
            'settings.advice.linux.daemon',
          ];
  }
}
