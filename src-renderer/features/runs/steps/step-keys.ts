import type { Step } from '../../../../src-shared/procedure/step.ts';

/** What a key asks of the step under the cursor. */
export type StepCommand =
  | 'do'
  | 'tick'
  | 'skip'
  | 'note'
  | 'evidence'
  | 'assign'
  | 'takeBack'
  | 'copy'
  | 'open'
  | 'next'
  | 'previous'
  | 'first'
  | 'last';

const KEYS: Readonly<Record<string, StepCommand>> = {
  Enter: 'do',
  ' ': 'tick',
  s: 'skip',
  n: 'note',
  e: 'evidence',
  a: 'assign',
  u: 'takeBack',
  c: 'copy',
  o: 'open',
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
};

/** Letters that a list of steps takes for itself, whatever commands they name elsewhere. */
export const OWN_KEYS = Object.keys(KEYS)
  .map((key) => (key === ' ' ? 'space' : key.toLowerCase()))
  .join(' ');

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The command of a key press; undefined for what is somebody else's. */
export function stepCommandOf(press: Press): StepCommand | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return undefined;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  return Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
}

/** The keys to show beside a step, in the order in which a hand needs them. */
export function shownKeys(
  step: Step,
  can: { record: boolean; takeBack: boolean; append: boolean },
): { keys: string; id: StepCommand }[] {
  const shown: { keys: string; id: StepCommand; if: boolean }[] = [
    { keys: 'Enter', id: 'do', if: can.record },
    { keys: 'C', id: 'copy', if: step.kind === 'command' },
    { keys: 'O', id: 'open', if: step.kind === 'link' },
    { keys: 'S', id: 'skip', if: can.record },
    { keys: 'N', id: 'note', if: can.append },
    { keys: 'E', id: 'evidence', if: can.append },
    { keys: 'A', id: 'assign', if: can.record },
    { keys: 'U', id: 'takeBack', if: can.takeBack },
    { keys: 'J K', id: 'next', if: true },
  ];
  return shown.flatMap(({ keys, id, if: isShown }) => (isShown ? [{ keys, id }] : []));
}
