import type { AppError } from '../../src-shared/contract/errors.ts';

/** What the operating system refused a write with, as a failure that the page can word. */
export function diskFailure(error: unknown): AppError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return { code: 'storageFull' };
  return { code: 'storageBroken', message: error instanceof Error ? error.message : String(error) };
}
