import type { AppError } from '../contract/errors.ts';

/** What the laptop's store or journal said when it refused a write. */
export function storageProblem(error: unknown): AppError {
  const text = String(error);
  return /QuotaExceeded|storageFull|ENOSPC|disk full/i.test(text)
    ? { code: 'storageFull' }
    : { code: 'storageBroken', message: text.slice(0, 500) };
}
