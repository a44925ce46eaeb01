import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { SuggestActions } from './actions.ts';

export interface SuggestDesk {
  /** The incident for which a runbook is being looked for by hand. */
  store: StoreApi<{ searching: string | undefined }>;
  actions: SuggestActions;
}

export const createSuggestDesk = (actions: SuggestActions): SuggestDesk => ({
  store: createStore<{ searching: string | undefined }>(() => ({ searching: undefined })),
  actions,
});

export const SuggestDeskContext = createContext<SuggestDesk | undefined>(undefined);

export function useSuggestDesk(): SuggestDesk {
  const desk = useContext(SuggestDeskContext);
  if (!desk) throw new Error('useSuggestDesk outside SuggestDeskContext');
  return desk;
}
