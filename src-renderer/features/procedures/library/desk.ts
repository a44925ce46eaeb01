import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type LibraryFilter, WHOLE_LIBRARY } from './list-model.ts';

export interface LibraryState extends LibraryFilter {
  query: string;
}

/** How the library is looked at; it is found so again while the console runs. */
export interface LibraryDesk {
  store: StoreApi<LibraryState>;
  look(at: Partial<LibraryState>): void;
  /** Puts the cursor into the search; the page says how. */
  focusSearch(): void;
  onFocusSearch(focus: (() => void) | undefined): void;
}

export function createLibraryDesk(): LibraryDesk {
  const store = createStore<LibraryState>(() => ({ ...WHOLE_LIBRARY, query: '' }));
  let focus: (() => void) | undefined;
  return {
    store,
    look: (at) => store.setState(at),
    focusSearch: () => focus?.(),
    onFocusSearch(next) {
      focus = next;
    },
  };
}

export const LibraryDeskContext = createContext<LibraryDesk | undefined>(undefined);

export function useLibraryDesk(): LibraryDesk {
  const desk = useContext(LibraryDeskContext);
  if (!desk) throw new Error('useLibraryDesk outside LibraryDeskContext');
  return desk;
}
