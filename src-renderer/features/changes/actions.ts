import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { type Answer, createDeed, type DeedFeedback } from '../../data/deeds.ts';
import type { UndoStack } from '../../platform/undo.ts';

export interface ChangeActionDeps {
  mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Answer;
  undo: UndoStack;
  /** `changes.did.<what>` in words. */
  feedback: DeedFeedback<[what: string]>;
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
  const deed = createDeed(undo, feedback);
  return { mutate, act: (what, name, args, back) => deed([what], mutate(name, args), back) };
}
