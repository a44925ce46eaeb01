import { TextDecoder } from 'node:util';

/** Colours and movements of a terminal, and control characters but tab and newline. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it removes.
const UNSEEN = /\u001b\[[0-?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff]/g;

/** Bytes at the beginning that belong to a character which `tail -c` has cut: three at most. */
function cutOff(bytes: Uint8Array): number {
  const begins = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return begins > 3 ? 0 : Math.max(begins, 0);
}

/**
 * What the kept bytes of a body say, when they are UTF-8; a character that was cut off at their beginning or end is left
 * out. Undefined for anything else, and for nothing.
 */
export function textOfBody(bytes: Uint8Array): string | undefined {
  try {
    const whole = bytes.subarray(cutOff(bytes));
    const text = new TextDecoder('utf-8', { fatal: true }).decode(whole, { stream: true });
    const clean = text.replace(/\r\n?/g, '\n').replace(UNSEEN, '').trimEnd();
    return clean === '' ? undefined : clean;
  } catch {
    return undefined;
  }
}
