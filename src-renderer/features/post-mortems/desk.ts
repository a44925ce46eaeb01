import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import type { PostMortemActions } from './actions.ts';
import { type FollowUpFilter, OPEN_FOLLOW_UPS } from './follow-up-list.ts';

/** What is being asked about follow-ups, wherever the person is. */
export type FollowUpQuestion =
  | { kind: 'add'; incident: string }
  | { kind: 'edit'; id: string; doc: FollowUp }
  | { kind: 'drop'; ids: readonly string[] };

export interface PostMortemDesk {
  actions: PostMortemActions;
  store: StoreApi<{ question: FollowUpQuestion | undefined }>;
  /** How the list of follow-ups is looked at, kept while one goes elsewhere. */
  list: StoreApi<FollowUpFilter>;
  ask(question: FollowUpQuestion): void;
  answered(): void;
}

export function createPostMortemDesk(actions: PostMortemActions): PostMortemDesk {
  const store = createStore<{ question: FollowUpQuestion | undefined }>(() => ({ question: undefined }));
  return {
    actions,
    store,
    list: createStore<FollowUpFilter>(() => OPEN_FOLLOW_UPS),
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
  };
}

export const PostMortemDeskContext = createContext<PostMortemDesk | undefined>(undefined);

export function usePostMortemDesk(): PostMortemDesk {
  const desk = useContext(PostMortemDeskContext);
  if (!desk) throw new Error('usePostMortemDesk outside PostMortemDeskContext');
  return desk;
}
