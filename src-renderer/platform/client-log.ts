import type { Bridge, LogFields } from '../../src-shared/contract/ipc.ts';

/** The page's lines in the console's log. Ids, names and outcomes; never what a person or a sender wrote. */
export interface ClientLog {
  write(level: 'info' | 'warn' | 'error', event: string, fields?: LogFields): void;
  /** The end of a request: told when it went otherwise than the last one for that place did. */
  answered(path: string, request: { requestId: string; ms: number; outcome: string }): void;
}

const LONGEST = 1_000;

const cut = (fields: LogFields): LogFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, LONGEST) : value]),
  );

export const OK = 'ok';

export function createClientLog(bridge: Pick<Bridge, 'call'>): ClientLog {
  const last = new Map<string, string>();
  const write: ClientLog['write'] = (level, event, fields = {}) => {
    // A log that cannot be written must not disturb what is logged.
    bridge.call('log.write', { level, event: event.slice(0, 80), fields: cut(fields) }).catch(() => undefined);
  };
  return {
    write,
    answered(path, { outcome, ...request }) {
      const before = last.get(path) ?? OK;
      last.set(path, outcome);
      if (outcome !== before) write(outcome === OK ? 'info' : 'warn', 'request', { path, outcome, ...request });
    },
  };
}

/** What a popover of the kit sizes itself by is told a frame later; Chromium reports that like a failure, without one. */
const TOLD_LATER = /^ResizeObserver loop/;

/** What the page itself failed in: its place, and the message cut short. */
export function logPageErrors(log: ClientLog, page: Pick<Window, 'addEventListener'>): void {
  const tell = (event: string, failure: unknown) => {
    const isError = failure instanceof Error;
    const frames = isError ? failure.stack?.split('\n').filter((line) => /^\s+at /.test(line)) : undefined;
    log.write('error', event, {
      type: isError ? failure.name : typeof failure,
      message: (isError ? failure.message : String(failure)).slice(0, 200),
      stack: frames?.slice(0, 8).join('\n') ?? null,
    });
  };
  page.addEventListener('error', (event) => {
    const { error = null, message } = event;
    if (error !== null || !TOLD_LATER.test(message)) tell('page failed', error ?? message);
  });
  page.addEventListener('unhandledrejection', (event) => tell('page failed', event.reason));
}
