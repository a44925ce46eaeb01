import { z } from 'zod';
import type { App, AppDeps } from '../app-deps.ts';
import type { LiveEvent } from '../live/hub.ts';
import { callerOf, demandCaller, personOf } from './callers.ts';

const cursor = z.coerce.number().int().min(0);
const querySchema = z.object({ since: cursor.optional() });

export const LIVE = '/api/sync/live';

/** A console that does not read for so long that this much waits is let go; it comes back and pulls. */
const UNREAD_LIMIT = 16 * 1024 * 1024;

function eventText({ event, id, data }: LiveEvent): string {
  return `event: ${event}\nid: ${id}\ndata: ${data}\n\n`;
}

export function liveRoute(app: App, deps: AppDeps): void {
  app.get(
    LIVE,
    {
      onRequest: demandCaller(deps),
      // A HEAD would hold a stream open that nobody may write to.
      exposeHeadRoute: false,
      schema: {
        description:
          'Server-sent events: `changes` after each commit, `beat` every 10 s. What was missed since `since` or Last-Event-ID comes first.',
        querystring: querySchema,
      },
    },
    async (request, reply) => {
      const { person, tokenId, token } = callerOf(request);
      await personOf(deps, person);
      const resumed = cursor.safeParse(request.headers['last-event-id']);
      const since = resumed.success ? resumed.data : request.query.since;

      reply.hijack();
      const { raw } = reply;
      request.raw.socket.setNoDelay(true);
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) raw.setHeader(name, value);
      }
      raw.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      raw.write(': vigie\n\n');
      const leave = deps.hub.join(
        {
          person,
          tokenId,
          send(event) {
            if (raw.destroyed || raw.writableLength > UNREAD_LIMIT) return false;
            raw.write(eventText(event));
            return true;
          },
          close: () => raw.end(),
          stillValid: async () => (await deps.identity.verify(token)) !== undefined,
        },
        since,
      );
      raw.on('close', leave);
      raw.on('error', leave);
    },
  );
}
