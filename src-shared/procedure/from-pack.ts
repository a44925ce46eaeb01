import type { Pack, PackList, PackProcedure } from '../model/pack.ts';
import { type Procedure, type ProcedureId, procedureId } from '../model/procedure.ts';
import { parseProcedure } from './parse.ts';
import { printProcedure } from './print.ts';

/** A procedure as a pack has it: everything but who wrote it when. */
export interface PackedText {
  id: ProcedureId;
  body: string;
  head: Omit<Procedure, 'revision' | 'updatedAt' | 'updatedBy'>;
}

/** More texts than any section has: section and place in it are one number. */
const IN_SECTION = 1_000;

/** The titles from the whole document down to a section, and which one of all it is. */
function placeOf(pack: Pack, section: string | undefined): Pick<Procedure, 'section' | 'place'> {
  if (section === undefined) return {};
  const order = pack.sections.findIndex(({ id }) => id === section);
  if (order < 0) return { section };
  const titles = pack.sections.flatMap(({ id, title }) =>
    id === section || section.startsWith(`${id}.`) ? [title] : [],
  );
  return { section, place: { order, titles } };
}

function procedure(pack: Pack, packed: PackProcedure): PackedText {
  const { id, kind, title, section, phase, steps, tags = [], match, reviewEvery } = packed;
  // When it is due its plans say, and nothing that would go on saying so when they are edited.
  const body = packed.body ?? printProcedure('', steps ?? []);
  return {
    id,
    body,
    head: {
      kind,
      title,
      language: pack.language,
      tags,
      services: [],
      steps: steps?.length ?? parseProcedure(body).steps.length,
      ...placeOf(pack, section),
      ...(phase ? { phase } : {}),
      ...(match ? { match } : {}),
      ...(reviewEvery === undefined ? {} : { reviewEvery }),
    },
  };
}

function list(
  pack: Pack,
  { id, title, section, items }: Pick<PackList, 'id' | 'title' | 'section' | 'items'>,
): PackedText {
  return {
    id,
    body: `${items.map(({ text }) => `- ${text}`).join('\n')}\n`,
    head: {
      kind: 'reference',
      title,
      language: pack.language,
      tags: [],
      services: [],
      steps: 0,
      ...placeOf(pack, section),
    },
  };
}

/** The teams, to be read where the document names them. */
function teams(pack: Pack): PackedText[] {
  const { teamsSection: at } = pack;
  const title = pack.sections.find(({ id }) => id === at)?.title;
  if (at === undefined || title === undefined) return [];
  const items = pack.teams.map(({ id, doc }) => ({
    id,
    text: doc.domain === undefined ? doc.name : `**${doc.name}** (${doc.domain})`,
  }));
  return [list(pack, { id: procedureId(at), title, section: at, items })];
}

const LAST = Number.MAX_SAFE_INTEGER;

/** Everything of a pack that is read or worked through, as Markdown and in the order of the written procedures. */
export function packedTexts(pack: Pack): PackedText[] {
  const texts = [
    ...pack.procedures.map((one) => procedure(pack, one)),
    ...teams(pack),
    ...pack.lists.map((one) => list(pack, one)),
  ];
  const said = new Map<string, number>(pack.sections.flatMap(({ order = [] }) => order.map((id, at) => [id, at])));
  const nthOf = ({ id }: PackedText) => said.get(id) ?? LAST;
  texts.sort((a, b) => (a.head.place?.order ?? LAST) - (b.head.place?.order ?? LAST) || nthOf(a) - nthOf(b));
  const before = new Map<number, number>();
  return texts.map((text) => {
    const { place } = text.head;
    if (!place) return text;
    const nth = before.get(place.order) ?? 0;
    before.set(place.order, nth + 1);
    return { ...text, head: { ...text.head, place: { ...place, order: place.order * IN_SECTION + nth } } };
  });
}
