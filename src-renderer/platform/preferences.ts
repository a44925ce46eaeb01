import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge, Preferences } from '../../src-shared/contract/ipc.ts';

export interface PreferencesKeeper {
  store: StoreApi<Preferences>;
  /** Shows at once; what main then says it kept holds. Rejects, with the former ones back, when main cannot keep it. */
  set(patch: Partial<Preferences>): Promise<void>;
  stop(): void;
}

/** The person's preferences of this machine. Main keeps them; the page follows its word. */
export function createPreferences(bridge: Bridge, initial: Preferences): PreferencesKeeper {
  const store = createStore<Preferences>(() => initial);
  const stop = bridge.on('preferences', (preferences) => store.setState(preferences, true));
  return {
    store,
    async set(patch) {
      const before = store.getState();
      store.setState(patch);
      try {
        store.setState(await bridge.call('preferences.set', patch), true);
      } catch (failure) {
        store.setState(before, true);
        throw failure;
      }
    },
    stop,
  };
}

export const PreferencesContext = createContext<PreferencesKeeper | undefined>(undefined);

export function usePreferences(): [Preferences, PreferencesKeeper['set']] {
  const keeper = useContext(PreferencesContext);
  if (!keeper) throw new Error('usePreferences outside PreferencesContext');
  return [useStore(keeper.store), keeper.set];
}
