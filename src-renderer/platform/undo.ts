import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Something that was just done and can be taken back. `label` says what was done: « Acquitté : Paiement indisponible ». */
interface Undoable {
  label: string;
  undo(): void | Promise<void>;
}

export interface UndoEntry extends Undoable {
  id: number;
}

interface UndoState {
  /** Oldest first. */
  entries: readonly UndoEntry[];
}

export interface UndoStack {
  store: StoreApi<UndoState>;
  push(entry: Undoable): UndoEntry;
  /** Takes back one entry, the latest when none is named. Answers what was taken back; nothing happens twice. */
  undo(id?: number): Promise<UndoEntry | undefined>;
  clear(): void;
}

/** The last things a person did, in this window. `Mod+Z` and the toast's « Annuler » both end here. */
export function createUndoStack(limit = 50): UndoStack {
  const store = createStore<UndoState>(() => ({ entries: [] }));
  let last = 0;
  return {
    store,
    push(entry) {
      last += 1;
      const added: UndoEntry = { ...entry, id: last };
      store.setState(({ entries }) => ({ entries: [...entries, added].slice(-limit) }));
      return added;
    },
    async undo(id) {
      const { entries } = store.getState();
      const entry = id === undefined ? entries.at(-1) : entries.find((one) => one.id === id);
      if (!entry) return undefined;
      store.setState({ entries: entries.filter((one) => one.id !== entry.id) });
      await entry.undo();
      return entry;
    },
    clear: () => store.setState({ entries: [] }),
  };
}

export const UndoContext = createContext<UndoStack | undefined>(undefined);

export function useUndo(): UndoStack {
  const stack = useContext(UndoContext);
  if (!stack) throw new Error('useUndo outside UndoContext');
  return stack;
}
