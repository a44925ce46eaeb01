import { termsOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { timesOf } from '../../../../src-shared/maintenance/terms.ts';
import { type Plan, planId } from '../../../../src-shared/model/plan.ts';
import type { ArgsOf, MutatorName } from '../../../../src-shared/mutators/registry.ts';
import { sameJson } from '../../../../src-shared/mutators/same.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { backOf } from '../../../data/back-of.ts';
import { type Answer, createDeed, type DeedFeedback } from '../../../data/deeds.ts';
import type { UndoStack } from '../../../platform/undo.ts';

export type PlanDid = 'planMade' | 'planEdited' | 'planPaused' | 'planResumed' | 'planEnded' | 'planReturned';

export interface PlanActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Answer;
    /** As this laptop has it now. */
    read(id: string): Promise<Plan | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: DeedFeedback<[what: PlanDid, count: number]>;
}

/** Each answers whether it was taken here; `create` under which id. */
export interface PlanActions {
  create(content: Omit<ArgsOf<'plan.create'>, 'id'>): Promise<string | undefined>;
  edit(id: string, seen: Plan, change: PlanChange): Promise<boolean>;
  /** Until a day that has occurrences again, or until it is taken up again. */
  pause(id: string, from: LocalDate, to?: LocalDate): Promise<boolean>;
  /** Ends a pause; without one takes up what has ended. */
  resume(id: string, on: LocalDate): Promise<boolean>;
  end(id: string, on: LocalDate): Promise<boolean>;
  /** Takes back that it ends. */
  goOn(id: string): Promise<boolean>;
}

type PlanChange = Pick<ArgsOf<'plan.edit'>, 'set' | 'terms' | 'later'>;

/** What was said of a plan's times from a day on, that day's first. */
function termsSince({ terms }: Plan, from: LocalDate): Required<Pick<PlanChange, 'terms' | 'later'>> {
  const first = { ...timesOf(termsOn(terms, from)), from };
  return { terms: first, later: terms.filter((one) => one.from > from).map(timesOf) };
}

/**
 * The way back from an edit: of what still stands as the edit left it. Where somebody has changed all of it meanwhile,
 * the revision before the edit is said, and the mutator names who was faster.
 */
export function backFrom(
  change: PlanChange,
  before: Plan,
  after: Plan | undefined,
  now: Plan | undefined,
): PlanChange & Pick<ArgsOf<'plan.edit'>, 'revision'> {
  const standing = backOf(change.set, { before, after, now });
  // They begin later than was asked for where something of that day was due already.
  const stands = change.terms && sameJson({ ...now?.terms.at(-1), from: change.terms.from }, change.terms);
  const isLeft = Object.keys(standing).length > 0 || stands;
  return {
    revision: isLeft && now ? now.revision : before.revision,
    set: isLeft ? standing : backOf(change.set, { before, after, now: after }),
    ...(change.terms && (stands || !isLeft) ? termsSince(before, change.terms.from) : {}),
  };
}

/** Everything a person does to plans, with its way back. */
export function createPlanActions({ data, undo, newId, feedback }: PlanActionDeps): PlanActions {
  const deed = createDeed(undo, feedback);
  const attempt = (what: PlanDid, run: () => Answer, back?: (of: Instant) => Answer) => deed([what, 1], run(), back);
  /** An edit of what stands now. */
  async function editNow(id: string, change: PlanChange): Answer {
    const now = await data.read(id);
    return data.mutate('plan.edit', { id: planId(id), revision: now?.revision ?? 1, ...change });
  }

  return {
    async create(content) {
      const id = planId(newId());
      const made = await attempt(
        'planMade',
        () => data.mutate('plan.create', { id, ...content }),
        () => data.mutate('plan.remove', { id }),
      );
      return made ? id : undefined;
    },
    edit(id, seen, change) {
      let after: Plan | undefined;
      const run = async () => {
        const result = await data.mutate('plan.edit', { id: planId(id), revision: seen.revision, ...change });
        after = await data.read(id);
        return result;
      };
      return attempt('planEdited', run, async () => {
        const now = await data.read(id);
        return data.mutate('plan.edit', { id: planId(id), ...backFrom(change, seen, after, now) });
      });
    },
    pause: (id, from, to) =>
      attempt(
        'planPaused',
        () => data.mutate('plan.pause', { id: planId(id), from, ...(to ? { to } : {}) }),
        (of) => data.mutate('plan.unpause', { id: planId(id), of }),
      ),
    resume: (id, on) =>
      attempt(
        'planResumed',
        () => data.mutate('plan.resume', { id: planId(id), on }),
        (of) => data.mutate('plan.takeBack', { id: planId(id), of }),
      ),
    end: (id, on) =>
      attempt(
        'planEnded',
        () => data.mutate('plan.end', { id: planId(id), on }),
        (of) => data.mutate('plan.takeBack', { id: planId(id), of }),
      ),
    goOn: (id) => attempt('planReturned', () => editNow(id, { set: { endsOn: null } })),
  };
}
