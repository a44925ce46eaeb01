import type { Commit } from './store.ts';

/** Tells of commits in the order of their versions, each version once. */
interface CommitFeed {
  /** How far it has told. */
  seen(): { version: number; epoch: string };
  tell(commit: Commit): void;
  listen(listener: (commit: Commit) => void): () => void;
}

export function createCommitFeed(
  start: { version: number; epoch: string },
  onListenerError: (error: unknown) => void,
): CommitFeed {
  const listeners = new Set<(commit: Commit) => void>();
  let { version, epoch } = start;

  return {
    seen: () => ({ version, epoch }),
    tell(commit) {
      if (commit.to <= version && commit.epoch === epoch) return;
      // What was told already, by whoever was faster, is left out; after a hole listeners have to read for themselves.
      const follows = commit.epoch === epoch && commit.prev <= version;
      const changes = follows ? commit.changes?.filter((one) => one.version > version) : undefined;
      const told: Commit = { prev: version, to: commit.to, epoch: commit.epoch, ...(changes ? { changes } : {}) };
      ({ to: version, epoch } = commit);
      for (const listener of listeners) {
        try {
          listener(told);
        } catch (error) {
          // The commit stands whatever a listener makes of it.
          onListenerError(error);
        }
      }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
