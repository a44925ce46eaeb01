import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import type { Millis } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { wallAt } from './week-model.ts';

/** Where something is being dragged to. */
export interface Drag {
  item: MaintenanceItem;
  /** Which of the columns. */
  day: number;
  /** Since midnight on the wall. */
  wall: Millis;
}

/** Nearer than this it was a press. */
const PRESS = 6;

interface Options {
  /** Has a `[data-hour]` for each row, and a `[data-day]` for each column. */
  grid: RefObject<HTMLElement | null>;
  /** When it begins, since midnight on the wall. */
  beginsOf(item: MaintenanceItem): Millis;
  mayDrag(item: MaintenanceItem): boolean;
  onDrop(drag: Drag): void;
}

/** Drags an item over the days and hours of a week: where the pointer is, it goes. A lost pointer leaves it. */
export function useDrag({ grid, beginsOf, mayDrag, onDrop }: Options) {
  const [drag, setDrag] = useState<Drag>();
  const held = useRef<{ item: MaintenanceItem; x: number; y: number } | undefined>(undefined);
  /** A drop is no press: the click that follows it opens nothing. */
  const dropped = useRef(false);
  const at = ({ clientX, clientY }: PointerEvent): Drag | undefined => {
    const boxes = (name: string) =>
      [...(grid.current?.querySelectorAll<HTMLElement>(`[data-${name}]`) ?? [])].map((one) =>
        one.getBoundingClientRect(),
      );
    const day = boxes('day').findLastIndex(({ left }) => left <= clientX);
    const rows = boxes('hour');
    // What stays on top covers hours: nothing is dropped on those.
    const y = Math.max(clientY, ...boxes('whole').map(({ bottom }) => bottom));
    const hour = Math.max(
      0,
      rows.findLastIndex(({ top }) => top <= y),
    );
    const row = rows[hour];
    if (!row || !held.current) return undefined;
    const { item } = held.current;
    const share = (y - row.top) / row.height;
    return { item, day: Math.max(0, day), wall: wallAt({ hour, share }, beginsOf(item)) };
  };
  const letGo = () => {
    held.current = undefined;
    setDrag(undefined);
  };
  return {
    drag,
    wasDropped: () => dropped.current,
    of: (item: MaintenanceItem) => ({
      onPointerDown(event: PointerEvent<HTMLElement>) {
        dropped.current = false;
        if (event.button === 0 && mayDrag(item)) held.current = { item, x: event.clientX, y: event.clientY };
      },
      onPointerMove(event: PointerEvent<HTMLElement>) {
        if (!held.current) return;
        const { x, y } = held.current;
        if (!drag && Math.abs(event.clientX - x) + Math.abs(event.clientY - y) < PRESS) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag(at(event));
      },
      onPointerUp(event: PointerEvent<HTMLElement>) {
        const to = drag && at(event);
        letGo();
        if (!to) return;
        dropped.current = true;
        onDrop(to);
      },
      onPointerCancel: letGo,
    }),
    letGo,
  };
}
