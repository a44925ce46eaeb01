import type { Pack, PackList, PackProcedure } from '../model/pack.ts';
import type { Procedure, ProcedureId } from '../model/procedure.ts';
import { parseProcedure } from './parse.ts';
import { printProcedure } from './print.ts';

/** A procedure as a pack has it: everything but who wrote it when. */
export interface PackedText {
  id: ProcedureId;
  body: string;
  head: Omit<Procedure, 'revision' | 'updatedAt' | 'updatedBy'>;
}

function procedure(pack: Pack, packed: PackProcedure): PackedText {
  const { id, kind, title, section, phase, steps, tags = [], match, reviewEvery } = packed;
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
      ...(section === undefined ? {} : { section }),
      ...(phase ? { phase } : {}),
      ...(match ? { match } : {}),
      ...(reviewEvery === undefined ? {} : { reviewEvery }),
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
  return [...pack.procedures.map((one) => procedure(pack, one)), ...pack.lists.map((one) => list(pack, one))];
}
