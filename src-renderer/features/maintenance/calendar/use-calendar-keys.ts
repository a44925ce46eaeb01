import type { FocusEvent, KeyboardEvent } from 'react';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useMaintenanceDesk } from '../desk.ts';

/**
 * Keys of a calendar whose items are `[data-row]` buttons: J and K and the arrows lead from one to the next in the order
 * of the page; commands act on the one that has the focus.
 */
export function useCalendarKeys(items: readonly MaintenanceItem[]) {
  const { focused } = useMaintenanceDesk();
  return {
    'data-own-keys': 'j k',
    onFocus({ target }: FocusEvent<HTMLElement>) {
      const id = target.closest<HTMLElement>('[data-row]')?.dataset.row;
      const item = items.find(({ planned }) => planned.id === id);
      if (item) focused.setState({ items: [item] });
    },
    onKeyDown(event: KeyboardEvent<HTMLElement>) {
      const { key, currentTarget, target } = event;
      if (event.altKey || event.ctrlKey || event.metaKey || !(target instanceof HTMLElement)) return;
      if (!target.matches('[data-row]')) return;
      const step = ['j', 'ArrowDown', 'ArrowRight'].includes(key)
        ? 1
        : ['k', 'ArrowUp', 'ArrowLeft'].includes(key)
          ? -1
          : 0;
      if (step === 0) return;
      const rows = [...currentTarget.querySelectorAll<HTMLElement>('[data-row]')];
      const next = rows[rows.indexOf(target) + step];
      next?.focus();
      event.preventDefault();
    },
  };
}
