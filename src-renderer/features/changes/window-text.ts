import type { ChangeWindow } from '../../../src-shared/model/change.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';

/** A window as it is being typed: readings of the clocks in `zone`. */
export interface TypedWindow {
  from: string;
  to: string;
  zone: string;
}

export const typedWindow = ({ from, to, zone }: ChangeWindow): TypedWindow => ({
  from: wallText(from, zone),
  to: wallText(to, zone),
  zone,
});

/** The window that is typed; undefined while it is none. */
export function readWindow({ from, to, zone }: TypedWindow): ChangeWindow | undefined {
  const start = instantOfText(from, zone, 'start');
  const end = instantOfText(to, zone, 'end');
  return start === undefined || end === undefined || end <= start ? undefined : { from: start, to: end, zone };
}
