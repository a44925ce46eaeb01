import type { Result } from '../../../../src-shared/contract/errors.ts';
import { type Plan, planId } from '../../../../src-shared/model/plan.ts';
import type { ArgsOf, MutatorName } from '../../../../src-shared/mutators/registry.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import type { Mutated, MutateError } from '../../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../../platform/undo.ts';

export type PlanDid = 'planMade' | 'planEdited' | 'planPaused' | 'planResumed' | 'planEnded' | 'planReturned';

export interface PlanActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** As this laptop has it now. */
    read(id: string): Promise<Plan | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: {
    label(what: PlanDid, count: number): string;
    did(what: PlanDid, count: number, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

/** Each answers whether it was taken here; `create` under which id. */
export interface PlanActions {
  create(content: Omit<ArgsOf<'plan.create'>, 'id'>): Promise<string | undefined>;
  edit(id: string, seen: Plan, change: Pick<ArgsOf<'plan.edit'>, 'set' | 'terms'>): Promise<boolean>;
  pause(id: string, from: LocalDate): Promise<boolean>;
  resume(id: string, on: LocalDate): Promise<boolean>;
  end(id: string, on: LocalDate): Promise<boolean>;
  /** Takes back that it ends. */
  goOn(id: string): Promise<boolean>;
}

type Attempt = Promise<Result<Mutated, MutateError>>;

/** Everything a person does to plans, with its way back. */
export function createPlanActions({ data, undo, newId, feedback }: PlanActionDeps): PlanActions {
  async function attempt(what: PlanDid, run: () => Attempt, back?: () => Attempt): Promise<boolean> {
    const result = await run();
    if (!result.ok) {
      feedback.refused(result.error);
      return false;
    }
    const entry =
      back &&
      undo.push({
        label: feedback.label(what, 1),
        undo: async () => {
          const taken = await back();
          if (!taken.ok) feedback.refused(taken.error);
        },
      });
    feedback.did(what, 1, entry);
    return true;
  }
  /** An edit of what stands now: an undo follows whatever was edited meanwhile. */
  async function editNow(id: string, change: Pick<ArgsOf<'plan.edit'>, 'set' | 'terms'>): Attempt {
    const now = await data.read(id);
    return data.mutate('plan.edit', { id: planId(id), revision: now?.revision ?? 1, ...change });
  }

  return {
    async create(content) {
      const id = planId(newId());
      const made = await attempt(
        'planMade',
        () => data.mutate('plan.create', { id, ...content }),
        () => data.mutate('plan.end', { id, on: content.terms.from }),
      );
      return made ? id : undefined;
    },
    edit: (id, seen, change) =>
      attempt(
        'planEdited',
        () => data.mutate('plan.edit', { id: planId(id), revision: seen.revision, ...change }),
        () => {
          const before = seen.terms.at(-1);
          const set = Object.fromEntries(
            Object.keys(change.set).map((name) => [name, seen[name as keyof Plan] ?? null]),
          ) as ArgsOf<'plan.edit'>['set'];
          const terms = change.terms && before ? { ...before, from: change.terms.from } : undefined;
          return editNow(id, { set, ...(terms ? { terms } : {}) });
        },
      ),
    pause: (id, from) =>
      attempt(
        'planPaused',
        () => data.mutate('plan.pause', { id: planId(id), from }),
        () => data.mutate('plan.resume', { id: planId(id), on: from }),
      ),
    resume: (id, on) =>
      attempt(
        'planResumed',
        () => data.mutate('plan.resume', { id: planId(id), on }),
        () => data.mutate('plan.pause', { id: planId(id), from: on }),
      ),
    end: (id, on) =>
      attempt(
        'planEnded',
        () => data.mutate('plan.end', { id: planId(id), on }),
        () => editNow(id, { set: { endsOn: null } }),
      ),
    goOn: (id) => attempt('planReturned', () => editNow(id, { set: { endsOn: null } })),
  };
}
