import { sameJson } from '../../src-shared/mutators/same.ts';

/**
 * Of what a form says, by the names of its fields, what was typed: the fields that are not as they began. So two
 * people's edits both stand, though one of them lay in a draft meanwhile.
 */
export function onlyTyped<Said extends object>(said: Said, form: object, began: object): Partial<Said> {
  const typed = Object.entries(said).filter(([name]) => !sameJson(Reflect.get(form, name), Reflect.get(began, name)));
  return Object.fromEntries(typed) as Partial<Said>;
}
