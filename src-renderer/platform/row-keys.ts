import type { KeyboardEvent } from 'react';
import { moveCursor } from './list-cursor.ts';

const FIELD = 'input:not([type="checkbox"]), textarea, [role="menu"], [role="listbox"]';

/**
 * Keys of a list whose rows are `[data-row]`, each with one `[data-main]` that is focused: J and K and the arrows move,
 * `act` hears of the others with the row's id and answers whether it took them.
 */
export function rowKeys(act: (key: string, id: string) => boolean): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    const { target, currentTarget, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!(target instanceof Element) || target.closest(FIELD)) return;
    const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
    const at = rows.findIndex((row) => row.contains(target));
    const next = moveCursor(key, at, rows.length, 12);
    if (next !== undefined) rows[next]?.querySelector<HTMLElement>('[data-main]')?.focus();
    else if (!act(key, rows[at]?.dataset.row ?? '')) return;
    event.preventDefault();
  };
}

/** Puts the keyboard on the first row, so that J and K work at once; nothing while somebody types. */
export function focusFirstRow(list: HTMLElement | null): void {
  if (!list || document.activeElement?.matches('input, textarea')) return;
  list.querySelector<HTMLElement>('[data-main]')?.focus({ preventScroll: true });
}
