import { type AppError, err, type Result } from '../../src-shared/contract/errors.ts';
import type { Evidence } from '../../src-shared/model/run.ts';

/** What is to be done with files as they come to hand. */
export interface KeptFiles {
  /** Answers whether there was room for it. */
  kept(file: Evidence): boolean;
  refused(file: File, error: AppError): void;
}

/**
 * Keeps files one after another while there is room for them. Answers those that there was none for, which are not kept,
 * but the one that showed it.
 */
export async function keepEach(
  files: readonly File[],
  keep: (file: File) => Promise<Result<Evidence>>,
  { kept, refused }: KeptFiles,
): Promise<File[]> {
  for (const [index, file] of files.entries()) {
    const answer = await keep(file).catch(
      (error: unknown): Result<Evidence> => err({ code: 'storageBroken', message: String(error) }),
    );
    if (!answer.ok) refused(file, answer.error);
    else if (!kept(answer.value)) return files.slice(index);
  }
  return [];
}
