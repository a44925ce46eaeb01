import { createParser } from 'eventsource-parser';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import {
  liveBeatSchema,
  liveChangesSchema,
  meSchema,
  pullGoneSchema,
  pullResponseSchema,
  pushConflictSchema,
  pushResponseSchema,
  type SnapshotLine,
  snapshotLineSchema,
} from '../../src-shared/contract/http.ts';
import type { Call, LiveEvent, PullAnswer, PushAnswer, SyncTransport } from '../../src-shared/sync/ports.ts';
import { type ClientLog, OK } from '../platform/client-log.ts';
import { bodyOf, mediaType, problemOf } from '../platform/http-answer.ts';
import { logPush } from './log-push.ts';

export interface HttpTransportDeps {
  /** Origin of the server and token, as they are now; null where no server is named yet. */
  connection(): { server: string; token?: string } | null;
  fetch: typeof fetch;
  /** Why a request for this address failed; just "offline" unless somebody knows better. */
  why?(url: URL): Promise<AppError>;
  /** The console's log; each request bears an id there that the server's log has too. */
  log?: ClientLog;
}

type ColdLine = Extract<SnapshotLine, { kind: 'cold' }>;

/** Lines of a streamed text, without their line feeds. */
async function* linesOf(body: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield line;
  }
  if (rest !== '') yield rest;
}

/** The sync endpoints over HTTP: JSON, NDJSON and server-sent events, validated as they arrive. */
export function createHttpTransport(deps: HttpTransportDeps): SyncTransport {
  /** A request whose outcome is `read`'s; a failure to reach the server is `offline`. */
  function call<T>(
    path: string,
    init: { method?: string; body?: unknown; headers?: Record<string, string> },
    read: (response: Response, signal: AbortSignal) => Promise<Result<T>>,
    told?: (value: T, request: { requestId: string; ms: number }) => void,
  ): Call<T> {
    const abort = new AbortController();
    const requestId = crypto.randomUUID();
    const began = performance.now();
    const tell = (result: Result<T>): Result<T> => {
      if (abort.signal.aborted) return result;
      const request = { requestId, ms: Math.round(performance.now() - began) };
      deps.log?.answered(path.split('?', 1)[0] ?? path, { ...request, outcome: result.ok ? OK : result.error.code });
      if (result.ok) told?.(result.value, request);
      return result;
    };
    const send = async (): Promise<Result<T>> => {
      const connection = deps.connection();
      if (!connection) return err({ code: 'offline' });
      if (!connection.token) return err({ code: 'unauthorized' });
      const url = new URL(path, connection.server);
      const response = await deps
        .fetch(url, {
          method: init.method ?? 'GET',
          headers: {
            authorization: `Bearer ${connection.token}`,
            'x-request-id': requestId,
            ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
            ...init.headers,
          },
          ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
          // Nothing of ours redirects; a portal that does must not get the token.
          redirect: 'error',
          cache: 'no-store',
          credentials: 'omit',
          signal: abort.signal,
        })
        .catch(() => null);
      if (response) return read(response, abort.signal);
      return err(abort.signal.aborted || !deps.why ? { code: 'offline' } : await deps.why(url));
    };
    return { result: send().then(tell), cancel: () => abort.abort() };
  }

  return {
    me: () =>
      call('/api/me', {}, async (response) =>
        response.ok ? bodyOf(response, meSchema) : err(await problemOf(response)),
      ),

    push: (request) =>
      call<PushAnswer>(
        '/api/sync/push',
        { method: 'POST', body: request },
        async (response) => {
          if (response.ok) {
            const body = await bodyOf(response, pushResponseSchema);
            return body.ok ? ok({ kind: 'done', response: body.value }) : body;
          }
          if (response.status !== 409) return err(await problemOf(response));
          const body = await bodyOf(response, pushConflictSchema);
          if (!body.ok) return body;
          return ok({ kind: body.value.error, expected: body.value.expected, epoch: body.value.epoch });
        },
        (answer, told) => deps.log && logPush(deps.log, request, answer, told),
      ),

    pull: ({ since, clientId, epoch }) => {
      const query = new URLSearchParams({ since: String(since), clientId, epoch });
      return call<PullAnswer>(`/api/sync/pull?${query}`, {}, async (response) => {
        if (response.ok) {
          const body = await bodyOf(response, pullResponseSchema);
          return body.ok ? ok({ kind: 'page', page: body.value }) : body;
        }
        if (response.status !== 410) return err(await problemOf(response));
        const body = await bodyOf(response, pullGoneSchema);
        return body.ok ? ok({ kind: 'gone', epoch: body.value.epoch }) : body;
      });
    },

    snapshot: (onPiece) =>
      call('/api/sync/snapshot?cold=1', {}, async (response, signal) => {
        if (!response.ok) return err(await problemOf(response));
        const notVigie = err({ code: 'notVigie', status: response.status } as const);
        if (mediaType(response) !== 'application/x-ndjson' || !response.body) return notVigie;
        const lines = linesOf(response.body);
        let announced: ColdLine | null = null;
        for (;;) {
          const next = await lines.next().catch(() => null);
          if (!next || signal.aborted) return err({ code: 'offline' });
          if (next.done) return ok(undefined);
          if (announced) {
            const { kind, ...page } = announced;
            announced = null;
            await onPiece({ kind, page: { ...page, docs: next.value } });
            continue;
          }
          const line = snapshotLine(next.value);
          if (!line) return notVigie;
          if (line.kind === 'cold') announced = line;
          else await onPiece(line);
        }
      }),

    live: ({ since, epoch }, on) => {
      const headers = { accept: 'text/event-stream', 'last-event-id': String(since) };
      return call(`/api/sync/live?${new URLSearchParams({ epoch })}`, { headers }, async (response) => {
        if (!response.ok) return err(await problemOf(response));
        const notVigie = err({ code: 'notVigie', status: response.status } as const);
        if (mediaType(response) !== 'text/event-stream' || !response.body) return notVigie;
        let foreign = false;
        const parser = createParser({
          onEvent({ event, data }) {
            const parsed = liveEvent(event, data);
            if (parsed === null) foreign = true;
            else if (parsed) on(parsed);
          },
        });
        on({ kind: 'open' });
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
          const next = await reader.read().catch(() => null);
          if (!next) return err({ code: 'offline' });
          if (next.done) return ok(undefined);
          parser.feed(next.value);
          if (foreign) return notVigie;
        }
      });
    },
  };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function snapshotLine(text: string): SnapshotLine | null {
  const parsed = snapshotLineSchema.safeParse(json(text));
  if (!parsed.success) return null;
  const line = parsed.data;
  const whole =
    line.kind !== 'cold' || (line.versions.length === line.ids.length && line.refs.length === line.ids.length);
  return whole ? line : null;
}

/** Undefined for a kind of event that is not known yet, null for one that is malformed. */
function liveEvent(event: string | undefined, data: string): LiveEvent | undefined | null {
  if (event === 'changes') {
    const changes = liveChangesSchema.safeParse(json(data));
    return changes.success ? { kind: 'changes', changes: changes.data } : null;
  }
  if (event === 'beat') {
    const beat = liveBeatSchema.safeParse(json(data));
    return beat.success ? { kind: 'beat', beat: beat.data } : null;
  }
  return undefined;
}
