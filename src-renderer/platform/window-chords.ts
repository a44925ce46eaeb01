import { useEffect, useRef } from 'react';
import { matches, parseKeys } from './keys.ts';
import { useMachine } from './machine.ts';

/** Within these the keys are theirs. */
const OWN_KEYS = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a key of the whole window is to be left to what has the focus. */
export function isTaken(event: KeyboardEvent): boolean {
  return event.defaultPrevented || (event.target instanceof Element && event.target.closest(OWN_KEYS) !== null);
}

/**
 * Chords (`Mod+S`) of the whole window, before an editor sees the key, which has an Enter of its own. Not of the part
 * that has them: a button that is gone once it was pressed leaves the focus nowhere.
 */
export function useWindowChords(chords: Readonly<Record<string, () => void>>): void {
  const { info } = useMachine();
  const latest = useRef(chords);
  useEffect(() => {
    latest.current = chords;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (isTaken(event)) return;
      const act = Object.entries(latest.current).find(([keys]) => {
        const [chord] = parseKeys(keys);
        return chord !== undefined && matches(chord, event, info.platform);
      })?.[1];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', press, { capture: true });
    return () => window.removeEventListener('keydown', press, { capture: true });
  }, [info.platform]);
}
