import { createContext, useContext } from 'react';
import { z } from 'zod';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import {
  type Health,
  healthSchema,
  type IntakeKey,
  type IntakeKeyRequest,
  intakeKeysSchema,
  type Me,
  meSchema,
  type NewIntakeKey,
  newIntakeKeySchema,
  type Session,
  type SignInResponse,
  sessionsSchema,
  signInResponseSchema,
} from '../../src-shared/contract/http.ts';
import { bodyOf, problemOf } from './http-answer.ts';

/** What the console asks the server besides the flow of records. Nothing here is cached or retried. */
export interface ServerApi {
  health(): Promise<Result<Health>>;
  me(): Promise<Result<Me>>;
  intakeKeys(): Promise<Result<IntakeKey[]>>;
  createIntakeKey(wanted: IntakeKeyRequest): Promise<Result<NewIntakeKey>>;
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

/** How the server is reached, and who knows why it is not. */
export interface Reach {
  fetch: typeof fetch;
  why(url: URL): Promise<AppError>;
}

async function ask<T>(reach: Reach, server: string, token: string | undefined, wanted: Ask<T>): Promise<Result<T>> {
  const { method = 'GET', path, body, answer } = wanted;
  const url = new URL(path, server);
  let response: Response;
  try {
    response = await reach.fetch(url, {
      method,
      headers: {
        // Without a token it may be the first word to a stranger: nothing there that asks for leave beforehand.
        ...(token === undefined ? {} : { authorization: `Bearer ${token}`, 'x-request-id': crypto.randomUUID() }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
      credentials: 'omit',
      cache: 'no-store',
    });
  } catch (failure) {
    const isLate = failure instanceof DOMException && failure.name === 'TimeoutError';
    return err(isLate ? { code: 'timeout' } : await reach.why(url));
  }
  if (!response.ok && !(wanted.path === '/healthz' && response.status === 503)) return err(await problemOf(response));
  if (response.status === 204) {
    const empty = answer.safeParse(undefined);
    return empty.success ? ok(empty.data) : err({ code: 'notVigie', status: 204 });
  }
  return bodyOf(response, answer);
}

/** Exchanges a user and password for a token. A wrong pair answers `unauthorized`. */
export function signIn(
  reach: Reach,
  server: string,
  credentials: { user: string; password: string; device?: string },
): Promise<Result<SignInResponse>> {
  return ask(reach, server, undefined, {
    method: 'POST',
    path: '/api/sign-in',
    body: credentials,
    answer: signInResponseSchema,
  });
}

export function createServerApi(deps: Reach & { server: string; token?: string }): ServerApi {
  const to = <T>(wanted: Ask<T>) => ask(deps, deps.server, deps.token, wanted);
  return {
    // Asked without a token: it answers whether Vigie lives there at all.
    health: () => ask(deps, deps.server, undefined, { path: '/healthz', answer: healthSchema }),
    me: () => to({ path: '/api/me', answer: meSchema }),
    async intakeKeys() {
      const answer = await to({ path: '/api/intake-keys', answer: intakeKeysSchema });
      return answer.ok ? ok(answer.value.keys) : answer;
    },
    createIntakeKey: (wanted) =>
      to({ method: 'POST', path: '/api/intake-keys', body: wanted, answer: newIntakeKeySchema }),
    revokeIntakeKey: (id) =>
      to({ method: 'DELETE', path: `/api/intake-keys/${encodeURIComponent(id)}`, answer: z.undefined() }),
    async sessions() {
      const answer = await to({ path: '/api/tokens', answer: sessionsSchema });
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
