import { useDirectory } from '../../data/directory.ts';
import { useSyncStatus } from '../../data/hooks.ts';

/**
 * `empty`: no record has ever reached this laptop. The first page of a snapshot carries the open incidents and the
 * people, so that the copy counts as here long before all of it is.
 */
export function useCopyState(): 'reading' | 'empty' | 'here' {
  const { cursor } = useSyncStatus();
  const people = useDirectory()?.people;
  if (cursor !== null) return 'here';
  if (people === undefined) return 'reading';
  return people.length > 0 ? 'here' : 'empty';
}
