import { anchorKey, decodeSafely } from './link-target.ts';

/** A heading or footnote by the name that a link gives it, in this text or in the others of the same page. */
function placeOf(root: HTMLElement, name: string): HTMLElement | undefined {
  const scope = root.closest<HTMLElement>('[data-markdown-scope]') ?? root;
  if (name.startsWith('fn:')) {
    const label = decodeSafely(name.slice(3));
    return [...root.querySelectorAll<HTMLElement>('[data-note]')].find((note) => note.dataset.note === label);
  }
  const key = anchorKey(name);
  if (key === '') return undefined;
  const places = [...scope.querySelectorAll<HTMLElement>('[data-anchor]')];
  const named = (wanted: string) => places.filter((place) => place.dataset.anchor === wanted);
  // The second heading of a name ends in « -1 ».
  const [, base = '', nth = ''] = /^(.*)-(\d{1,4})$/.exec(name) ?? [];
  return named(key)[0] ?? (base === '' ? undefined : named(anchorKey(base))[Number(nth)]);
}

/** Brings the eye and the keyboard to a place of the text; false where it is not drawn yet, or is nowhere. */
export function goToAnchor(root: HTMLElement, name: string): boolean {
  const place = placeOf(root, name);
  if (!place) return false;
  place.tabIndex = -1;
  place.scrollIntoView({ block: 'start' });
  place.focus({ preventScroll: true });
  return true;
}
