import type { TFunction } from 'i18next';
import type { Mutation } from '../../../src-shared/contract/http.ts';

/** The incident that a change is about, where it is about one. */
export function changeSubject({ name, args }: Pick<Mutation, 'name' | 'args'>): string | undefined {
  if (!name.startsWith('incident.') || typeof args !== 'object' || args === null || !('id' in args)) return undefined;
  return typeof args.id === 'string' ? args.id : undefined;
}

/** What the person did, in words; a change of a newer version is named as it travels. */
export function changeWhat(t: TFunction, { name }: Pick<Mutation, 'name'>): string {
  return t(`change.${name}`, { defaultValue: name });
}
