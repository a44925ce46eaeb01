import { err, ok, type Result } from '../contract/errors.ts';
import { type Pack, packProblems, packSchema } from '../model/pack.ts';

/** Bytes; the written procedures have 0.1 MB. A console sends no more than the server takes in one change. */
export const PACK_BYTES = { file: 50_000_000, console: 4_000_000 } as const;

/** Reads the text of a pack file, or says in words what is wrong with it and where: at least one line. */
export function readPackText(text: string): Result<Pack, string[]> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return err([error instanceof Error ? error.message : 'is no JSON']);
  }
  const read = packSchema.safeParse(json);
  if (!read.success) {
    return err(read.error.issues.map(({ path, message }) => `${path.join('.') || 'the file'}: ${message}`));
  }
  const problems = packProblems(read.data);
  return problems.length > 0 ? err(problems) : ok(read.data);
}
