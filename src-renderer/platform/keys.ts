/** One chord: a key with its modifiers. `Mod` is Command on macOS, Control elsewhere. */
export interface Chord {
  key: string;
  mod: boolean;
  shift: boolean;
  alt: boolean;
}

/** `G I` → two chords, `Mod+K` → one. Letters ignore case; a written symbol such as `?` says nothing of Shift. */
export function parseKeys(keys: string): Chord[] {
  return keys
    .trim()
    .split(/\s+/)
    .map((text) => {
      const pieces = text === '+' ? ['+'] : text.split('+');
      const key = pieces.at(-1) ?? '';
      const modifiers = pieces.slice(0, -1).map((piece) => piece.toLowerCase());
      return {
        key: key.toLowerCase(),
        mod: modifiers.includes('mod'),
        shift: modifiers.includes('shift'),
        alt: modifiers.includes('alt'),
      };
    });
}

const NAMES: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: '␣',
  backspace: '⌫',
  delete: 'Del',
};

/** The keys as a person reads them on their platform, one text per chord: `Mod+K` → `Ctrl K` or `⌘K`. */
export function displayKeys(keys: string, platform: string): string[] {
  const mac = platform === 'darwin';
  return parseKeys(keys).map(({ key, mod, shift, alt }) => {
    const name = NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key.charAt(0).toUpperCase() + key.slice(1));
    const shown = [
      ...(mod ? [mac ? '⌘' : 'Ctrl'] : []),
      ...(alt ? [mac ? '⌥' : 'Alt'] : []),
      ...(shift ? ['⇧'] : []),
      name,
    ];
    return shown.join(mac ? '' : ' ');
  });
}

/** `Mod+K` → `CommandOrControl+K`, for the application menu; undefined for sequences and single keys. */
export function accelerator(keys: string | undefined): string | undefined {
  if (keys === undefined) return undefined;
  const [chord, more] = parseKeys(keys);
  if (!chord || more || !chord.mod) return undefined;
  const key = chord.key.length === 1 ? chord.key.toUpperCase() : chord.key;
  return ['CommandOrControl', ...(chord.alt ? ['Alt'] : []), ...(chord.shift ? ['Shift'] : []), key].join('+');
}

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

/** Whether the press is this chord. Shift is ignored for symbols, which need it on some keyboards and not on others. */
export function matches(chord: Chord, press: KeyPress, platform: string): boolean {
  const mod = platform === 'darwin' ? press.metaKey : press.ctrlKey;
  const other = platform === 'darwin' ? press.ctrlKey : press.metaKey;
  if (mod !== chord.mod || other) return false;
  const pressed = press.key === ' ' ? 'space' : press.key.toLowerCase();
  if (pressed !== chord.key) return false;
  const symbol = chord.key.length === 1 && !/[a-z]/.test(chord.key);
  if (symbol) return true;
  return press.shiftKey === chord.shift && press.altKey === chord.alt;
}
