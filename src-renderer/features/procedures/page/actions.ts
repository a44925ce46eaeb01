import type { Result } from '../../../../src-shared/contract/errors.ts';
import { type Procedure, procedureId, type Revision } from '../../../../src-shared/model/procedure.ts';
import { runId } from '../../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../../src-shared/mutators/registry.ts';
import { reversible } from '../../../data/back-of.ts';
import type { Mutated, MutateError } from '../../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../../platform/undo.ts';

type Answer = Result<Mutated, MutateError>;
type Text = Pick<Revision, 'title' | 'body'>;
export type Description = ArgsOf<'procedure.describe'>['set'];
/** What was done: `procedurePage.did.<what>`. */
export type Did = 'reviewed' | 'tested' | 'archived' | 'restored' | 'described' | 'broughtBack';

export interface ProcedureActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Answer>;
    /** As this laptop has it now. */
    read(id: string): Promise<Procedure | undefined>;
  };
  undo: UndoStack;
  newId(): string;
  go(path: string): void;
  feedback: {
    label(what: Did): string;
    did(what: Did, undo: UndoEntry | undefined): void;
    refused(error: MutateError): void;
  };
}

export interface ProcedureActions {
  /** Starts the text that is seen and opens the run. */
  start(id: string, revision: number): Promise<boolean>;
  /** Somebody stands by it: read through, or worked through as a test. */
  review(id: string, tested: boolean): Promise<boolean>;
  setArchived(id: string, archived: boolean): Promise<boolean>;
  describe(id: string, set: Description): Promise<boolean>;
  /**
   * An older text becomes the newest again, in the place of the one that is seen to be in force. What others have
   * written since stays: the server brings it together, or says that it cannot.
   */
  bringBack(id: string, text: Text, seen: Text & Pick<Revision, 'number'>, note: string): Promise<boolean>;
}

/** Everything a person does to a procedure apart from writing it, with its way back where there is one. */
export function createProcedureActions({ data, undo, newId, go, feedback }: ProcedureActionDeps): ProcedureActions {
  const told = (answer: Answer, what: Did, back?: () => Promise<Answer>): boolean => {
    if (!answer.ok) {
      feedback.refused(answer.error);
      return false;
    }
    if (answer.value.outcome !== 'applied') return true;
    const entry =
      back &&
      undo.push({
        label: feedback.label(what),
        undo: async () => {
          const result = await back();
          if (!result.ok) feedback.refused(result.error);
        },
      });
    feedback.did(what, entry);
    return true;
  };
  const archive = (id: string, archived: boolean) =>
    data.mutate('procedure.archive', { id: procedureId(id), archived });

  return {
    async start(id, revision) {
      const run = newId();
      const started = await data.mutate('run.start', { id: runId(run), procedure: procedureId(id), revision });
      if (!started.ok) feedback.refused(started.error);
      else go(`/runs/${encodeURIComponent(run)}`);
      return started.ok;
    },
    review: async (id, tested) =>
      told(await data.mutate('procedure.review', { id: procedureId(id), tested }), tested ? 'tested' : 'reviewed'),
    setArchived: async (id, archived) =>
      told(await archive(id, archived), archived ? 'archived' : 'restored', () => archive(id, !archived)),
    async describe(id, set) {
      const { answer, back } = reversible(
        set,
        () => data.read(id),
        (part) => data.mutate('procedure.describe', { id: procedureId(id), set: part }),
      );
      return told(await answer, 'described', () => back());
    },
    async bringBack(id, { title, body }, seen, note) {
      const from = { title: seen.title, body: seen.body };
      const args = { id: procedureId(id), base: seen.number, from, title, body, note };
      return told(await data.mutate('procedure.save', args), 'broughtBack');
    },
  };
}
