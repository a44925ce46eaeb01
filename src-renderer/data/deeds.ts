import type { Result } from '../../src-shared/contract/errors.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { UndoEntry, UndoStack } from '../platform/undo.ts';
import type { Mutated, MutateError } from './data.ts';

export type Answer = Promise<Result<Mutated, MutateError>>;

/** How a deed is told; `Told` is what its words need: what was done, and how many or to what. */
export interface DeedFeedback<Told extends readonly unknown[]> {
  /** In words, on the way back. */
  label(...told: Told): string;
  did(...told: [...Told, undo: UndoEntry | undefined]): void;
  refused(error: MutateError): void;
}

/**
 * Says what a person did, and keeps the way back where there is one. `back` names what it takes back by when it was said:
 * what was so before is not one's own to take back. Answers whether it was taken here.
 */
export type Deed<Told extends readonly unknown[]> = (
  told: Told,
  answer: Answer,
  back?: (of: Instant) => Answer,
) => Promise<boolean>;

export function createDeed<Told extends readonly unknown[]>(undo: UndoStack, feedback: DeedFeedback<Told>): Deed<Told> {
  return async (told, answer, back) => {
    const result = await answer;
    if (!result.ok) {
      feedback.refused(result.error);
      return false;
    }
    const { at } = result.value;
    const entry =
      back && at !== undefined
        ? undo.push({
            label: feedback.label(...told),
            undo: async () => {
              const taken = await back(at);
              if (!taken.ok) feedback.refused(taken.error);
            },
          })
        : undefined;
    feedback.did(...told, entry);
    return true;
  };
}
