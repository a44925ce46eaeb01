import { between } from '../sla/shown-lengths.ts';
import type { Instant, Millis } from '../time/clock.ts';
import type { RunProgress, StepState } from './run-state.ts';

/** When a step was settled; undefined while it is not. */
export function settledAt(state: StepState): Instant | undefined {
  if (state.status === 'skipped') return state.skipped?.at;
  if (state.status !== 'done') return undefined;
  return state.done.at(-1)?.at ?? state.timer?.event.until;
}

/**
 * How long each settled step took: from whatever was settled before it, or the start of the run, to when it was settled
 * itself. People work on one step after another, and nobody says when they begin.
 */
export function stepTimes({ states }: Pick<RunProgress, 'states'>, startedAt: Instant): ReadonlyMap<string, Millis> {
  const settled = [...states].flatMap(([id, state]) => {
    const at = settledAt(state);
    return at === undefined ? [] : [{ id, at }];
  });
  settled.sort((a, b) => a.at - b.at);
  let before = startedAt;
  return new Map(
    settled.map(({ id, at }) => {
      const took = between(before, at);
      before = Math.max(before, at);
      return [id, took];
    }),
  );
}
