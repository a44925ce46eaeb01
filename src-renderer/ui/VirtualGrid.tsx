import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import styles from './VirtualGrid.module.css';

export interface VirtualGridProps {
  label: string;
  count: number;
  /** In pixels, the same for all rows. */
  rowHeight?: number;
  rowKey(index: number): string;
  renderRow(index: number): ReactNode;
  /** Row under the cursor; -1 for none. */
  cursor: number;
  onCursor(index: number): void;
  /** Enter, or a click. */
  onOpen(index: number): void;
  isMarked?(index: number): boolean;
  /** Space. */
  onMark?(index: number): void;
  autoFocus?: boolean;
}

/** Rows of one height, only those in sight in the page: 10,000 scroll as 30 do. The grid has the focus, not its rows. */
export function VirtualGrid(props: VirtualGridProps) {
  const {
    label,
    count,
    rowHeight = 32,
    rowKey,
    renderRow,
    cursor,
    onCursor,
    onOpen,
    isMarked,
    onMark,
    autoFocus,
  } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: rowKey,
    overscan: 12,
  });

  useEffect(() => {
    if (autoFocus) scroller.current?.focus({ preventScroll: true });
  }, [autoFocus]);
  useEffect(() => {
    if (cursor >= 0 && cursor < count) rows.scrollToIndex(cursor, { align: 'auto' });
  }, [cursor, count, rows]);

  const steer = (event: KeyboardEvent) => {
    if (event.target !== scroller.current || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    const steps: Record<string, number> = {
      ArrowDown: cursor + 1,
      j: cursor + 1,
      ArrowUp: cursor - 1,
      k: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: count - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) onCursor(Math.max(0, Math.min(count - 1, to)));
    else if (event.key === 'Enter' && cursor >= 0) onOpen(cursor);
    else if ((event.key === ' ' || event.key === 'x') && cursor >= 0 && onMark) onMark(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const items = rows.getVirtualItems();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table element cannot be virtual and keep its rows' roles
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label={label}
      aria-rowcount={count}
      aria-multiselectable={onMark ? true : undefined}
      aria-activedescendant={items.some((item) => item.index === cursor) ? `${id}-${cursor}` : undefined}
      tabIndex={0}
      onKeyDown={steer}
    >
      <div className={styles.space} role="presentation" style={{ blockSize: rows.getTotalSize() }}>
        {items.map((item) => (
          // biome-ignore lint/a11y/useSemanticElements: see the grid
          // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant of the grid
          // biome-ignore lint/a11y/useKeyWithClickEvents: the grid has the keys
          <div
            key={item.key}
            id={`${id}-${item.index}`}
            className={styles.row}
            role="row"
            aria-rowindex={item.index + 1}
            aria-selected={onMark ? isMarked?.(item.index) === true : item.index === cursor}
            style={{ transform: `translateY(${item.start}px)` }}
            onClick={() => onOpen(item.index)}
          >
            {/* biome-ignore lint/a11y/useSemanticElements: see the grid */}
            {/* biome-ignore lint/a11y/useFocusableInteractive: the row is what is pointed at */}
            <div role="gridcell">{renderRow(item.index)}</div>
          </div>
        ))}
      </div>
    </div>
  );
}
