import { TextDecoder } from 'node:util';

/** Colours and movements of a terminal, and control characters but tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const UNSEEN = /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g;

/**
 * What the kept bytes of a body say, when they are UTF-8; a character that was cut off at their end is left out.
 * Undefined for anything else, and for nothing.
 */
export function textOfBody(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    const clean = text.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trimEnd();
    return clean === '' ? undefined : clean;
  } catch {
    return undefined;
  }
}
