import { z } from 'zod';
import type { Mutation } from '../../src-shared/contract/http.ts';
import { type Evidence, evidenceSchema } from '../../src-shared/model/run.ts';
import type { ReviewRow } from '../../src-shared/sync/local-store.ts';

const HASH = /(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g;
const withFilesSchema = z.object({ files: z.array(evidenceSchema) });
const ofStepSchema = z.object({ event: z.object({ kind: z.literal('evidence'), file: evidenceSchema }) });

/** Files that a person brought with a change: when something was completed, or to a step. */
export function filesIn({ args }: Pick<Mutation, 'args'>): readonly Evidence[] {
  const step = ofStepSchema.safeParse(args).data;
  return withFilesSchema.safeParse(args).data?.files ?? (step ? [step.event.file] : []);
}

/** SHA-256 of every file that a refused change may name: as the server does, wherever the hash stands in it. */
export const hashesNamedBy = ({ mutation }: Pick<ReviewRow, 'mutation'>): string[] => [
  ...new Set(JSON.stringify(mutation.args ?? null).match(HASH)),
];
