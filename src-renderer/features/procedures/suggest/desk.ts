import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunbookFinder } from '../../../../src-shared/procedure/match.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { SuggestActions } from './actions.ts';

type Rows = ReadonlyMap<string, Row<'procedure'>>;

export interface SuggestDesk {
  /** The incident for which a runbook is being looked for by hand. */
  store: StoreApi<{ searching: string | undefined }>;
  actions: SuggestActions;
  /** The finder over the procedures as they are, made once for each state of them; `make` comes with who needs it. */
  finder(rows: Rows, make: (rows: Rows) => RunbookFinder): RunbookFinder;
}

export function createSuggestDesk(actions: SuggestActions): SuggestDesk {
  let known: { rows: Rows; find: RunbookFinder } | undefined;
  return {
    store: createStore<{ searching: string | undefined }>(() => ({ searching: undefined })),
    actions,
    finder(rows, make) {
      if (known?.rows !== rows) known = { rows, find: make(rows) };
      return known.find;
    },
  };
}

export const SuggestDeskContext = createContext<SuggestDesk | undefined>(undefined);

export function useSuggestDesk(): SuggestDesk {
  const desk = useContext(SuggestDeskContext);
  if (!desk) throw new Error('useSuggestDesk outside SuggestDeskContext');
  return desk;
}
