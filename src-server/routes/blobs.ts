import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { errorBodySchema, fileKeptSchema } from '../../src-shared/contract/http.ts';
import { blobHashSchema, EVIDENCE_BYTES } from '../../src-shared/model/run.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { createFileIntake } from '../blobs/take-in.ts';
import type { Store } from '../store/store.ts';
import { callerOf, demandCaller, personOf } from './callers.ts';
import { Refusal } from './errors.ts';

const MEGABYTE = 1e6;
const TYPE = 'application/octet-stream';

const notHere = () => new Refusal(404, 'notFound', 'The server does not have this file, or not yet.');
const params = z.object({ hash: blobHashSchema });

/** A file part by part: no request holds more than one of them. */
async function* bytesOf(blobs: Store['blobs'], upload: string, size: number): AsyncGenerator<Uint8Array> {
  for (let n = 0, sent = 0; sent < size; n += 1) {
    const part = await blobs.part(upload, n);
    if (!part) throw new Error('a part of a file is missing');
    sent += part.length;
    yield part;
  }
}

/** A body that breaks off is the caller's line, not our fault. What nobody reads to its end stays open. */
async function* untilCut(body: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* body.iterator({ destroyOnReturn: false });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (/^(?:ECONNRESET|ERR_STREAM_|ECONNABORTED)/.test(code)) {
      throw new Refusal(400, 'cutShort', 'The file broke off before its end; nothing was kept.');
    }
    throw error;
  }
}

/** Takes what a refused sender is still sending: a line that is cut in the middle of it would lose the answer. */
function letPass(body: Readable): void {
  let left = EVIDENCE_BYTES;
  body.on('error', () => undefined);
  body.on('data', (chunk: Uint8Array) => {
    left -= chunk.length;
    if (left < 0) body.destroy();
  });
}

/** Files by the SHA-256 of their bytes. What a file is said to be is never asked: it goes out as bytes. */
export function blobRoutes(app: App, deps: AppDeps): void {
  const { store, clock, metrics, settings } = deps;
  const intake = createFileIntake({ blobs: store.blobs, clock, quota: settings.filesQuota * MEGABYTE });
  const signedIn = demandCaller(deps);
  const mayRead = async (request: FastifyRequest) => {
    await signedIn(request);
    await personOf(deps, callerOf(request).person);
  };
  const mayWrite = async (request: FastifyRequest) => {
    await signedIn(request);
    await personOf(deps, callerOf(request).person, 'responder');
  };
  const answers = { 200: z.unknown(), '4xx': errorBodySchema };

  app.register(async (files: App) => {
    files.removeAllContentTypeParsers();
    files.addContentTypeParser(TYPE, (_request, body, done) => done(null, body));
    files.addContentTypeParser('*', (_request, _body, done) =>
      done(new Refusal(415, 'unsupportedType', `Send the bytes of the file with content-type ${TYPE}.`)),
    );

    files.head(
      '/api/blobs/:hash',
      { onRequest: mayRead, schema: { description: 'Whether the server has a file.', params, response: answers } },
      async (request, reply) => {
        const found = await store.blobs.find(request.params.hash);
        if (!found) throw notHere();
        return reply.type(TYPE).header('content-length', found.size).send();
      },
    );

    files.get(
      '/api/blobs/:hash',
      {
        onRequest: mayRead,
        exposeHeadRoute: false,
        // Its hash is that of these bytes, and compression takes what looks packed already for packed by itself.
        compress: false,
        schema: { description: 'The bytes of a file, by their SHA-256.', params, response: answers },
      },
      async (request, reply) => {
        const found = await store.blobs.find(request.params.hash);
        metrics.files.inc({ direction: 'out', result: found ? 'done' : 'missing' });
        if (!found) throw notHere();
        return reply
          .type(TYPE)
          .headers({ 'content-length': found.size, 'content-disposition': 'attachment', 'cache-control': 'no-store' })
          .send(Readable.from(bytesOf(store.blobs, found.upload, found.size)));
      },
    );

    files.put(
      '/api/blobs/:hash',
      {
        onRequest: mayWrite,
        schema: {
          description: 'Keeps a file of 10 MB at most under the SHA-256 of its bytes. Repeating it is safe.',
          consumes: [TYPE],
          params,
          response: { 200: fileKeptSchema, 201: fileKeptSchema, '4xx': errorBodySchema, 507: errorBodySchema },
        },
      },
      async (request, reply) => {
        const { hash } = request.params;
        const plain = request.headers['content-encoding'] === undefined;
        const length = Number(request.headers['content-length'] ?? Number.NaN);
        const body = request.body instanceof Readable ? request.body : Readable.from([]);
        try {
          const { kind, size } = await intake.take(
            hash,
            untilCut(body),
            plain && Number.isFinite(length) ? length : undefined,
          );
          metrics.files.inc({ direction: 'in', result: kind });
          return reply.status(kind === 'new' ? 201 : 200).send({ hash, size });
        } catch (error) {
          metrics.files.inc({ direction: 'in', result: error instanceof Refusal ? error.error : 'failed' });
          letPass(body);
          throw error;
        }
      },
    );
  });
}
