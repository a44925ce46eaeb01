import type { Procedure } from '../model/procedure.ts';
import { DAY, type Instant } from '../time/clock.ts';

/** When a procedure is to be looked over next; undefined where no review is asked for. */
export function reviewDueAt({ reviewEvery, reviewedAt, updatedAt }: Procedure): Instant | undefined {
  return reviewEvery === undefined ? undefined : Math.max(reviewedAt ?? 0, updatedAt) + reviewEvery * DAY;
}

/** Since when its review has been overdue; undefined while it is not. */
export function staleSince(procedure: Procedure, now: Instant): Instant | undefined {
  const due = reviewDueAt(procedure);
  return due !== undefined && due <= now ? due : undefined;
}
