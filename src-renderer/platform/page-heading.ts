import { createContext, useContext, useEffect } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** What the shell's header says of the page: « Incidents › #42 », « Quart · mardi 24 novembre ». */
export interface PageHeading {
  title: string;
  /** The place above, with its route path. */
  parent?: { label: string; path: string };
  /** Quieter words after the title. */
  note?: string;
}

export type PageHeadingStore = StoreApi<{ heading: PageHeading | undefined }>;

export const createPageHeading = (): PageHeadingStore => createStore(() => ({ heading: undefined }));

export const PageHeadingContext = createContext<PageHeadingStore | undefined>(undefined);

/** Names the page in the shell's header and in the window's title while the page is mounted. */
export function usePageHeading({ title, parent, note }: PageHeading): void {
  const store = useContext(PageHeadingContext);
  if (!store) throw new Error('usePageHeading outside PageHeadingContext');
  const label = parent?.label;
  const path = parent?.path;
  useEffect(() => {
    const heading: PageHeading = {
      title,
      note,
      parent: label !== undefined && path !== undefined ? { label, path } : undefined,
    };
    store.setState({ heading });
  }, [store, title, note, label, path]);
}
