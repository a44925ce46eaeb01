import type { AppError, Result } from '../../src-shared/contract/errors.ts';
import { err, ok } from '../../src-shared/contract/errors.ts';
import type { Bridge, CallArgs, CallName, CallResult } from '../../src-shared/contract/ipc.ts';
import { readFailure } from '../../src-shared/contract/ipc-failure.ts';

declare global {
  interface Window {
    readonly vigie: Bridge;
  }
}

/** The machine behind the page. */
export const windowBridge = (): Bridge => window.vigie;

/** Calls main with its expected failures as data (`storageFull`, `invalid`…); a bug in main still throws. */
export async function tryCall<N extends CallName>(
  bridge: Bridge,
  name: N,
  ...args: CallArgs<N> extends undefined ? [] : [CallArgs<N>]
): Promise<Result<CallResult<N>, AppError>> {
  try {
    return ok(await bridge.call(name, ...args));
  } catch (error) {
    const failure = error instanceof Error ? readFailure(error.message) : null;
    if (failure) return err(failure);
    throw error;
  }
}
