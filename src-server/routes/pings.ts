import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HEARTBEAT_SENDER } from '../../src-shared/heartbeat/alert.ts';
import { idsOfSlug, madeByPing } from '../../src-shared/heartbeat/made-by-ping.ts';
import { type PingAddress, readPingAddress, runIdOf } from '../../src-shared/heartbeat/ping-address.ts';
import { type HeartbeatId, heartbeatId, PING_BODY } from '../../src-shared/model/heartbeat.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { textOfBody } from '../heartbeats/body-text.ts';
import type { Intake } from '../intake/intake.ts';
import { Refusal } from './errors.ts';

/** Guesses of an address from one caller; honest traffic is not limited here. */
const GUESSES_A_MINUTE = 60;
/** Of one heartbeat: a job that pings in a loop fills nobody's disk. Of one ping key, what it calls and is not there. */
const PINGS_A_MINUTE = 60;
/** Pings make no more of them; people do. */
const MOST_HEARTBEATS = 2_000;
/** What comes after the bytes that are kept is read and forgotten, but not without end. */
const READ_AT_MOST = 16 * 1024 * 1024;

const BYTES = 'application/octet-stream';

/** Addresses of the ping API in the terms of the router; those after the first are described by it. */
const ADDRESSES = ['/ping/:key', '/ping/:key/', '/ping/:key/:slug', '/ping/:key/:slug/:signal'] as const;

/** An answer in healthchecks.io's words. */
class PingRefusal extends Error {
  readonly status: number;
  readonly wait: number | undefined;
  constructor(status: number, text: string, wait?: number) {
    super(text);
    this.status = status;
    this.wait = wait;
  }
}

interface Found {
  id: HeartbeatId;
  /** In whose name it is written down. */
  sender: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The ping that a request is, once its address is known. */
    ping: { address: PingAddress; found: Found | undefined; sender: string } | null;
  }
}

/** The first bytes of a body; the rest is let pass. */
async function readStart(payload: Readable): Promise<Buffer> {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of payload) {
    const bytes = Buffer.from(chunk);
    if (length < PING_BODY) kept.push(bytes.subarray(0, PING_BODY - length));
    length += bytes.length;
    if (length > READ_AT_MOST) throw new Refusal(413, 'tooLarge', 'The body of a ping is far too large.');
  }
  return Buffer.concat(kept);
}

/** Of a parameter that is given twice the last counts, as with healthchecks.io. */
const lastOf = (value: unknown): string | undefined => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof last === 'string' ? last : undefined;
};

function answer(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply
    .status(status)
    .headers({
      'access-control-allow-origin': '*',
      'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
      'ping-body-limit': String(PING_BODY),
    })
    .type('text/plain; charset=utf-8')
    .send(text);
}

/** The ping API of healthchecks.io: who knows an address can ping, so no address stands in any log. */
export function pingRoutes(app: App, deps: AppDeps, intake: Intake): void {
  const { store, metrics } = deps;
  const limitGuesses = app.createRateLimit({ max: GUESSES_A_MINUTE, timeWindow: MINUTE });
  const limitPings = app.createRateLimit({
    max: PINGS_A_MINUTE,
    timeWindow: MINUTE,
    keyGenerator: ({ ping }) => (ping?.found ? `heartbeat ${ping.found.id}` : `key ${ping?.sender}`),
  });

  async function refuseUnknown(request: FastifyRequest): Promise<never> {
    metrics.intake.inc({ sender: 'unknown', result: 'unauthorized' });
    const guess = await limitGuesses(request);
    if (!guess.isAllowed && guess.isExceeded) throw new PingRefusal(429, 'rate limited', guess.ttlInSeconds);
    throw new PingRefusal(404, 'not found');
  }

  /** What has this slug; with the ping key's own right to make it where it is not there. */
  async function bySlug(slug: string, sender: string): Promise<Found | undefined> {
    const [own, ...others] = await store.read((tx) => tx.bySlug('heartbeat', slug));
    if (others.length > 0) throw new PingRefusal(409, 'ambiguous slug');
    return own && { id: heartbeatId(own.id), sender };
  }

  /** Before the body is read: a stranger's megabyte is not taken in. */
  async function authorise(request: FastifyRequest): Promise<void> {
    // Whatever the job calls its text: a type that is none would be refused before we are asked.
    if (request.raw.headers['content-type'] !== undefined) request.raw.headers['content-type'] = BYTES;
    const path = (request.url.split('?', 1)[0] ?? '').slice('/ping/'.length);
    const read = readPingAddress(path);
    if (!read.ok) {
      if (read.error === 'not found') return refuseUnknown(request);
      throw new PingRefusal(400, read.error);
    }
    const address = read.value;
    if (address.by === 'key') {
      const [own] = await store.read((tx) => tx.list('heartbeat', address.key));
      if (!own) return refuseUnknown(request);
      request.ping = {
        address,
        found: { id: heartbeatId(own.id), sender: HEARTBEAT_SENDER },
        sender: HEARTBEAT_SENDER,
      };
    } else {
      const key = await intake.livingKey('heartbeat', address.pingKey);
      if (!key) return refuseUnknown(request);
      request.ping = { address, found: await bySlug(address.slug, key.name), sender: key.name };
    }
    request.sender = request.ping.sender;
    const rate = await limitPings(request);
    if (!rate.isAllowed && rate.isExceeded) {
      metrics.intake.inc({ sender: request.sender, result: 'refused' });
      throw new PingRefusal(429, 'rate limited', rate.ttlInSeconds);
    }
  }

  /** The first id of a slug that is free: two that come at once find the same one, wherever they come. */
  const freeId = (slug: string) =>
    store.read(async (tx) => {
      if ((await tx.all('heartbeat')).length >= MOST_HEARTBEATS) throw new PingRefusal(403, 'too many heartbeats');
      for (const id of idsOfSlug(slug)) {
        const known = await tx.get('heartbeat', id);
        // The slug of what is there was changed since; unless it was made a moment ago.
        if (!known || known.slug === slug) return id;
      }
      throw new TypeError('a slug has ids without end');
    });

  async function make(slug: string, sender: string): Promise<Found> {
    const id = await freeId(slug);
    const { outcome } = await intake.runAs(sender, 'heartbeat.create', {
      id,
      key: randomUUID(),
      ...madeByPing(slug),
    });
    // Somebody else has made it a moment ago.
    const found = outcome.kind === 'rejected' ? await bySlug(slug, sender) : { id, sender };
    if (!found) throw new Error('a heartbeat was not made');
    return found;
  }

  async function take(request: FastifyRequest): Promise<'OK' | 'Created'> {
    const { query, method, body, ip, headers, ping } = request;
    if (!ping) throw new PingRefusal(404, 'not found');
    const { address, sender } = ping;
    const given = z.record(z.string(), z.unknown()).parse(query ?? {});
    const rawRid = lastOf(given.rid);
    const rid = rawRid === undefined ? undefined : runIdOf(rawRid);
    if (rawRid !== undefined && rid === undefined) throw new PingRefusal(400, 'invalid uuid format');
    const creates = address.by === 'slug' && !ping.found && lastOf(given.create) === '1';
    const found = ping.found ?? (creates ? await make(address.slug, sender) : undefined);
    if (!found) throw new PingRefusal(404, 'not found');
    const text = Buffer.isBuffer(body) ? textOfBody(body) : undefined;
    const agent = headers['user-agent']?.slice(0, 200).toWellFormed();
    const { outcome } = await intake.runAs(found.sender, 'heartbeat.ping', {
      id: found.id,
      kind: address.kind,
      method: method === 'POST' || method === 'HEAD' ? method : 'GET',
      remote: ip.slice(0, 64),
      ...(address.exitCode === undefined ? {} : { exitCode: address.exitCode }),
      ...(rid === undefined ? {} : { rid }),
      ...(agent ? { agent } : {}),
      ...(text === undefined ? {} : { body: text }),
    });
    // It was removed a moment ago.
    if (outcome.kind === 'rejected' && outcome.reason === 'notFound') throw new PingRefusal(404, 'not found');
    if (outcome.kind === 'rejected') throw new Error(`a ping was not taken in: ${outcome.reason}`);
    metrics.intake.inc({ sender, result: outcome.kind });
    return creates ? 'Created' : 'OK';
  }

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request: FastifyRequest, payload: Readable) => readStart(payload));
    scope.setErrorHandler((error, request, reply) => {
      if (!(error instanceof PingRefusal)) throw error;
      request.log.debug({ reason: error.message }, 'ping refused');
      if (error.wait !== undefined) reply.header('retry-after', String(error.wait));
      return answer(reply, error.status, error.message);
    });
    for (const url of ADDRESSES) {
      scope.route({
        method: ['GET', 'HEAD', 'POST'],
        url,
        config: { rateLimit: false },
        helmet: false,
        compress: false,
        decompress: false,
        schema: {
          hide: url.endsWith('/'),
          description:
            'The ping API of healthchecks.io: success, or /start, /fail, /log, /<exit status>; by a UUID or by a slug.',
        },
        onRequest: authorise,
        handler: async (request, reply) => {
          const text = await take(request);
          return answer(reply, text === 'Created' ? 201 : 200, text);
        },
      });
    }
  });
}
