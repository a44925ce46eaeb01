import type { Scheduler } from '../../../src-shared/time/clock.ts';
import type { Command, CommandContext } from '../../platform/commands.ts';
import { type Chord, matches, parseKeys } from '../../platform/keys.ts';
import type { CommandRegistry } from './command-registry.ts';

/** How long the second key of a sequence may take. */
const SEQUENCE_MS = 1_200;

export interface Shortcuts {
  /** Answers whether the press was taken; the caller then stops it from reaching the page. */
  press(event: Press): boolean;
}

/** A press as the dispatcher needs it; a KeyboardEvent is one. */
export type Press = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'repeat' | 'isComposing' | 'defaultPrevented'
> & { target: EventTarget | null };

/** Turns key presses into commands: `Mod+K`, single keys, and sequences such as `G I`. */
export function createShortcuts(deps: {
  registry: CommandRegistry;
  platform: string;
  scheduler: Scheduler;
  context(): CommandContext;
  /** Whether letters belong to the element: a text field, a menu with typeahead, a dialog that covers the screen. */
  takesLetters(target: EventTarget | null): boolean;
  /** Whether this key alone belongs to the list around the focus; it still ends a sequence that was begun. */
  isOwnKey?(target: EventTarget | null, key: string): boolean;
  run(id: string): void;
}): Shortcuts {
  // What a place means by a key goes before what it means everywhere.
  const bindings: { command: Command; chords: Chord[] }[] = deps.registry
    .all()
    .toSorted((a, b) => Number(a.place === undefined) - Number(b.place === undefined))
    .flatMap((command) => (command.keys === undefined ? [] : [{ command, chords: parseKeys(command.keys) }]));
  let typed: Press[] = [];
  let timer: { cancel(): void } | undefined;
  const forget = () => {
    timer?.cancel();
    timer = undefined;
    typed = [];
  };

  return {
    press(event) {
      if (event.isComposing || event.defaultPrevented) return false;
      if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead'].includes(event.key)) return false;
      const isAlone = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
      if (isAlone && typed.length === 0 && deps.isOwnKey?.(event.target, event.key)) return false;
      const withheld = deps.takesLetters(event.target);
      const usable = bindings.filter(({ command }) => !withheld || command.global === true);
      const context = deps.context();

      const attempt = (presses: Press[]) => {
        let begins = false;
        for (const { command, chords } of usable) {
          if (chords.length < presses.length) continue;
          const fits = presses.every((one, index) => {
            const chord = chords[index];
            return chord !== undefined && matches(chord, one, deps.platform);
          });
          if (!fits || !deps.registry.isAvailable(command, context)) continue;
          if (chords.length === presses.length) return { command };
          begins = true;
        }
        return { begins };
      };

      let found = attempt([...typed, event]);
      if (!found.command && !found.begins && typed.length > 0) {
        typed = [];
        found = attempt([event]);
      }
      if (found.command) {
        forget();
        // A key held down goes on for what it does not repeat safely: one press, one command.
        if (!event.repeat) deps.run(found.command.id);
        return true;
      }
      if (!found.begins) {
        forget();
        return false;
      }
      typed = [...typed, event];
      timer?.cancel();
      timer = deps.scheduler.after(SEQUENCE_MS, forget);
      return true;
    },
  };
}
