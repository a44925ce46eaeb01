import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { moveCursor } from './list-cursor.ts';

export interface RowList {
  /** What the scrolling box is given. It takes the focus: its keys move the cursor. */
  frame: { ref: RefObject<HTMLDivElement | null>; onKeyDown(event: KeyboardEvent): void };
  /** Where the cursor is. */
  at: number;
  /** The rows in sight, and how tall all of them are, in pixels. */
  rows: readonly VirtualItem[];
  height: number;
  choose(id: string): void;
}

/** A long list of which only the rows in sight exist. One stop for the keyboard, at once: the cursor moves inside it. */
export function useRowList(
  lines: readonly { id: string }[],
  { row, onShow }: { /** Height of each, in pixels. */ row: number; onShow(id: string): void },
): RowList {
  const ref = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState<string>();
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === chosen),
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => ref.current,
    estimateSize: () => row,
    overscan: 10,
    getItemKey: (index) => lines[index]?.id ?? index,
  });
  useEffect(() => ref.current?.focus({ preventScroll: true }), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.floor((ref.current?.clientHeight ?? row) / row) - 1;
    const cursor = lines[at];
    if (event.key === 'Enter' && cursor) onShow(cursor.id);
    else {
      const next = moveCursor(event.key, at, lines.length, page);
      if (next === undefined) return;
      setChosen(lines[next]?.id);
      virtual.scrollToIndex(next, { align: 'auto' });
    }
    event.preventDefault();
  };
  return {
    frame: { ref, onKeyDown },
    at,
    rows: virtual.getVirtualItems(),
    height: virtual.getTotalSize(),
    choose: setChosen,
  };
}
