/** Expected failures at a boundary, as data. Bugs throw instead. Wording lives in the renderer's message map. */
export type AppError =
  /** Nothing came back; `why` where the machine's network stack knows it. */
  | { code: 'offline'; why?: 'noNetwork' | 'unknownName' | 'refused' | 'proxy' }
  /** The connection is not to be trusted: the dates of the certificate, its host, its issuer, or something else. */
  | { code: 'certificate'; why: 'date' | 'host' | 'issuer' | 'other' }
  | { code: 'timeout' }
  | { code: 'notVigie'; status: number }
  | { code: 'unauthorized' }
  | { code: 'forbidden' }
  | { code: 'notFound' }
  | { code: 'invalid'; message: string }
  | { code: 'conflict'; message: string }
  | { code: 'tooMany'; retryAfter: number }
  | { code: 'storageFull' }
  /** A file above `limit` bytes. */
  | { code: 'tooLarge'; limit: number }
  /** This laptop holds `limit` bytes of files that the server has not confirmed, and takes no more. */
  | { code: 'tooMuchWaiting'; limit: number }
  /** The server's disk, or its place for files, is full. */
  | { code: 'serverFull' }
  | { code: 'storageBroken'; message: string }
  /** A file of the console itself could not be read. */
  | { code: 'partMissing' }
  | { code: 'server'; status: number; requestId?: string };

export type Result<T, E = AppError> = { ok: true; value: T } | { ok: false; error: E };

export const ok = <T>(value: T): { ok: true; value: T } => ({ ok: true, value });
export const err = <E>(error: E): { ok: false; error: E } => ({ ok: false, error });
