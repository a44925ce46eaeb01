import type { Result } from '../../../src-shared/contract/errors.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import { type FollowUp, followUpId, type PostMortem } from '../../../src-shared/model/post-mortem.ts';
import type { ArgsOf, MutatorName } from '../../../src-shared/mutators/registry.ts';
import { reversible } from '../../data/back-of.ts';
import type { Mutated, MutateError } from '../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../platform/undo.ts';

export type FollowUpContent = Pick<FollowUp, 'title' | 'detail' | 'owner' | 'team' | 'due' | 'url'>;
export type FollowUpChange = ArgsOf<'followUp.edit'>['set'];
export type FollowUpEnd = ArgsOf<'followUp.close'>['as'];
type Told = 'started' | 'published' | 'reopened' | 'described' | 'added' | 'edited' | 'done' | 'dropped' | 'undone';

export interface PostMortemActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
    /** As this laptop has it now; that of an incident, by its id. */
    postMortem(id: string): Promise<PostMortem | undefined>;
    followUp(id: string): Promise<FollowUp | undefined>;
    /** Title and text that a post-mortem begins with; undefined where the incident is not here. */
    draft(
      incident: string,
    ): Promise<Pick<ArgsOf<'postMortem.start'>, 'title' | 'body' | 'language' | 'zone' | 'owner'> | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  feedback: {
    /** `postMortem.did.<what>` in words. */
    label(what: Told, count: number): string;
    did(what: Told, count: number, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

export interface PostMortemActions {
  /** Each answers whether it was taken here. */
  start(incident: string): Promise<boolean>;
  publish(id: string, revision: number): Promise<boolean>;
  reopen(id: string): Promise<boolean>;
  describe(id: string, set: ArgsOf<'postMortem.describe'>['set']): Promise<boolean>;
  add(incident: string, content: FollowUpContent): Promise<boolean>;
  edit(id: string, set: FollowUpChange): Promise<boolean>;
  /** Several at once, with one way back. */
  end(ids: readonly string[], as: FollowUpEnd): Promise<boolean>;
  takeUp(ids: readonly string[]): Promise<boolean>;
}

/** Everything a person does to post-mortems and follow-ups, with its way back. */
export function createPostMortemActions({ data, undo, newId, feedback }: PostMortemActionDeps): PostMortemActions {
  type Answer = Promise<Result<Mutated, MutateError>>;

  /** Runs one change for each id; the first refusal is told. Answers those that took it. */
  async function each(ids: readonly string[], change: (id: string) => Answer): Promise<string[]> {
    const done: string[] = [];
    let told = false;
    for (const id of ids) {
      const result = await change(id);
      if (result.ok) {
        if (result.value.outcome === 'applied') done.push(id);
      } else if (!told) {
        feedback.refused(result.error);
        told = true;
      }
    }
    return done;
  }

  async function all(
    what: Told,
    ids: readonly string[],
    change: (id: string) => Answer,
    back?: (id: string) => Answer,
  ): Promise<boolean> {
    const done = await each(ids, change);
    if (done.length === 0) return false;
    const entry =
      back &&
      undo.push({
        label: feedback.label(what, done.length),
        undo: async () => {
          await each(done, back);
        },
      });
    feedback.did(what, done.length, entry);
    return true;
  }

  const reopenFollowUp = (id: string) => data.mutate('followUp.reopen', { id: followUpId(id) });
  const close = (as: FollowUpEnd) => (id: string) => data.mutate('followUp.close', { id: followUpId(id), as });

  return {
    async start(incident) {
      const draft = await data.draft(incident);
      if (!draft) return false;
      const result = await data.mutate('postMortem.start', { id: incidentId(incident), ...draft });
      if (!result.ok) feedback.refused(result.error);
      return result.ok;
    },
    publish: (id, revision) =>
      all(
        'published',
        [id],
        () => data.mutate('postMortem.publish', { id: incidentId(id), revision }),
        (one) => data.mutate('postMortem.reopen', { id: incidentId(one) }),
      ),
    reopen: (id) => all('reopened', [id], () => data.mutate('postMortem.reopen', { id: incidentId(id) })),
    describe(id, set) {
      const { answer, back } = reversible(
        set,
        () => data.postMortem(id),
        (part) => data.mutate('postMortem.describe', { id: incidentId(id), set: part }),
      );
      return all(
        'described',
        [id],
        () => answer,
        () => back(),
      );
    },
    add(incident, content) {
      const id = followUpId(newId());
      return all(
        'added',
        [id],
        () => data.mutate('followUp.create', { id, incident: incidentId(incident), ...content }),
        close({ status: 'dropped', reason: feedback.label('undone', 1) }),
      );
    },
    edit(id, set) {
      const { answer, back } = reversible(
        set,
        () => data.followUp(id),
        (part) => data.mutate('followUp.edit', { id: followUpId(id), set: part }),
      );
      return all(
        'edited',
        [id],
        () => answer,
        () => back(),
      );
    },
    end: (ids, as) => all(as.status, ids, close(as), reopenFollowUp),
    takeUp: (ids) => all('reopened', ids, reopenFollowUp),
  };
}
