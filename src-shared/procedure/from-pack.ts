import type { Pack, PackList, PackProcedure } from '../model/pack.ts';
import type { Procedure, ProcedureId } from '../model/procedure.ts';
import { printProcedure } from './print.ts';

/** A procedure as a pack has it: everything but who wrote it when. */
export interface PackedText {
  id: ProcedureId;
  body: string;
  head: Pick<Procedure, 'kind' | 'title' | 'language' | 'tags' | 'services' | 'phase' | 'section' | 'steps'>;
}

function checklist(pack: Pack, { id, kind, title, section, intro, phase, steps }: PackProcedure): PackedText {
  return {
    id,
    body: printProcedure(intro ?? '', steps),
    head: {
      kind,
      title,
      language: pack.language,
      tags: [],
      services: [],
      section,
      steps: steps.length,
      ...(phase ? { phase } : {}),
    },
  };
}

function list(pack: Pack, { id, title, section, items }: PackList): PackedText {
  return {
    id,
    body: `${items.map(({ text }) => `- ${text}`).join('\n')}\n`,
    head: { kind: 'reference', title, language: pack.language, tags: [], services: [], section, steps: 0 },
  };
}

/** Everything of a pack that is read or worked through, as Markdown. */
export function packedTexts(pack: Pack): PackedText[] {
  return [...pack.procedures.map((one) => checklist(pack, one)), ...pack.lists.map((one) => list(pack, one))];
}
