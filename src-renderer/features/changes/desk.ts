import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Change, Freeze, Gate } from '../../../src-shared/model/change.ts';
import type { ChangeActions } from './actions.ts';
import { type ChangeFilter, OPEN_CHANGES } from './list-model.ts';

/** What is being asked about a change or a freeze. */
export type ChangeQuestion =
  | { kind: 'start'; id: string; doc: Change }
  | { kind: 'refuse' | 'rollBack' | 'cancel'; id: string }
  | { kind: 'except'; id: string; freeze: { id: string; title: string } }
  | { kind: 'gate'; id: string; gate: Gate }
  | { kind: 'freeze'; freeze?: { id: string; doc: Freeze } };

export interface ChangeDesk {
  actions: ChangeActions;
  store: StoreApi<{ question: ChangeQuestion | undefined }>;
  /** How the list is looked at, kept while one goes elsewhere. */
  list: StoreApi<ChangeFilter>;
  ask(question: ChangeQuestion): void;
  answered(): void;
}

export function createChangeDesk(actions: ChangeActions): ChangeDesk {
  const store = createStore<{ question: ChangeQuestion | undefined }>(() => ({ question: undefined }));
  return {
    actions,
    store,
    list: createStore<ChangeFilter>(() => OPEN_CHANGES),
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
  };
}

export const ChangeDeskContext = createContext<ChangeDesk | undefined>(undefined);

export function useChangeDesk(): ChangeDesk {
  const desk = useContext(ChangeDeskContext);
  if (!desk) throw new Error('useChangeDesk outside ChangeDeskContext');
  return desk;
}
