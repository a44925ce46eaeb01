import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** A console or proxy names its request, so that its log and ours can be joined; anything else gets a name here. */
const REQUEST_ID = /^[\w-]{8,64}$/;

export function requestIdOf({ 'x-request-id': given }: IncomingHttpHeaders): string {
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}
