import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import type { ProcedureActions } from './actions.ts';

/** What a command asks of the procedure's page that is open. */
export interface ProcedureRequest {
  kind: 'describe' | 'print' | 'copy' | 'save';
  id: string;
}

export interface ProcedureDesk {
  store: StoreApi<{ request: ProcedureRequest | undefined }>;
  actions: ProcedureActions;
  /** Procedures whose page is open, as it shows them: what commands act on. */
  shown: Map<string, Procedure>;
  ask(request: ProcedureRequest): void;
  answered(): void;
}

export function createProcedureDesk(actions: ProcedureActions): ProcedureDesk {
  const store = createStore<{ request: ProcedureRequest | undefined }>(() => ({ request: undefined }));
  return {
    store,
    actions,
    shown: new Map(),
    ask: (request) => store.setState({ request }),
    answered: () => store.setState({ request: undefined }),
  };
}

export const ProcedureDeskContext = createContext<ProcedureDesk | undefined>(undefined);

export function useProcedureDesk(): ProcedureDesk {
  const desk = useContext(ProcedureDeskContext);
  if (!desk) throw new Error('useProcedureDesk outside ProcedureDeskContext');
  return desk;
}
