const TEXT_FIELD = 'input, textarea, select, [contenteditable="true"], [contenteditable=""], [role="textbox"]';
/** Menus and open lists have typeahead; a dialog covers what the keys would act on. */
const CAPTIVE = '[role="menu"], [role="dialog"], [role="alertdialog"], [data-trigger] [role="listbox"]';
/** Inputs that are no text: single keys go on working while they have the focus. */
const NO_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range']);

/** Keys that what surrounds the focus takes for itself, in lower case: `<div data-own-keys="j k enter">`. */
const OWN_KEYS = '[data-own-keys]';

/** Whether a key that is pressed by itself must be left to what surrounds the focus: a list that has its own keys. */
export function isOwnKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof Element)) return false;
  const own = target.closest<HTMLElement>(OWN_KEYS)?.dataset.ownKeys?.split(' ') ?? [];
  return own.includes(key === ' ' ? 'space' : key.toLowerCase());
}

/** Whether single keys must be left to the focused element. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(CAPTIVE)) return true;
  if (!target.matches(TEXT_FIELD)) return false;
  return !(target instanceof HTMLInputElement && NO_TEXT.has(target.type));
}
