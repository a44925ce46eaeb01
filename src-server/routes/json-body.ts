import type { FastifyBodyParser, FastifyRequest } from 'fastify';
import type { App } from '../app-deps.ts';
import { Refusal } from './errors.ts';

/** Deeper than any honest body, and far from the end of the stack of whatever walks it. */
const MAX_DEPTH = 100;
/** Reading, checking and hashing more than this holds up everybody else. */
const MAX_VALUES = 100_000;

/** Whether a body is too much work, told from its text before anything is built from it. Malformed text is let through. */
export function jsonExcess(text: string): 'deep' | 'many' | undefined {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at);
        break;
      case 0x2c: // ,
        values += 1;
        break;
      case 0x5b: // [
      case 0x7b: // {
        depth += 1;
        values += 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth -= 1;
    }
    if (depth > MAX_DEPTH) return 'deep';
    if (values > MAX_VALUES) return 'many';
  }
  return undefined;
}

/** Index of the quote that closes the string opened at `open`, or the end of the text. */
function endOfString(text: string, open: number): number {
  for (let end = text.indexOf('"', open + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === 0x5c) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

/** Names that reach a prototype, and the escapes in which they could be written. */
const ODD = ['__proto__', 'constructor', '\\u00'];

/** What a body says that has nothing odd about it; undefined for any other, which the parser below removes or refuses. */
export function plainJson(text: string): { value: unknown } | undefined {
  if (ODD.some((one) => text.includes(one)) || jsonExcess(text) !== undefined) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** Whether a body need not be parsed, told from its text. */
type Skip = (request: FastifyRequest, text: string) => boolean;

/** Parses a body of JSON, within what one request may ask of us. */
function jsonParser(app: App, skip?: Skip): FastifyBodyParser<string> {
  const parse = app.getDefaultJsonParser('remove', 'remove');
  return (request, text, done) => {
    if (skip?.(request, text)) {
      done(null, undefined);
      return;
    }
    const excess = jsonExcess(text);
    if (excess === 'deep') done(new Refusal(400, 'badJson', `The JSON is nested deeper than ${MAX_DEPTH} levels.`));
    else if (excess) done(new Refusal(413, 'tooLarge', `The JSON holds more than ${MAX_VALUES} values; send fewer.`));
    else parse(request, text, done);
  };
}

/**
 * JSON is all that is understood. Keys that reach a prototype are left out, not refused: an alert with an odd label is
 * still an alert.
 */
export function readJsonBodies(app: App, skip?: Skip): void {
  app.removeContentTypeParser(['text/plain', 'application/json']);
  app.addContentTypeParser('application/json', { parseAs: 'string' }, jsonParser(app, skip));
}

/** For senders that call their JSON text, or nothing at all: Amazon's SNS, old clients of PagerDuty. */
export function readAnyTypeAsJson(app: App, skip?: Skip): void {
  app.addContentTypeParser('*', { parseAs: 'string' }, jsonParser(app, skip));
}
