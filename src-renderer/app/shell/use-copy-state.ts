import { useLive, useSyncStatus } from '../../data/hooks.ts';

/**
 * `empty`: no record has ever reached this laptop. The first page of a snapshot carries the open incidents and the
 * people, so that the copy counts as here long before all of it is.
 */
export function useCopyState(): 'reading' | 'empty' | 'here' {
  const { cursor } = useSyncStatus();
  const people = useLive((db) => db.person.limit(1).count(), []);
  if (cursor !== null) return 'here';
  if (people === undefined) return 'reading';
  return people > 0 ? 'here' : 'empty';
}
