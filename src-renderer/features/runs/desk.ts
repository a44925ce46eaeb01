import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { RunActions } from './actions.ts';
import type { RunFilter } from './list-model.ts';
import { OPEN_RUNS } from './list-model.ts';

/** What the screens of runs share and keep while one goes elsewhere. */
export interface RunDesk {
  actions: RunActions;
  /** How the list of runs is looked at. */
  list: StoreApi<RunFilter>;
}

export function createRunDesk(actions: RunActions): RunDesk {
  return { actions, list: createStore<RunFilter>(() => OPEN_RUNS) };
}

export const RunDeskContext = createContext<RunDesk | undefined>(undefined);

export function useRunDesk(): RunDesk {
  const desk = useContext(RunDeskContext);
  if (!desk) throw new Error('useRunDesk outside RunDeskContext');
  return desk;
}
