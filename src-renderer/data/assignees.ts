import type { Directory } from './directory.ts';

export const NOBODY = '';

/** Everybody who may act, oneself first. */
export function responders({ people, me }: Directory): Directory['people'] {
  const acting = people.filter(({ doc }) => doc.role !== 'viewer');
  return [...acting.filter(({ id }) => id === me), ...acting.filter(({ id }) => id !== me)];
}

/** Everybody who may act, oneself first, and nobody: what a list to choose from offers. */
export function assignees(directory: Directory, nobody: string, you: string): { id: string; label: string }[] {
  return [
    ...responders(directory).map(({ id, doc }) => ({ id, label: id === directory.me ? you : doc.name })),
    { id: NOBODY, label: nobody },
  ];
}
