import type { Result } from '../../../../src-shared/contract/errors.ts';
import type { Entity } from '../../../../src-shared/model/collections.ts';
import { procedureId, revisionId } from '../../../../src-shared/model/procedure.ts';
import type { ArgsOf, MutatorName } from '../../../../src-shared/mutators/registry.ts';
import {
  type ImportChoice,
  type ImportOptions,
  type KnownProcedure,
  type PlannedChange,
  stepFor,
} from '../../../../src-shared/procedure/import/plan.ts';
import type { ImportedImage, ReadCollection } from '../../../../src-shared/procedure/import/read.ts';
import type { Mutated, MutateError } from '../../../data/data.ts';

export interface ImporterDeps {
  mutate<Name extends MutatorName>(name: Name, args: ArgsOf<Name>): Promise<Result<Mutated, MutateError>>;
  /** Answers why a picture was not taken, or nothing. */
  keepImage(image: ImportedImage): Promise<string | undefined>;
  revisions(ids: readonly string[]): Promise<(Entity<'revision'> | undefined)[]>;
  procedure(id: string): Promise<Entity<'procedure'> | undefined>;
}

/** What was done with one file. */
export interface DoneChange {
  change: PlannedChange;
  outcome: 'done' | 'nothing' | 'refused';
  /** Why it was refused. */
  error?: MutateError;
  /** The text that it put in force. */
  left?: Text;
}

type Text = KnownProcedure['ours'];

export interface ImportRun {
  done: DoneChange[];
  /** Pictures that were not kept, by their name, with why. */
  images: { name: string; reason: string }[];
  /** A person stopped it before its end. */
  stopped: boolean;
}

/** The texts that an import compares with, of procedures that came from a collection. */
export async function knownProcedures(
  rows: readonly Entity<'procedure'>[],
  revisions: ImporterDeps['revisions'],
): Promise<KnownProcedure[]> {
  const idOf = (id: string, number: number) => revisionId({ collection: 'procedure', id }, number);
  const texts = await revisions(
    rows.flatMap(({ id, doc }) => [idOf(id, doc.revision), idOf(id, doc.source?.revision ?? 1)]),
  );
  return rows.map(({ id, doc }, at) => ({
    id,
    doc,
    ours: texts[2 * at]?.doc ?? { title: doc.title, body: '' },
    imported: texts[2 * at + 1]?.doc,
  }));
}

export interface CarryOut {
  changes: readonly PlannedChange[];
  images: ReadCollection['images'];
  options: ImportOptions;
  choice(change: PlannedChange): ImportChoice;
  /** After each file; true stops behind it. */
  progress(done: number, total: number): boolean;
}

/** Carries an import out, a file at a time: what was done when it stops is whole, and importing again goes on. */
export async function carryOut(deps: ImporterDeps, work: CarryOut): Promise<ImportRun> {
  const planned = work.changes.flatMap((change) => {
    const step = stepFor(change, work.choice(change), work.options);
    return step ? [{ change, step }] : [];
  });
  const run: ImportRun = { done: [], images: [], stopped: false };
  const kept = new Set<string>();
  for (const [index, { change, step }] of planned.entries()) {
    // Before the text that shows it.
    for (const hash of change.state === 'gone' ? [] : change.text.images) {
      const image = kept.has(hash) ? undefined : work.images.get(hash);
      kept.add(hash);
      const reason = image && (await deps.keepImage(image));
      if (image && reason !== undefined) run.images.push({ name: image.name, reason });
    }
    const result = await (step.name === 'procedure.import'
      ? deps.mutate('procedure.import', step.args)
      : deps.mutate('procedure.archive', step.args));
    if (!result.ok) run.done.push({ change, outcome: 'refused', error: result.error });
    else {
      const outcome = result.value.outcome === 'noop' ? 'nothing' : 'done';
      const left = step.name === 'procedure.import' ? (step.args.settled?.text ?? step.args.text) : undefined;
      run.done.push({ change, outcome, ...(left ? { left } : {}) });
    }
    if (work.progress(index + 1, planned.length)) {
      run.stopped = index + 1 < planned.length;
      break;
    }
  }
  return run;
}

/**
 * Takes an import back: what it made is archived, what it changed says again what it said. What others have written
 * since stays, or is a conflict to settle. Answers what refused.
 */
export async function takeBack(deps: ImporterDeps, { done }: ImportRun): Promise<MutateError[]> {
  const errors: MutateError[] = [];
  const tell = (result: Result<Mutated, MutateError>) => {
    if (!result.ok) errors.push(result.error);
  };
  for (const { change, outcome, left } of done.toReversed()) {
    if (outcome !== 'done' || change.state === 'same') continue;
    const id = procedureId(change.id);
    if (change.state === 'new') tell(await deps.mutate('procedure.archive', { id, archived: true }));
    else if (change.state === 'gone') tell(await deps.mutate('procedure.archive', { id, archived: false }));
    else {
      const now = await deps.procedure(id);
      const { title, body } = change.known.ours;
      if (now) tell(await deps.mutate('procedure.save', { id, base: now.doc.revision, from: left, title, body }));
      if (change.state === 'archived') tell(await deps.mutate('procedure.archive', { id, archived: true }));
    }
  }
  return errors;
}
