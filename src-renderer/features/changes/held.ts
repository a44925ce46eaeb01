import { freezeInTheWay } from '../../../src-shared/change/collisions.ts';
import { mayReopen } from '../../../src-shared/change/transitions.ts';
import type { Change, Freeze } from '../../../src-shared/model/change.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** From when on a freeze could stop what comes next: the start, production, or that it is taken up again. */
function nextAt(change: Change, now: Instant): Instant | undefined {
  switch (change.status) {
    case 'draft':
    case 'proposed':
      return Math.max(now, change.window.from);
    case 'approved':
      return now;
    case 'inProgress':
      return change.gates.production ? undefined : now;
    case 'done':
      return mayReopen(change, now) ? now : undefined;
    default:
      return undefined;
  }
}

/** The freeze that holds what comes next for a change, whatever its status. */
export function heldBy(
  change: Change,
  freezes: readonly { id: string; doc: Freeze }[],
  now: Instant,
): { id: string; doc: Freeze } | undefined {
  const at = nextAt(change, now);
  return at === undefined ? undefined : freezeInTheWay(change, freezes, at);
}
