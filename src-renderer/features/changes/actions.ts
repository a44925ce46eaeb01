import type { Result } from '../../../src-shared/contract/errors.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

type Answer = Promise<Result<Mutated, MutateError>>;

export interface ChangeActionDeps {
  mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Answer;
  undo: UndoStack;
  feedback: {
    /** `changes.did.<what>` in words. */
    label(what: string): string;
    did(what: string, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

export interface ChangeActions {
  /** Does it, says so in the words `changes.did.<what>`, and keeps the way back where there is one. */
  act<Name extends MutatorName>(
    what: string,
    name: Name,
    args: ArgsOf<Name>,
    /** Is given when it was said, by which it names what it takes back. */
    back?: (of: Instant) => Answer,
  ): Promise<boolean>;
  mutate: ChangeActionDeps['mutate'];
}

/** Everything a person does to changes and freezes. */
export function createChangeActions({ mutate, undo, feedback }: ChangeActionDeps): ChangeActions {
  return {
    mutate,
    async act(what, name, args, back) {
      const result = await mutate(name, args);
      if (!result.ok) {
        feedback.refused(result.error);
        return false;
      }
      const { at } = result.value;
      const entry =
        back && at !== undefined
          ? undo.push({
              label: feedback.label(what),
              undo: async () => {
                const taken = await back(at);
                if (!taken.ok) feedback.refused(taken.error);
              },
            })
          : undefined;
      feedback.did(what, entry);
      return true;
    },
  };
}
