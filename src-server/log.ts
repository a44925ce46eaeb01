import { type DestinationStream, type Logger, pino } from 'pino';
import { withoutSecrets } from '../src-shared/diagnostics/redact.ts';
import type { Settings } from './config.ts';
import type { BugListener } from './sync/run-mutation.ts';

/** Long enough for a message of ours; a parser's quotes what it could not read. */
const LONGEST_MESSAGE = 300;
const CAUSES = 3;

interface LoggedError {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: LoggedError;
}

/**
 * What may be told of a failure. Other fields than these stay out: a database's error carries the row it refused, a
 * validator's the value.
 */
export function describeError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error).slice(0, LONGEST_MESSAGE) };
  // The first lines of a stack repeat the message, however long it is.
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: error.message.slice(0, LONGEST_MESSAGE),
    ...('code' in error ? { code: String(error.code) } : {}),
    ...(frames?.length ? { stack: frames.slice(0, 12).join('\n') } : {}),
    ...(error.cause !== undefined && depth < CAUSES ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

/** The ids that join a change to the lines of its push, on the laptop too. */
export function mutationIds({ name, origin }: Parameters<BugListener>[1]): Record<string, unknown> {
  return origin.kind === 'client' ? { name, client: origin.id, seq: origin.seq } : { name, origin: origin.id };
}

/**
 * One line of JSON for each thing of interest, joined by `requestId`, and by `client` and `seq` of a mutation. Nobody
 * hands it arguments or bodies; what slips into a message or an address is blotted out of every line all the same.
 */
export function createServerLog(level: Settings['logLevel'], destination: DestinationStream): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => describeError(error) },
      formatters: { level: (label) => ({ level: label }) },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  );
}
