import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { ErrorBody } from '../../src-shared/contract/http.ts';
import type { App } from '../app-deps.ts';
import { storageProblem } from '../store/failure.ts';

declare module 'fastify' {
  interface FastifyReply {
    /** Class of the error that it answers with; '' for a success. */
    failure: string;
  }
}

/** An answer other than success, in one clear sentence for the caller. */
export class Refusal extends Error {
  readonly statusCode: number;
  readonly error: string;
  readonly headers: Record<string, string>;

  constructor(statusCode: number, error: string, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.statusCode = statusCode;
    this.error = error;
    this.headers = headers;
  }
}

export const unauthorized = (message = 'This needs a valid bearer token.') =>
  new Refusal(401, 'unauthorized', message, { 'www-authenticate': 'Bearer' });

/** Fastify's own failures, in our words. */
const KNOWN: Record<string, { error: string; message: string }> = {
  FST_ERR_CTP_BODY_TOO_LARGE: { error: 'tooLarge', message: 'The request body is too large.' },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    error: 'unsupportedType',
    message: 'Send JSON with content-type application/json.',
  },
  FST_ERR_CTP_EMPTY_JSON_BODY: { error: 'badJson', message: 'The request body is empty; JSON is expected.' },
  FST_ERR_CTP_INVALID_JSON_BODY: { error: 'badJson', message: 'The request body is not valid JSON.' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { error: 'badLength', message: 'The content-length does not fit the body.' },
  FST_ERR_BAD_URL: { error: 'badUrl', message: 'The address is not a valid one.' },
  FST_ERR_MAX_PARAM_LENGTH: { error: 'badUrl', message: 'A part of the address is too long.' },
  FST_CP_ERR_INVALID_CONTENT_ENCODING: {
    error: 'unsupportedEncoding',
    message: 'Send the body as it is, or with content-encoding gzip, deflate or br.',
  },
  FST_CP_ERR_INVALID_CONTENT: {
    error: 'badEncoding',
    message: 'The body is not what its content-encoding says, or it is cut short.',
  },
};

/** The store could not write or read. Whoever asked may ask again: nothing of the request was kept. */
function storageRefusal(error: unknown): Refusal | undefined {
  const problem = storageProblem(error);
  if (problem === undefined) return undefined;
  if (problem === 'full') {
    const message = "The server's disk is full and nothing was kept; send it again when there is space.";
    return new Refusal(507, 'storageFull', message, { 'retry-after': '10' });
  }
  const message =
    problem === 'damaged'
      ? "The server's database is damaged; its administrator has to restore a backup."
      : "The server's database does not answer and nothing was kept; send it again.";
  return new Refusal(503, 'storageFailed', message, { 'retry-after': '10' });
}

function describe(error: FastifyError | Refusal, status: number): { error: string; message: string } {
  if (error instanceof Refusal) return { error: error.error, message: error.message };
  const known = KNOWN[error.code];
  if (known) return known;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0];
    const where = first?.instancePath.replace(/^\//, '').replaceAll('/', '.');
    return {
      error: 'invalid',
      message: `${error.validationContext ?? 'request'}${where ? `.${where}` : ''}: ${first?.message ?? 'invalid'}`,
    };
  }
  if (status === 429) return { error: 'tooMany', message: 'Too many requests; wait before the next one.' };
  if (status < 500) return { error: 'badRequest', message: 'The request could not be understood.' };
  return { error: 'internal', message: 'The server failed; its log has the cause under this request id.' };
}

function statusOf(error: FastifyError | Refusal): number {
  const status = error.statusCode ?? 500;
  return status >= 400 && status < 600 ? status : 500;
}

/** Answers a failure; for the router's own, which no error handler sees, it is called by itself. */
export function answerError(raised: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply) {
  const error = storageRefusal(raised) ?? raised;
  const status = statusOf(error);
  if (status >= 500) request.log.error({ err: raised }, 'request failed');
  if (error instanceof Refusal) reply.headers(error.headers);
  return send(request, reply, status, describe(error, status));
}

/** What is no HTTP at all, or never comes to its end. Answered on the socket: there is no request yet. */
export function answerBrokenRequest(error: ConnectionError, socket: Socket): void {
  const code = String(error.code);
  const [status, name, message] =
    code === 'HPE_HEADER_OVERFLOW'
      ? ([431, 'tooLarge', 'The address or the headers are too long.'] as const)
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? ([408, 'timeout', 'The request did not come to its end in time.'] as const)
        : ([400, 'badRequest', 'This is not a valid HTTP request.'] as const);
  if (code !== 'ECONNRESET' && socket.writable) {
    const body = JSON.stringify({ error: name, message } satisfies ErrorBody);
    const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8`;
    socket.write(`${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }
  socket.destroySoon();
}

/** One shape for every error answer; what went wrong inside stays in the log. */
export function answerErrors(app: App): void {
  const routes: { method: string; pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    // CORS answers OPTIONS everywhere.
    if (url === '*') return;
    const pattern = new RegExp(`^${url.replaceAll('.', '\\.').replaceAll(/:[^/]+/g, '[^/]+')}$`);
    for (const one of [method].flat()) routes.push({ method: one, pattern });
  });

  app.setErrorHandler(answerError);

  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const allowed = routes.filter((one) => one.pattern.test(path)).map((one) => one.method);
    if (allowed.length === 0)
      return send(request, reply, 404, { error: 'notFound', message: 'There is nothing here.' });
    reply.header('allow', [...new Set(allowed)].join(', '));
    return send(request, reply, 405, { error: 'methodNotAllowed', message: `${request.method} is not possible here.` });
  });
}

function send(request: FastifyRequest, reply: FastifyReply, status: number, what: { error: string; message: string }) {
  const body: ErrorBody = { error: what.error, message: what.message.slice(0, 2_000), requestId: request.id };
  reply.failure = what.error;
  return reply.status(status).type('application/json; charset=utf-8').send(body);
}
