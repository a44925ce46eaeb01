import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Matcher, Silence } from '../../../src-shared/model/silence.ts';
import type { SilenceActions } from './actions.ts';

/** What is being asked about silences, wherever the person is. */
export type SilenceQuestion =
  | { kind: 'new'; matchers: readonly Matcher[]; reason?: string }
  | { kind: 'edit'; id: string; doc: Silence }
  | { kind: 'import' };

export interface SilenceDesk {
  store: StoreApi<{ question: SilenceQuestion | undefined }>;
  actions: SilenceActions;
  ask(question: SilenceQuestion): void;
  answered(): void;
}

export function createSilenceDesk(actions: SilenceActions): SilenceDesk {
  const store = createStore<{ question: SilenceQuestion | undefined }>(() => ({ question: undefined }));
  return {
    store,
    actions,
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
  };
}

export const SilenceDeskContext = createContext<SilenceDesk | undefined>(undefined);

export function useSilenceDesk(): SilenceDesk {
  const desk = useContext(SilenceDeskContext);
  if (!desk) throw new Error('useSilenceDesk outside SilenceDeskContext');
  return desk;
}
