import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { MaintenanceActions } from './actions.ts';
import { EVERYTHING, type OccurrenceFilter } from './list/list-model.ts';
import type { PlanActions } from './plans/plan-actions.ts';

/** What is being asked about occurrences, wherever the person is. */
export type MaintenanceQuestion =
  | { kind: 'skip' | 'block' | 'assign' | 'complete' | 'reopen'; items: readonly MaintenanceItem[] }
  | { kind: 'start' | 'move' | 'raise' | 'followUp'; item: MaintenanceItem };

export const VIEWS = ['day', 'week', 'month', 'year', 'list', 'numbers'] as const;
export type MaintenanceView = (typeof VIEWS)[number];

/** How maintenance is looked at, kept while one goes elsewhere. */
export interface Looking {
  view: MaintenanceView;
  /** In the day, week, month or year that is shown; the present one without it. */
  at: Instant | undefined;
  /** Whose work counts, `all` for everybody's. */
  team: string;
}

export interface MaintenanceDesk {
  actions: MaintenanceActions;
  plans: PlanActions;
  store: StoreApi<{ question: MaintenanceQuestion | undefined }>;
  looking: StoreApi<Looking>;
  filter: StoreApi<OccurrenceFilter>;
  /** What commands act on: the marked ones, or the one under the cursor. */
  focused: StoreApi<{ items: readonly MaintenanceItem[] }>;
  ask(question: MaintenanceQuestion): void;
  answered(): void;
}

export function createMaintenanceDesk(actions: MaintenanceActions, plans: PlanActions): MaintenanceDesk {
  const store = createStore<{ question: MaintenanceQuestion | undefined }>(() => ({ question: undefined }));
  return {
    actions,
    plans,
    store,
    looking: createStore<Looking>(() => ({ view: 'day', at: undefined, team: 'all' })),
    filter: createStore<OccurrenceFilter>(() => EVERYTHING),
    focused: createStore<{ items: readonly MaintenanceItem[] }>(() => ({ items: [] })),
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
  };
}

export const MaintenanceDeskContext = createContext<MaintenanceDesk | undefined>(undefined);

export function useMaintenanceDesk(): MaintenanceDesk {
  const desk = useContext(MaintenanceDeskContext);
  if (!desk) throw new Error('useMaintenanceDesk outside MaintenanceDeskContext');
  return desk;
}
