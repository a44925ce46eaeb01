import type { i18n } from 'i18next';
import type { Result } from '../../../src-shared/contract/errors.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import type { PostMortem } from '../../../src-shared/model/post-mortem.ts';
import { revisionId } from '../../../src-shared/model/procedure.ts';
import { savePostMortem as saveMutator } from '../../../src-shared/mutators/post-mortem.ts';
import { postMortemDraft, postMortemTitle } from '../../../src-shared/procedure/post-mortem/draft.ts';
import type { TextEdit } from '../../../src-shared/procedure/text-edit.ts';
import type { ReviewRow } from '../../../src-shared/sync/local-store.ts';
import type { Data, Mutated, MutateError } from '../../data/data.ts';
import type { Directory } from '../../data/directory.ts';
import { readIncident, readOthers } from '../../data/incident-records.ts';
import type { Records } from '../../data/records.ts';
import { createTeller, draftLanguage } from '../../data/teller.ts';

export interface DraftDeps {
  data: Pick<Data, 'db' | 'records' | 'now'>;
  i18n: i18n;
  directory: Directory;
}

/** What would be drafted of an incident today, in the document's language and zone. Undefined without the incident. */
export async function readDraft(
  { data, i18n, directory }: DraftDeps,
  id: string,
  { language, zone }: { language: string | undefined; zone: string },
): Promise<{ title: string; body: string } | undefined> {
  const found = await readIncident(data, id, directory);
  if (!found) return undefined;
  const others = await readOthers(data.records, found);
  const teller = createTeller({
    i18n,
    directory,
    language: draftLanguage(language),
    zone,
    of: (other) => others.get(other) ?? other,
  });
  return {
    title: postMortemTitle(found.incident),
    body: postMortemDraft(found, directory.calendars, data.now(), teller),
  };
}

const subject = (id: string) => ({ collection: 'postMortem', id: incidentId(id) }) as const;

export interface CurrentPostMortem {
  head: PostMortem;
  text: { title: string; body: string; number: number };
  /** The draft that its facts were last brought up to date by. */
  drafted: string;
}

/** Head and text as they belong together. */
export async function readPostMortem(records: Records, id: string): Promise<CurrentPostMortem | null> {
  const head = await records.get('postMortem', id);
  if (!head) return null;
  const revisions = (await records.referring('revision', `postMortem/${id}`)).sort(
    (a, b) => a.doc.number - b.doc.number,
  );
  const row = revisions.find(({ doc }) => doc.number === head.doc.revision);
  const first = revisions[0];
  if (!row || !first) return null;
  const { title, body, number } = row.doc;
  const drafted = revisions.findLast(({ doc }) => doc.drafted !== undefined)?.doc.drafted ?? first.doc.body;
  return { head: head.doc, text: { title, body, number }, drafted };
}

/** A refused edit as it was, on what it was made from as far as that is known; null for a change that is none. */
export async function readRefused(
  records: Records,
  row: ReviewRow | undefined,
): Promise<{ row: ReviewRow; edit: TextEdit } | null> {
  const args =
    row?.mutation.name === 'postMortem.save' ? saveMutator.args.safeParse(row.mutation.args).data : undefined;
  if (!row || !args) return null;
  const { id, base, title, body } = args;
  const seen = args.from ?? (await records.get('revision', revisionId(subject(id), base)))?.doc;
  const from = { title: seen?.title ?? '', body: seen?.body ?? '' };
  return { row, edit: { title, body, base, from, conflicts: [], note: '' } };
}

/** Saves an edit, naming what it was made from so that nobody's change between is taken for a deletion. */
export async function savePostMortem(
  { mutate }: Pick<Data, 'mutate'>,
  id: string,
  { base, from, title, body }: TextEdit,
  drafted: string | undefined,
): Promise<Result<Mutated, MutateError>> {
  return mutate('postMortem.save', {
    id: incidentId(id),
    base,
    from,
    title,
    body,
    ...(drafted === undefined ? {} : { drafted }),
  });
}
