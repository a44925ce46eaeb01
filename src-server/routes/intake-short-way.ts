import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeySource } from '../../src-shared/contract/http.ts';
import type { Adapter } from '../../src-shared/intake/mapping.ts';
import { adapterOf, SENDERS } from '../../src-shared/intake/senders.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import type { Intake } from '../intake/intake.ts';
import { sourceOf } from '../intake/key-source.ts';
import { plainJson } from './json-body.ts';
import { requestIdOf } from './request-id.ts';

/** Larger payloads are read each time: they are rare, and long to compare. */
export const REPEAT_LIMIT = 64 * 1024;

const ADDRESS = /^\/intake\/([a-z]+)\/([\w-]{1,200})$/;
/** Confirms subscriptions beside what it takes in. */
const WITH_MORE_TO_DO: ReadonlySet<string> = new Set<KeySource>(['cloudwatch']);

/** What tells one payload from another: its address without the key, whose it is, how it is read, and its text. */
export function digestOf(intake: Intake, source: string, sender: string, mapping: string, text: string): string {
  return intake.repeats.digest(source, sender, mapping, text);
}

/** Why a payload that came the short way was not taken in, for the route to say so in its own words. */
export type Failures = WeakMap<IncomingMessage, { error: unknown }>;

interface Taken {
  sender: string;
  status: 'applied' | 'noop';
  version: number;
}

/**
 * Takes in what is surely a good payload of moderate size before the router sees it: the way through router, hooks and
 * plugins costs as much as reading and mapping the payload. Whatever is to be refused goes that way, unread.
 */
export function takeInTheShortWay(
  app: App,
  deps: Pick<AppDeps, 'metrics' | 'clock'>,
  intake: Intake,
  failures: Failures,
): void {
  const { server } = app;
  const { metrics, clock } = deps;
  const senders = new Map<string, { source: KeySource; adapter: Adapter }>(
    SENDERS.filter(({ name }) => !WITH_MORE_TO_DO.has(name)).map(({ name }) => [
      name,
      { source: name, adapter: adapterOf(name) },
    ]),
  );
  const others = server.listeners('request');

  /** Undefined when the route has to look at it. */
  const take = async (
    request: IncomingMessage,
    { source, adapter }: { source: KeySource; adapter: Adapter },
    key: string,
    text: string,
  ): Promise<Taken | undefined> => {
    const found = await intake.livingKey(source, key);
    if (!found) return undefined;
    const sender = found.name;
    const digest = digestOf(intake, source, sender, sourceOf(found).mapping ?? '', text);
    const knownAt = intake.repeats.known(digest);
    if (knownAt !== undefined) return { sender, status: 'noop', version: knownAt };
    const body = plainJson(text);
    const groups = body && adapter(body.value, clock.now());
    if (!groups?.ok) return undefined;
    try {
      const { outcome, version } = await intake.receive(sender, groups.value, { digest });
      return outcome.kind === 'rejected' ? undefined : { sender, status: outcome.kind, version };
    } catch (error) {
      failures.set(request, { error });
      return undefined;
    }
  };

  const answer = (request: IncomingMessage, response: ServerResponse, { status, version }: Taken) => {
    const body = `{"status":"${status}","version":${version}}`;
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'x-request-id': requestIdOf(request.headers),
    });
    response.end(body);
  };

  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const pass = () => {
      for (const one of others) one.call(server, request, response);
    };
    const { headers, method, url = '' } = request;
    const [, name = '', key = ''] = (method === 'POST' && ADDRESS.exec(url)) || [];
    const known = senders.get(name);
    const length = Number(headers['content-length'] ?? 0);
    const isJson = headers['content-type']?.startsWith('application/json') === true;
    const isPlain = !headers['content-encoding'] && headers.origin === undefined;
    if (!known || !isJson || !isPlain || !(length > 0 && length <= REPEAT_LIMIT)) {
      pass();
      return;
    }
    const began = performance.now();
    request.once('readable', () => {
      const body: unknown = request.read();
      // Given back at once: before its end is noticed, and whoever answers finds it as it came.
      if (Buffer.isBuffer(body)) request.unshift(body);
      if (!Buffer.isBuffer(body) || body.length !== length) {
        pass();
        return;
      }
      take(request, known, key, body.toString()).then(
        (taken) => {
          if (!taken) {
            pass();
            return;
          }
          request.resume();
          answer(request, response, taken);
          const { sender, status: result } = taken;
          metrics.intake.inc({ sender, result });
          const took = performance.now() - began;
          const labels = { method: 'POST', route: `/intake/${known.source}/:key`, code: '200' };
          metrics.requests.observe(labels, took / SECOND);
          app.log.debug({ method: 'POST', route: labels.route, status: 200, ms: Math.round(took), sender }, 'request');
        },
        // The store does not answer: the router says so in its own words.
        pass,
      );
    });
  });
}
