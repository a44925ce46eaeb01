import { sameJson } from '../../src-shared/mutators/same.ts';

/**
 * What takes an edit back from a record that was as it was seen. A field that another has changed since stands, `now`
 * there too.
 */
export function backOf<Edit extends object>(edit: Edit, seen: object, now: object | undefined): Partial<Edit> {
  const field = (of: object | undefined, name: string) => (of && Reflect.get(of, name)) ?? null;
  const standing = Object.entries(edit).filter(([name, said]) => sameJson(field(now, name), said ?? null));
  return Object.fromEntries(standing.map(([name]) => [name, field(seen, name)])) as Partial<Edit>;
}
