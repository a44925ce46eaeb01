import type { z } from 'zod';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import type { CallName, CallResult, ipc } from '../../src-shared/contract/ipc.ts';
import type { Answer } from '../../src-shared/contract/ipc-failure.ts';

type Parsed<N extends CallName> = z.output<(typeof ipc)['calls'][N]['args']>;
type MaybePromise<T> = T | Promise<T>;
/** A call that answers nothing may return anything that is nothing: `void` and `Promise<void>` too. */
type Returned<T> = T extends undefined ? unknown : T;

/** An expected failure of a handler, on its way to the page as data. */
export class CallFailure extends Error {
  readonly failure: AppError;
  constructor(failure: AppError) {
    super(failure.code);
    this.failure = failure;
  }
}

/** The value of a result; its error becomes the answer of the call. */
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw new CallFailure(result.error);
  return result.value;
}

/** One handler per call of the contract, none missing, none more. */
export type Handlers = { [N in CallName]: (args: Parsed<N>) => MaybePromise<Returned<CallResult<N>>> };

interface Shape {
  args: z.ZodType;
  result: z.ZodType;
}

/**
 * Validates, runs, validates. Wrong arguments and expected failures are answers; a bug (a throw, or a result that the
 * contract refuses) is reported and rejects the call without telling the page more than its name.
 */
export function createDispatch(
  shapes: Record<string, Shape>,
  handlers: Record<string, (args: never) => unknown>,
  reportBug: (name: string, error: unknown) => void,
): (name: string, raw: unknown) => Promise<Answer> {
  return async (name, raw) => {
    const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
    const run = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
    if (!shape || !run) return err({ code: 'notFound' });
    const handler: { run(args: unknown): unknown } = { run };
    const args = shape.args.safeParse(raw);
    if (!args.success) return err({ code: 'invalid', message: `${name}: ${firstIssue(args.error)}` });
    try {
      return ok(shape.result.parse(await handler.run(args.data)));
    } catch (error) {
      if (error instanceof CallFailure) return err(error.failure);
      reportBug(name, error);
      throw new Error(`${name} failed`);
    }
  };
}

function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join('.') || 'arguments'}: ${issue.message}` : 'invalid';
}
