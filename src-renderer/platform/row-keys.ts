import { type KeyboardEvent, type RefObject, useEffect } from 'react';
import { moveCursor } from './list-cursor.ts';

const FIELD = 'input:not([type="checkbox"]), textarea, [role="menu"], [role="listbox"]';

/**
 * Keys of a list whose rows are `[data-row]`, each with one `[data-main]` that is focused: J and K and the arrows move,
 * `act` hears of the others with the row's id and answers whether it took them. Lists inside one `[data-row-lists]` are
 * one for the keys that move.
 */
export function rowKeys(act: (key: string, id: string) => boolean): (event: KeyboardEvent<HTMLElement>) => void {
  return (event) => {
    const { target, currentTarget, key } = event;
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!(target instanceof Element) || target.closest(FIELD)) return;
    const all = currentTarget.closest('[data-row-lists]') ?? currentTarget;
    const rows = [...all.querySelectorAll<HTMLElement>('[data-row]')];
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

/**
 * The row that has the keyboard may go elsewhere under it, or away: the keyboard goes with it, or to the row that is in
 * its place, so that J, K and the keys of the rows go on working. Also after a dialog that asked about it.
 */
export function useKeptRow(list: RefObject<HTMLElement | null>, isHere = true): void {
  useEffect(() => {
    const box = list.current;
    if (!box || !isHere) return;
    const rows = () => [...box.querySelectorAll<HTMLElement>('[data-row]')];
    let last: { row: HTMLElement; at: number } | undefined;
    let frame = 0;
    const hold = ({ target }: FocusEvent) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
      if (row) last = { row, at: rows().indexOf(row) };
    };
    const keep = () => {
      if (!last || last.row.isConnected || document.activeElement !== document.body) return;
      const all = rows();
      const id = last.row.dataset.row;
      const next = all.find((row) => row.dataset.row === id) ?? all[Math.min(last.at, all.length - 1)];
      next?.querySelector<HTMLElement>('[data-main]')?.focus();
    };
    const changes = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(keep);
    });
    box.addEventListener('focusin', hold);
    changes.observe(box, { childList: true, subtree: true });
    // Dialogs come and go there.
    changes.observe(document.body, { childList: true });
    return () => {
      box.removeEventListener('focusin', hold);
      changes.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [list, isHere]);
}
