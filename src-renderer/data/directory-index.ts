import type { Me } from '../../src-shared/contract/http.ts';
import type { Observable } from './data.ts';
import type { VigieDatabase } from './database.ts';
import { createDirectory, type Directory, readNames } from './directory.ts';
import { live } from './live.ts';

/** The directory, read once for all screens and again when one of its records changes. Undefined until it is read. */
export interface DirectoryIndex extends Observable<Directory | undefined> {
  stop(): void;
}

export function createDirectoryIndex(db: VigieDatabase, me: Observable<Me | null>): DirectoryIndex {
  const listeners = new Set<() => void>();
  let names: Awaited<ReturnType<typeof readNames>> | undefined;
  let directory: Directory | undefined;
  const make = () => {
    if (!names) return;
    directory = createDirectory(names, me.getSnapshot());
    for (const listener of listeners) listener();
  };
  const reading = live(() => readNames(db)).subscribe({
    next(value) {
      names = value;
      make();
    },
    // A database that closed or broke: the names stay as they were and the status line tells why.
    error: (failure: unknown) => console.error('the directory could not be read', failure),
  });
  const unfollow = me.subscribe(make);
  return {
    getSnapshot: () => directory,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      reading.unsubscribe();
      unfollow();
    },
  };
}
