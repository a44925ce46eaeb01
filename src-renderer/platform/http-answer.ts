import type { z } from 'zod';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { errorBodySchema } from '../../src-shared/contract/http.ts';

export const mediaType = (response: Response): string =>
  response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';

/** Of a busy server that does not say how long, in seconds. */
const USUAL_WAIT = 5;

/** What an answer that is not a success means. Something other than Vigie's JSON is somebody else's answer. */
export async function problemOf(response: Response): Promise<AppError> {
  const { status } = response;
  const body = mediaType(response) === 'application/json' ? await response.json().catch(() => null) : null;
  const parsed = errorBodySchema.safeParse(body);
  if (!parsed.success) return status >= 500 ? { code: 'server', status } : { code: 'notVigie', status };
  const { message, requestId } = parsed.data;
  switch (status) {
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
      return { code: 'tooMany', retryAfter: Number(response.headers.get('retry-after')) || USUAL_WAIT };
    default:
      return { code: 'server', status, ...(requestId ? { requestId } : {}) };
  }
}

/** The body when it is what it should be; a 200 with anything else (a captive portal's page) is `notVigie`. */
export async function bodyOf<T>(response: Response, schema: z.ZodType<T>): Promise<Result<T>> {
  const notVigie = err({ code: 'notVigie', status: response.status } as const);
  if (mediaType(response) !== 'application/json') return notVigie;
  const parsed = schema.safeParse(await response.json().catch(() => null));
  return parsed.success ? ok(parsed.data) : notVigie;
}
