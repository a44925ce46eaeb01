import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { fileKeptSchema } from '../../src-shared/contract/http.ts';
import { EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import { type ClientLog, OK } from '../platform/client-log.ts';
import { bodyOf, mediaType, problemOf } from '../platform/http-answer.ts';

export interface BlobClientDeps {
  /** As they are now; null where no server is named yet. */
  connection(): { server: string; token?: string } | null;
  fetch: typeof fetch;
  why?(url: URL): Promise<AppError>;
  log?: ClientLog;
}

/** Files of the server by their hash. */
export interface BlobClient {
  has(hash: string, size: number, signal: AbortSignal): Promise<Result<boolean>>;
  put(hash: string, bytes: ArrayBuffer, signal: AbortSignal): Promise<Result<void>>;
  /** Null where the server does not have the file. */
  get(hash: string, signal: AbortSignal): Promise<Result<Uint8Array<ArrayBuffer> | null>>;
}

const ROUTE = '/api/blobs';

export function createBlobClient(deps: BlobClientDeps): BlobClient {
  async function ask<T>(
    method: 'HEAD' | 'GET' | 'PUT',
    hash: string,
    signal: AbortSignal,
    read: (response: Response, requestId: string) => Promise<Result<T>>,
    body?: ArrayBuffer,
  ): Promise<Result<T>> {
    const connection = deps.connection();
    if (!connection) return err({ code: 'offline' });
    if (!connection.token) return err({ code: 'unauthorized' });
    const url = new URL(`${ROUTE}/${hash}`, connection.server);
    const requestId = crypto.randomUUID();
    const began = performance.now();
    const response = await deps
      .fetch(url, {
        method,
        headers: {
          authorization: `Bearer ${connection.token}`,
          'x-request-id': requestId,
          ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
        },
        body,
        redirect: 'error',
        cache: 'no-store',
        credentials: 'omit',
        signal,
      })
      .catch(() => null);
    const result: Result<T> = response
      ? await read(response, requestId).catch(() => err({ code: 'offline' }))
      : err(signal.aborted || !deps.why ? { code: 'offline' } : await deps.why(url));
    const outcome = result.ok ? OK : result.error.code;
    if (!signal.aborted) {
      deps.log?.answered(`${method} ${ROUTE}`, { requestId, ms: Math.round(performance.now() - began), outcome });
    }
    return result;
  }

  /** A full server is one thing to a person, whether its disk or its quota is; so is a file too large for a proxy. */
  const refusal = async (response: Response): Promise<{ ok: false; error: AppError }> => {
    if (response.status === 507) return err({ code: 'serverFull' });
    const problem = await problemOf(response);
    return err(response.status === 413 && problem.code === 'notVigie' ? { code: 'invalid', message: '413' } : problem);
  };

  return {
    has: (hash, size, signal) =>
      ask('HEAD', hash, signal, async (response, requestId) => {
        // An answer to HEAD has no body to tell Vigie by: it is Vigie who repeats the request's name.
        const ours = response.headers.get('x-request-id') === requestId;
        if (ours && response.status === 404) return ok(false);
        if (!response.ok || !ours) return refusal(response);
        return ok(Number(response.headers.get('content-length') ?? size) === size);
      }),
    put: (hash, bytes, signal) =>
      ask(
        'PUT',
        hash,
        signal,
        async (response) => {
          if (!response.ok) return refusal(response);
          const kept = await bodyOf(response, fileKeptSchema);
          if (!kept.ok) return kept;
          return kept.value.hash === hash ? ok(undefined) : err({ code: 'notVigie', status: response.status });
        },
        bytes,
      ),
    get: (hash, signal) =>
      ask('GET', hash, signal, async (response) => {
        if (!response.ok) {
          const refused = await refusal(response);
          return refused.error.code === 'notFound' ? ok(null) : refused;
        }
        const length = Number(response.headers.get('content-length') ?? 0);
        if (mediaType(response) !== 'application/octet-stream' || length > EVIDENCE_BYTES) {
          return err({ code: 'notVigie', status: response.status });
        }
        return ok(new Uint8Array(await response.arrayBuffer()));
      }),
  };
}
