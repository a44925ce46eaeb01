import type { Result } from '../../../../src-shared/contract/errors.ts';
import { incidentId } from '../../../../src-shared/model/ids.ts';
import { type Procedure, procedureId } from '../../../../src-shared/model/procedure.ts';
import { type Run, runbookRunId } from '../../../../src-shared/model/run.ts';
import type { ArgsOf, MutatorName } from '../../../../src-shared/mutators/registry.ts';
import { reversible } from '../../../data/back-of.ts';
import type { Mutated, MutateError } from '../../../data/data.ts';
import type { UndoEntry, UndoStack } from '../../../platform/undo.ts';

type Answer = Result<Mutated, MutateError>;

export interface SuggestActionDeps {
  data: {
    mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Answer>;
    procedure(id: string): Promise<Procedure | undefined>;
    runsOf(incident: string): Promise<readonly { id: string; doc: Run }[]>;
  };
  undo: UndoStack;
  mayRespond(): boolean;
  go(path: string): void;
  feedback: {
    /** `runbooks.did.<what>` in words. */
    label(what: 'pinned' | 'unpinned', alert: string): string;
    did(what: 'pinned' | 'unpinned', alert: string, undo: UndoEntry): void;
    refused(error: MutateError): void;
  };
}

export interface SuggestActions {
  /** Opens the run of a runbook for an incident: the one that is open, else a new one; without steps, its page. */
  open(incident: string, procedure: string): Promise<void>;
  /** From now on the runbook is the first for alerts of this name. */
  pin(procedure: string, alert: string): Promise<void>;
  unpin(procedure: string, alert: string): Promise<void>;
}

/** What a person does with a suggested runbook, with its way back. */
export function createSuggestActions({ data, undo, mayRespond, go, feedback }: SuggestActionDeps): SuggestActions {
  const toPage = (procedure: string) => go(`/procedures/${encodeURIComponent(procedure)}`);
  const toRun = (run: string) => go(`/runs/${encodeURIComponent(run)}`);

  async function match(procedure: string, alert: string, what: 'pinned' | 'unpinned') {
    const before = await data.procedure(procedure);
    if (!before) return;
    const { alertNames = [], matchers = [] } = before.match ?? {};
    const others = alertNames.filter((name) => name !== alert);
    const next = { alertNames: what === 'pinned' ? [...others, alert] : others, matchers };
    const { answer, back } = reversible<{ match: typeof next | null }>(
      { match: next },
      () => data.procedure(procedure),
      (set) => data.mutate('procedure.describe', { id: procedureId(procedure), set }),
    );
    const result = await answer;
    if (!result.ok) return feedback.refused(result.error);
    if (result.value.outcome === 'noop') return;
    const entry = undo.push({
      label: feedback.label(what, alert),
      undo: async () => {
        const taken = await back();
        if (!taken.ok) feedback.refused(taken.error);
      },
    });
    feedback.did(what, alert, entry);
  }

  return {
    async open(incident, procedure) {
      const doc = await data.procedure(procedure);
      const own = (await data.runsOf(incident)).filter((run) => run.doc.procedure === procedure);
      const open = own.filter((run) => run.doc.endedAt === undefined).sort((a, b) => b.doc.startedAt - a.doc.startedAt);
      if (open[0]) return toRun(open[0].id);
      if (!doc || doc.steps === 0 || doc.kind === 'incidentPhase' || !mayRespond()) return toPage(procedure);
      const id = runbookRunId(incident, procedure, own.length + 1);
      const started = await data.mutate('run.start', {
        id,
        procedure: procedureId(procedure),
        revision: doc.revision,
        incident: incidentId(incident),
      });
      if (started.ok) return toRun(id);
      // The text has not come yet, or somebody may not: what is known of it is still to be read.
      feedback.refused(started.error);
      toPage(procedure);
    },
    pin: (procedure, alert) => match(procedure, alert, 'pinned'),
    unpin: (procedure, alert) => match(procedure, alert, 'unpinned'),
  };
}
