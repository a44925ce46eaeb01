import type { Procedure, ProcedureKind } from '../../model/procedure.ts';
import { procedureId } from '../../model/procedure.ts';
import type { ArgsOf } from '../../mutators/registry.ts';
import { importedId } from '../links.ts';
import { mergeTexts } from '../merge.ts';
import type { ImportedText } from './read.ts';

interface Text {
  title: string;
  body: string;
}

/** A procedure that was imported before, as it is here. */
export interface KnownProcedure {
  id: string;
  doc: Procedure;
  /** The text in force. */
  ours: Text;
  /** What the file said when it was last imported. */
  imported: Text | undefined;
}

/**
 * `changed`: the file has, and nobody has edited it here. `edited`: both have changed; `merged` is there where the
 * changes go together. `archived`: was taken out of the library here. `gone`: there is no such file any more.
 */
export type PlannedChange = { id: string; path: string; title: string } & (
  | { state: 'new'; text: ImportedText }
  | { state: 'same'; text: ImportedText }
  | { state: 'changed' | 'archived'; text: ImportedText; known: KnownProcedure }
  | { state: 'edited'; text: ImportedText; known: KnownProcedure; merged?: Text }
  | { state: 'gone'; known: KnownProcedure }
);
export type PlannedState = PlannedChange['state'];

/** What a person wants done with a change. `keep`: the file's text becomes a revision, ours stays in force. */
export type ImportChoice = 'skip' | 'take' | 'merge' | 'keep' | 'archive';

const same = (a: Text | undefined, b: Text): boolean => a?.title === b.title && a.body === b.body;

/** A title is one thing: the side that changed it, theirs where both did. */
function mergedTitle(base: string | undefined, ours: string, theirs: string): string {
  return theirs === base ? ours : theirs;
}

function changeOf(id: string, text: ImportedText, known: KnownProcedure | undefined): PlannedChange {
  const about = { id, path: text.path, title: text.title, text };
  if (!known) return { ...about, state: 'new' };
  if (known.doc.archived) return { ...about, state: 'archived', known };
  if (same(known.imported, text) || same(known.ours, text)) return { ...about, state: 'same' };
  if (known.imported && same(known.ours, known.imported)) return { ...about, state: 'changed', known };
  const body = known.imported ? mergeTexts(known.imported.body, known.ours.body, text.body) : { ok: false as const };
  if (!body.ok) return { ...about, state: 'edited', known };
  const title = mergedTitle(known.imported?.title, known.ours.title, text.title);
  return { ...about, state: 'edited', known, merged: { title, body: body.text } };
}

/** What importing the texts would do, in the order of their paths; then what the collection has no more. */
export function planImport(
  collection: string,
  texts: readonly ImportedText[],
  known: readonly KnownProcedure[],
): PlannedChange[] {
  const byId = new Map(known.map((one) => [one.id, one]));
  const changes = texts.map((text) => {
    const id = importedId({ collection, path: text.path });
    const before = byId.get(id);
    byId.delete(id);
    return changeOf(id, text, before);
  });
  const gone = [...byId.values()].flatMap((one): PlannedChange[] =>
    one.doc.archived || one.doc.source?.collection !== collection
      ? []
      : [{ id: one.id, path: one.doc.source.path, title: one.doc.title, state: 'gone', known: one }],
  );
  return [...changes, ...gone.sort((a, b) => (a.path < b.path ? -1 : 1))];
}

/** What is done without being asked: nothing that would undo what a person did here. */
export function usualChoice({ state }: Pick<PlannedChange, 'state'>): ImportChoice {
  return state === 'new' || state === 'changed' ? 'take' : 'skip';
}

/** What may be chosen for a change. */
export function choicesFor(change: PlannedChange): ImportChoice[] {
  switch (change.state) {
    case 'new':
    case 'changed':
    case 'archived':
      return ['take', 'skip'];
    case 'edited':
      return [...(change.merged ? (['merge'] as const) : []), 'keep', 'take', 'skip'];
    case 'gone':
      return ['archive', 'skip'];
    case 'same':
      return ['skip'];
  }
}

type Step =
  | { name: 'procedure.import'; args: ArgsOf<'procedure.import'> }
  | {
      name: 'procedure.archive';
      args: ArgsOf<'procedure.archive'>;
    };

export interface ImportOptions {
  collection: string;
  kind: Exclude<ProcedureKind, 'incidentPhase'>;
  /** Put on everything that is new. */
  tags: readonly string[];
}

/** The mutation that carries a choice out; undefined where there is nothing to do. */
export function stepFor(change: PlannedChange, choice: ImportChoice, options: ImportOptions): Step | undefined {
  if (choice === 'skip' || change.state === 'same') return undefined;
  const id = procedureId(change.id);
  if (change.state === 'gone') {
    return choice === 'archive' ? { name: 'procedure.archive', args: { id, archived: true } } : undefined;
  }
  const { path, title, body, images: _, tags, ...head } = change.text;
  const settledText = (): Text => {
    const wasEdited = change.state === 'archived' && !same(change.known.imported, change.known.ours);
    if (!wasEdited && (change.state !== 'edited' || choice === 'take')) return { title, body };
    if (choice === 'merge' && change.state === 'edited' && change.merged) return change.merged;
    return { title: change.known.ours.title, body: change.known.ours.body };
  };
  const args = {
    id,
    source: { collection: options.collection, path },
    kind: options.kind,
    ...head,
    tags: [...new Set([...tags, ...options.tags])].slice(0, 50),
    text: { title, body },
    ...(change.state === 'new' ? {} : { settled: { base: change.known.doc.revision, text: settledText() } }),
  };
  return { name: 'procedure.import', args };
}
