import { createContext, useContext } from 'react';
import { z } from 'zod';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import {
  errorBodySchema,
  type Health,
  healthSchema,
  type Me,
  meSchema,
  type SignInResponse,
  signInResponseSchema,
} from '../../src-shared/contract/http.ts';

export const intakeKeySchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  source: z.string().max(80),
  /** The first characters, to tell keys apart; the whole key is shown once, when it is made. */
  start: z.string().max(40).optional(),
  createdAt: z.int().min(0).optional(),
  lastUsedAt: z.int().min(0).nullish(),
});
export type IntakeKey = z.infer<typeof intakeKeySchema>;

export const sessionSchema = z.object({
  id: z.string().min(1).max(200),
  name: z.string().max(200),
  createdAt: z.int().min(0),
  lastUsedAt: z.int().min(0).optional(),
  /** The one this console uses. */
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

export const newIntakeKeySchema = intakeKeySchema.extend({ key: z.string().min(1).max(400) });
export type NewIntakeKey = z.infer<typeof newIntakeKeySchema>;

/** What the console asks the server besides the flow of records. Nothing here is cached or retried. */
export interface ServerApi {
  health(): Promise<Result<Health>>;
  me(): Promise<Result<Me>>;
  intakeKeys(): Promise<Result<IntakeKey[]>>;
  createIntakeKey(wanted: { name: string; source: string }): Promise<Result<NewIntakeKey>>;
  revokeIntakeKey(id: string): Promise<Result<void>>;
  sessions(): Promise<Result<Session[]>>;
  revokeSession(id: string): Promise<Result<void>>;
  /** Revokes the token in use. */
  signOut(): Promise<Result<void>>;
}

const TIMEOUT_MS = 10_000;

interface Ask<T> {
  method?: 'GET' | 'POST' | 'DELETE';
  path: string;
  body?: unknown;
  answer: z.ZodType<T>;
}

async function failureOf(response: Response): Promise<AppError> {
  const body = errorBodySchema.safeParse(await response.json().catch(() => undefined));
  // An answer that is not ours comes from something else that listens there.
  if (!body.success && response.status !== 401 && response.status !== 429) {
    return { code: 'notVigie', status: response.status };
  }
  const message = body.data?.message ?? '';
  switch (response.status) {
    case 400:
    case 413:
    case 422:
      return { code: 'invalid', message };
    case 401:
      return { code: 'unauthorized' };
    case 403:
      return { code: 'forbidden' };
    case 404:
      return { code: 'notFound' };
    case 409:
      return { code: 'conflict', message };
    case 429:
      return { code: 'tooMany', retryAfter: Math.max(1, Number(response.headers.get('retry-after')) || 60) };
    default:
      return { code: 'server', status: response.status, requestId: body.data?.requestId };
  }
}

async function ask<T>(
  fetcher: typeof fetch,
  server: string,
  token: string | undefined,
  wanted: Ask<T>,
): Promise<Result<T>> {
  const { method = 'GET', path, body, answer } = wanted;
  let response: Response;
  try {
    response = await fetcher(new URL(path, server), {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: 'omit',
      cache: 'no-store',
    });
  } catch (failure) {
    return err({ code: failure instanceof DOMException && failure.name === 'TimeoutError' ? 'timeout' : 'offline' });
  }
  if (!response.ok && !(wanted.path === '/healthz' && response.status === 503)) return err(await failureOf(response));
  if (response.status === 204) {
    const empty = answer.safeParse(undefined);
    return empty.success ? ok(empty.data) : err({ code: 'notVigie', status: 204 });
  }
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  return parsed.success ? ok(parsed.data) : err({ code: 'notVigie', status: response.status });
}

/** Exchanges a user and password for a token. A wrong pair answers `unauthorized`. */
export function signIn(
  fetcher: typeof fetch,
  server: string,
  credentials: { user: string; password: string; device?: string },
): Promise<Result<SignInResponse>> {
  return ask(fetcher, server, undefined, {
    method: 'POST',
    path: '/api/sign-in',
    body: credentials,
    answer: signInResponseSchema,
  });
}

/** Asks whether a Vigie server lives at this address. */
export function askHealth(fetcher: typeof fetch, server: string): Promise<Result<Health>> {
  return ask(fetcher, server, undefined, { path: '/healthz', answer: healthSchema });
}

export function createServerApi(deps: { fetch: typeof fetch; server: string; token?: string }): ServerApi {
  const to = <T>(wanted: Ask<T>) => ask(deps.fetch, deps.server, deps.token, wanted);
  return {
    health: () => askHealth(deps.fetch, deps.server),
    me: () => to({ path: '/api/me', answer: meSchema }),
    async intakeKeys() {
      const answer = await to({ path: '/api/intake-keys', answer: z.object({ keys: z.array(intakeKeySchema) }) });
      return answer.ok ? ok(answer.value.keys) : answer;
    },
    createIntakeKey: (wanted) =>
      to({ method: 'POST', path: '/api/intake-keys', body: wanted, answer: newIntakeKeySchema }),
    revokeIntakeKey: (id) =>
      to({ method: 'DELETE', path: `/api/intake-keys/${encodeURIComponent(id)}`, answer: z.undefined() }),
    async sessions() {
      const answer = await to({ path: '/api/tokens', answer: z.object({ tokens: z.array(sessionSchema) }) });
      return answer.ok ? ok(answer.value.tokens) : answer;
    },
    revokeSession: (id) =>
      to({ method: 'DELETE', path: `/api/tokens/${encodeURIComponent(id)}`, answer: z.undefined() }),
    signOut: () => to({ method: 'POST', path: '/api/sign-out', answer: z.undefined() }),
  };
}

export const ServerApiContext = createContext<ServerApi | null>(null);

/** The signed-in server; null while no server is named. */
export function useServerApi(): ServerApi | null {
  return useContext(ServerApiContext);
}
