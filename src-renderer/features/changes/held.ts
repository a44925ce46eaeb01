import { freezeInTheWay } from '../../../src-shared/change/collisions.ts';
import { mayReopen } from '../../../src-shared/change/transitions.ts';
import type { Change, Freeze } from '../../../src-shared/model/change.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';

/** When a freeze could stop what comes next: the start, production, or that it is taken up again. */
function nextAt(change: Change, now: Instant): Instant[] {
  const planned = Math.max(now, change.window.from);
  switch (change.status) {
    case 'draft':
    case 'proposed':
      return [planned];
    case 'approved':
      return [now, planned];
    case 'inProgress':
      return change.gates.production ? [] : [now];
    case 'done':
      return mayReopen(change, now) ? [now] : [];
    default:
      return [];
  }
}

/** The freeze that holds what comes next for a change, whatever its status. */
export function heldBy(
  change: Change,
  freezes: readonly { id: string; doc: Freeze }[],
  now: Instant,
): { id: string; doc: Freeze } | undefined {
  const found = nextAt(change, now).map((at) => freezeInTheWay(change, freezes, at));
  return found.find((freeze) => freeze !== undefined);
}
