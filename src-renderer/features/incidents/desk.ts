import { createContext, useContext, useEffect } from 'react';
import { z } from 'zod';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { type IncidentFilter, incidentFilterSchema } from '../../../src-shared/model/saved-view.ts';
import type { Drafts } from '../../data/drafts.ts';
import type { IncidentActions } from './actions.ts';
import { SORTS, type Sort, VIEWS } from './list-model.ts';

/** A question that an action asks before it is done, about these incidents. */
export type Question =
  | { kind: 'open' }
  | { kind: 'saveView'; filter: IncidentFilter }
  | {
      kind: 'assign' | 'priority' | 'pause' | 'resolve' | 'reopen' | 'close' | 'merge' | 'link' | 'statusText' | 'page';
      ids: readonly string[];
      via?: Origin;
    };

interface DeskState {
  question: Question | undefined;
  /** Incidents marked in the list: commands act on them instead of the focused one. */
  marked: ReadonlySet<string>;
  /** How the list was left: it is found so again. */
  filter: IncidentFilter;
  sort: Sort;
}

/** What the parts of this feature share: the question being asked, what is marked, and what can be done. */
export interface IncidentDesk {
  store: StoreApi<DeskState>;
  actions: IncidentActions;
  ask(question: Question): void;
  answered(): void;
  mark(ids: ReadonlySet<string>): void;
  /** Another view of the list; nothing stays marked in it. */
  look(at: { filter?: IncidentFilter; sort?: Sort }): void;
  /** Puts the cursor into the note of the open incident; the screen that shows it says how. */
  focusNote(): void;
  onFocusNote(focus: (() => void) | undefined): void;
  /** Puts the cursor on the first step that lacks something; the checklist that is shown says how. */
  focusSteps(): void;
  onFocusSteps(focus: (() => void) | undefined): void;
  /** Puts the cursor into the search of the list. */
  focusSearch(): void;
  onFocusSearch(focus: (() => void) | undefined): void;
}

const NOTHING: ReadonlySet<string> = new Set();

const leftSchema = z.object({ filter: incidentFilterSchema, sort: z.enum(SORTS) });
const LEFT = 'incidents.list';

/** `kept` holds texts over a restart: the list is found as it was left, on another day too. */
export function createIncidentDesk(actions: IncidentActions, kept: Pick<Drafts, 'read' | 'write'>): IncidentDesk {
  const store = createStore<DeskState>(() => ({
    question: undefined,
    marked: NOTHING,
    filter: VIEWS.open,
    sort: 'breach',
  }));
  let touched = false;
  void kept.read(LEFT).then((text) => {
    const left = leftSchema.safeParse(textAsJson(text));
    if (left.success && !touched) store.setState(left.data);
  });
  const keep = () => {
    touched = true;
    const { filter, sort } = store.getState();
    void kept.write(LEFT, JSON.stringify({ filter, sort }));
  };
  let focusNote: (() => void) | undefined;
  let focusSteps: (() => void) | undefined;
  let focusSearch: (() => void) | undefined;
  return {
    store,
    actions,
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
    mark: (marked) => store.setState({ marked: marked.size === 0 ? NOTHING : marked }),
    look(at) {
      store.setState(at.filter ? { ...at, marked: NOTHING } : at);
      keep();
    },
    focusNote: () => focusNote?.(),
    onFocusNote(focus) {
      focusNote = focus;
    },
    focusSteps: () => focusSteps?.(),
    onFocusSteps(focus) {
      focusSteps = focus;
    },
    focusSearch: () => focusSearch?.(),
    onFocusSearch(focus) {
      focusSearch = focus;
    },
  };
}

function textAsJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const IncidentDeskContext = createContext<IncidentDesk | undefined>(undefined);

export function useIncidentDesk(): IncidentDesk {
  const desk = useContext(IncidentDeskContext);
  if (!desk) throw new Error('useIncidentDesk outside IncidentDeskContext');
  return desk;
}

export function useMarked(): ReadonlySet<string> {
  return useStore(useIncidentDesk().store, (state) => state.marked);
}

/** Nothing stays marked once the list is left. */
export function useForgetMarks(): void {
  const desk = useIncidentDesk();
  useEffect(() => () => desk.mark(NOTHING), [desk]);
}
