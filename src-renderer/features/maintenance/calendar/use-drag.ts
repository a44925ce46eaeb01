import { type PointerEvent, type RefObject, useRef, useState } from 'react';
import { DAY, HOUR, MINUTE, type Millis } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';

/** Where something is being dragged to. */
export interface Drag {
  item: MaintenanceItem;
  /** Which of the columns. */
  day: number;
  /** Since midnight on the wall, in quarters of an hour. */
  wall: Millis;
}

const SNAP = 15 * MINUTE;
/** Nearer than this it was a press. */
const PRESS = 6;

interface Options {
  columns: RefObject<HTMLElement | null>;
  /** Height of an hour, in pixels. */
  row: number;
  mayDrag(item: MaintenanceItem): boolean;
  onDrop(drag: Drag): void;
}

/** Drags an item over the columns of a week. Escape and a lost pointer leave it where it was. */
export function useDrag({ columns, row, mayDrag, onDrop }: Options) {
  const [drag, setDrag] = useState<Drag>();
  const held = useRef<{ item: MaintenanceItem; x: number; y: number; grip: Millis } | undefined>(undefined);
  /** A drop is no press: the click that follows it opens nothing. */
  const dropped = useRef(false);
  const at = (event: PointerEvent): Drag | undefined => {
    const box = columns.current?.getBoundingClientRect();
    if (!box || !held.current) return undefined;
    const { item, grip } = held.current;
    const day = Math.min(6, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * 7)));
    const wall = Math.round((((event.clientY - box.top) / row) * HOUR - grip) / SNAP) * SNAP;
    return { item, day, wall: Math.min(DAY - SNAP, Math.max(0, wall)) };
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
        if (event.button !== 0 || !mayDrag(item)) return;
        const { top } = event.currentTarget.getBoundingClientRect();
        held.current = { item, x: event.clientX, y: event.clientY, grip: ((event.clientY - top) / row) * HOUR };
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
