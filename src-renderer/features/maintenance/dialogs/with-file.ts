import { MOST_FILES } from '../../../../src-shared/model/plan.ts';
import type { Evidence } from '../../../../src-shared/model/run.ts';

/** What was kept already is not brought twice. Undefined where there is no room for one more. */
export function withFile(files: readonly Evidence[], file: Evidence): Evidence[] | undefined {
  if (files.some(({ hash, name }) => hash === file.hash && name === file.name)) return [...files];
  return files.length < MOST_FILES ? [...files, file] : undefined;
}
