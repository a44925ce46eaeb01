import type { ActorRef } from '../../../../src-shared/model/actor.ts';
import { PRIORITIES, type Priority } from '../../../../src-shared/model/priority.ts';
import { type EntryRow, type StepState, stepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { DAY, type Instant, type Millis } from '../../../../src-shared/time/clock.ts';
import type { Seen } from './seen-alerts.ts';

/** How long a check holds: what nobody has looked at for a quarter is looked at again. */
export const REVIEW_AFTER: Millis = 90 * DAY;

/** `stale`: checked too long ago. `alive`: alerts of the type have come of late, which no check says better. */
export type CheckStatus = 'todo' | 'fresh' | 'stale' | 'skipped' | 'alive';

export interface Check {
  /** The step of the service's run that it is recorded under. */
  id: string;
  /** Of an item of the set-up; a type of alert is named by its priority. */
  text?: string;
  priority?: Priority;
  status: CheckStatus;
  /** Who looked last, and when. */
  last?: { by: ActorRef; at: Instant };
  /** Alerts of the type in 90 days. */
  seen: number;
}

/** The step that a type of alert is recorded under, beside those of the procedure. */
export const alertStep = (priority: Priority): string => `alert-${priority}`;

function checkOf(state: StepState, now: Instant): Pick<Check, 'status' | 'last'> {
  const mark = state.status === 'skipped' ? state.skipped : state.status === 'done' ? state.done.at(-1) : undefined;
  if (!mark) return { status: 'todo' };
  const last = { by: mark.by, at: mark.at };
  if (mark.at <= now - REVIEW_AFTER) return { status: 'stale', last };
  return { status: state.status === 'skipped' ? 'skipped' : 'fresh', last };
}

/** The monitoring of a service: each item of the set-up, then each type of alert. */
export function checksOf(
  steps: readonly Step[],
  { entries, seen, now }: { entries: readonly EntryRow[]; seen: Seen | undefined; now: Instant },
): Check[] {
  const setUp = steps.map((step) => ({
    id: step.id,
    text: step.text,
    seen: 0,
    ...checkOf(stepState(step, entries, now), now),
  }));
  const types = PRIORITIES.map((priority): Check => {
    const id = alertStep(priority);
    const step: Step = { kind: 'check', id, text: priority, depth: 0, line: 1 };
    const check = checkOf(stepState(step, entries, now), now);
    const count = seen?.[priority] ?? 0;
    return { id, priority, seen: count, ...check, ...(count > 0 ? { status: 'alive' as const } : {}) };
  });
  return [...setUp, ...types];
}

export interface Checked {
  /** What holds, or does not apply. */
  done: number;
  total: number;
  stale: number;
  /** The latest look at any of it. */
  last: Check['last'];
  /** When the first of what holds is to be looked at again. */
  due: Instant | undefined;
}

export function checkedOf(checks: readonly Check[]): Checked {
  const looks = checks.flatMap(({ last }) => last ?? []).sort((a, b) => a.at - b.at);
  const holding = checks.filter(({ status }) => status === 'fresh' || status === 'skipped');
  const [oldest] = holding.flatMap(({ last }) => last ?? []).sort((a, b) => a.at - b.at);
  const isDone = ({ status }: Check) => status !== 'todo' && status !== 'stale';
  return {
    done: checks.filter(isDone).length,
    total: checks.length,
    stale: checks.filter(({ status }) => status === 'stale').length,
    last: looks.at(-1),
    due: oldest && oldest.at + REVIEW_AFTER,
  };
}
