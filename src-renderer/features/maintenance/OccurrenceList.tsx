import { type FocusEvent, useEffect, useRef } from 'react';
import type { Directory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { rowKeys } from '../../platform/row-keys.ts';
import { useMaintenanceDesk } from './desk.ts';
import styles from './Maintenance.module.css';
import { OccurrenceRow } from './OccurrenceRow.tsx';
import { useRunShares } from './use-run-shares.ts';

interface Props {
  label: string;
  items: readonly MaintenanceItem[];
  directory: Directory;
  hasDay?: boolean;
  marked?: ReadonlySet<string>;
  onMark?(id: string): void;
  onUnmark?(): void;
}

/** Occurrences as rows; commands act on the one under the cursor. */
export function OccurrenceList({ label, items, directory, hasDay, marked, onMark, onUnmark }: Props) {
  const desk = useMaintenanceDesk();
  const unconfirmed = useUnconfirmedIds('occurrence');
  const shares = useRunShares(items);
  const list = useRef<HTMLUListElement>(null);
  const onFocus = ({ target }: FocusEvent<HTMLElement>) => {
    const id = target.closest<HTMLElement>('[data-row]')?.dataset.row;
    const item = items.find(({ planned }) => planned.id === id);
    if (item && (marked?.size ?? 0) === 0) desk.focused.setState({ items: [item] });
  };
  // What the cursor stands on has changed under it.
  useEffect(() => {
    const { items: before } = desk.focused.getState();
    const now = items.filter(({ planned }) => before.some((one) => one.planned.id === planned.id));
    if (now.length > 0 && now.length === before.length) desk.focused.setState({ items: now });
  }, [items, desk]);
  const onKeyDown = rowKeys((key, id) => {
    if (key === 'x' && onMark) {
      onMark(id);
      return true;
    }
    if (key === 'Escape' && onUnmark && (marked?.size ?? 0) > 0) {
      onUnmark();
      return true;
    }
    return false;
  });
  return (
    <ul
      ref={list}
      className={styles.list}
      aria-label={label}
      data-own-keys={onMark ? 'j k x' : 'j k'}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      {items.map((item) => (
        <OccurrenceRow
          key={item.planned.id}
          item={item}
          directory={directory}
          isWaiting={unconfirmed.has(item.planned.id)}
          share={shares.get(item.planned.id)}
          {...(hasDay ? { hasDay } : {})}
          {...(onMark
            ? { isMarked: marked?.has(item.planned.id) ?? false, onMark: () => onMark(item.planned.id) }
            : {})}
        />
      ))}
    </ul>
  );
}
