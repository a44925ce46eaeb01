/** The part of the Web Locks API that is needed. */
export interface LocksPort {
  request(name: string, run: () => Promise<void>): Promise<unknown>;
}

const LOCK = 'vigie-sync';

/**
 * Waits until this page is the only one that syncs this laptop's database. Resolves with the way to give it up; a
 * page that dies gives it up by itself.
 */
export function becomeSyncOwner(locks: LocksPort | undefined, name: string): Promise<() => void> {
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    locks.request(`${LOCK}-${name}`, () => new Promise<void>((release) => resolve(release))).catch(reject);
  });
}
