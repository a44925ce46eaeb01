import type { AppError, Result } from './errors.ts';

/** What main answers to a call. An expected failure travels as data; a bug in main rejects the call. */
export type Answer<T = unknown> = Result<T>;

const MARK = 'vigie-failure:';

/** Only an error's message survives the context bridge, so the failure rides inside it. */
export function failureMessage(error: AppError): string {
  return MARK + JSON.stringify(error);
}

/** The failure inside a message made by `failureMessage`; `null` for anything else, which is a bug. */
export function readFailure(message: string): AppError | null {
  const at = message.indexOf(MARK);
  if (at < 0) return null;
  try {
    const error: AppError = JSON.parse(message.slice(at + MARK.length));
    return typeof error.code === 'string' ? error : null;
  } catch {
    return null;
  }
}

/** IPC channel of a call, by its name in the contract. */
export const callChannel = (name: string): string => `vigie:call:${name}`;

/** IPC channel of all events: their name, then their payload. */
export const EVENT_CHANNEL = 'vigie:event';
