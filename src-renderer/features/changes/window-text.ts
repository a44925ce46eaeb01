import { type ChangeWindow, LATEST_WINDOW, LONGEST_WINDOW } from '../../../src-shared/model/change.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** A window as it is being typed: readings of the clocks in `zone`. */
export interface TypedWindow {
  from: string;
  to: string;
  zone: string;
  /** What was read: where nothing else is typed it is that very instant, on the night of two same hours too. */
  of?: { from: Instant; to: Instant } | undefined;
}

export const typedWindow = ({ from, to, zone }: ChangeWindow): TypedWindow => ({
  from: wallText(from, zone),
  to: wallText(to, zone),
  zone,
  of: { from, to },
});

/** The instants that are typed, each undefined while it is none. */
export function readEnds({ from, to, zone, of }: TypedWindow): { from: Instant | undefined; to: Instant | undefined } {
  const read = (text: string, edge: 'start' | 'end', known: Instant | undefined) =>
    known !== undefined && wallText(known, zone) === text ? known : instantOfText(text, zone, edge);
  return { from: read(from, 'start', of?.from), to: read(to, 'end', of?.to) };
}

/** The window that is typed; undefined while it is none. */
export function readWindow(typed: TypedWindow): ChangeWindow | undefined {
  const { from, to } = readEnds(typed);
  if (from === undefined || to === undefined || to <= from) return undefined;
  if (to - from > LONGEST_WINDOW || to > LATEST_WINDOW) return undefined;
  return { from, to, zone: typed.zone };
}

/** The same instants on the clocks of another zone; what is not read yet stays as it is typed. */
export function inZone(typed: TypedWindow, zone: string): TypedWindow {
  const { from, to } = readEnds(typed);
  if (from !== undefined && to !== undefined) return typedWindow({ from, to, zone });
  return {
    from: from === undefined ? typed.from : wallText(from, zone),
    to: to === undefined ? typed.to : wallText(to, zone),
    zone,
  };
}
