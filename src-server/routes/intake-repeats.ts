import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { KeySource } from '../../src-shared/contract/http.ts';
import { SENDERS } from '../../src-shared/intake/senders.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import type { Intake } from '../intake/intake.ts';
import { sourceOf } from '../intake/key-source.ts';

/** Larger payloads are read each time: they are rare, and long to compare. */
export const REPEAT_LIMIT = 64 * 1024;

const ADDRESS = /^\/intake\/([a-z]+)\/([\w-]{1,200})$/;

/** What tells one payload from another: its address without the key, whose it is, how it is read, and its text. */
export function digestOf(intake: Intake, source: string, sender: string, mapping: string, text: string): string {
  return intake.repeats.digest(source, sender, mapping, text);
}

/**
 * Answers repeats that change nothing before the router sees them: they are most of what senders send, and the way
 * through the router and its hooks costs more than knowing them. Whatever is not surely one goes that way, unread.
 */
export function answerRepeats(app: App, deps: Pick<AppDeps, 'metrics'>, intake: Intake): void {
  const { server } = app;
  const { metrics } = deps;
  const sources = new Map<string, KeySource>(SENDERS.map(({ name }) => [name, name]));
  const others = server.listeners('request');

  const known = async (source: KeySource, key: string, text: string) => {
    const found = await intake.livingKey(source, key);
    if (!found) return undefined;
    const digest = digestOf(intake, source, found.name, sourceOf(found).mapping ?? '', text);
    const version = intake.repeats.known(digest);
    return version === undefined ? undefined : { sender: found.name, version };
  };

  const answer = (response: ServerResponse, version: number) => {
    const body = JSON.stringify({ status: 'noop', version });
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'x-request-id': randomUUID(),
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
    const source = sources.get(name);
    const length = Number(headers['content-length'] ?? 0);
    const isJson = headers['content-type']?.startsWith('application/json') === true;
    if (!source || !isJson || headers['content-encoding'] || !(length > 0 && length <= REPEAT_LIMIT)) {
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
      known(source, key, body.toString()).then(
        (repeat) => {
          if (!repeat) {
            pass();
            return;
          }
          request.resume();
          answer(response, repeat.version);
          metrics.intake.inc({ sender: repeat.sender, result: 'noop' });
          const labels = { method: 'POST', route: `/intake/${source}/:key`, code: '200' };
          metrics.requests.observe(labels, (performance.now() - began) / SECOND);
        },
        // The store does not answer: the router says so in its own words.
        pass,
      );
    });
  });
}
