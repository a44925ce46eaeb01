import type { Directory } from '../../data/directory.ts';

export const NOBODY = '';

/** Everybody who may act, oneself first, and nobody. */
export function owners(directory: Directory, nobody: string, you: string): { id: string; label: string }[] {
  const people = directory.people.filter(({ doc }) => doc.role !== 'viewer');
  const mine = people.filter(({ id }) => id === directory.me);
  return [
    ...mine.map(({ id }) => ({ id, label: you })),
    ...people.filter(({ id }) => id !== directory.me).map(({ id, doc }) => ({ id, label: doc.name })),
    { id: NOBODY, label: nobody },
  ];
}
