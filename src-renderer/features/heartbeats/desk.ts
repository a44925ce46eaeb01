import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import type { HeartbeatActions } from './actions.ts';
import { ALL_HEARTBEATS, type HeartbeatFilter } from './list-model.ts';

/** What is being asked about jobs, wherever the person is. */
export type HeartbeatQuestion = { kind: 'new' } | { kind: 'edit'; id: string; doc: Heartbeat };

/** What the screens of jobs share and keep while one goes elsewhere. */
export interface HeartbeatDesk {
  actions: HeartbeatActions;
  list: StoreApi<HeartbeatFilter>;
  store: StoreApi<{ question: HeartbeatQuestion | undefined }>;
  ask(question: HeartbeatQuestion): void;
  answered(): void;
  show(id: string): void;
}

export function createHeartbeatDesk(actions: HeartbeatActions, show: (id: string) => void): HeartbeatDesk {
  const store = createStore<{ question: HeartbeatQuestion | undefined }>(() => ({ question: undefined }));
  return {
    actions,
    list: createStore<HeartbeatFilter>(() => ALL_HEARTBEATS),
    store,
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
    show,
  };
}

export const HeartbeatDeskContext = createContext<HeartbeatDesk | undefined>(undefined);

export function useHeartbeatDesk(): HeartbeatDesk {
  const desk = useContext(HeartbeatDeskContext);
  if (!desk) throw new Error('useHeartbeatDesk outside HeartbeatDeskContext');
  return desk;
}
