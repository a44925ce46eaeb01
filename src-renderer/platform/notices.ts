import { createContext, useContext } from 'react';
import type { UndoEntry } from './undo.ts';

/** A short word to the person that passes by itself. The shell shows it as a toast. */
export interface Notice {
  tone: 'done' | 'refused' | 'info';
  text: string;
  /** What to do about it, or the reason; a second, quieter line. */
  detail?: string;
  /** Offers « Annuler » for as long as the toast stands. */
  undo?: UndoEntry;
}

export interface Notices {
  tell(notice: Notice): void;
  /** The shell listens; a notice told while nobody listens waits for the first listener. */
  subscribe(listener: (notice: Notice) => void): () => void;
}

export function createNotices(): Notices {
  const listeners = new Set<(notice: Notice) => void>();
  let waiting: Notice[] = [];
  return {
    tell(notice) {
      if (listeners.size === 0) waiting.push(notice);
      for (const listener of listeners) listener(notice);
    },
    subscribe(listener) {
      listeners.add(listener);
      const held = waiting;
      waiting = [];
      for (const notice of held) listener(notice);
      return () => listeners.delete(listener);
    },
  };
}

export const NoticesContext = createContext<Notices | undefined>(undefined);

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (!notices) throw new Error('useNotices outside NoticesContext');
  return notices;
}
