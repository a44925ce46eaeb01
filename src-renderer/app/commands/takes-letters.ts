const TEXT_FIELD = 'input, textarea, select, [contenteditable="true"], [contenteditable=""], [role="textbox"]';
/** Menus and open lists have typeahead; a dialog covers what the keys would act on. */
const CAPTIVE = '[role="menu"], [role="dialog"], [role="alertdialog"], [data-trigger] [role="listbox"]';
/** Inputs that are no text: single keys go on working while they have the focus. */
const NO_TEXT = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range']);

/** Whether single keys must be left to the focused element. */
export function takesLetters(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target.closest(CAPTIVE)) return true;
  if (!target.matches(TEXT_FIELD)) return false;
  return !(target instanceof HTMLInputElement && NO_TEXT.has(target.type));
}
