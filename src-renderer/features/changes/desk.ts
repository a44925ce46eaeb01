import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { type Change, type ChangeId, changeId, type Freeze, type Gate } from '../../../src-shared/model/change.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { ChangeActions } from './actions.ts';
import { type ChangeFilter, OPEN_CHANGES } from './list-model.ts';

/** A change with its content as it was on the screen. */
export interface SeenChange {
  id: ChangeId;
  contentId: string;
}
export const seenOf = ({ id, doc }: { id: string; doc: Change }): SeenChange => ({
  id: changeId(id),
  contentId: doc.contentId,
});

/** A freeze as it was on the screen. */
export interface SeenFreeze {
  id: string;
  title: string;
  revision: number;
}

/** What is being asked about a change or a freeze. */
export type ChangeQuestion =
  | { kind: 'start'; seen: SeenChange; doc: Change }
  | { kind: 'extend'; seen: SeenChange; doc: Change }
  | { kind: 'refuse' | 'rollBack' | 'cancel'; seen: SeenChange }
  | { kind: 'complete'; seen: SeenChange; lacking: number }
  | { kind: 'except'; seen: SeenChange; freeze: SeenFreeze }
  | { kind: 'gate'; seen: SeenChange; gate: Gate }
  | { kind: 'link'; what: 'incident' | 'run'; id: ChangeId; doc: Change }
  | { kind: 'linkUpdate'; item: MaintenanceItem }
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
