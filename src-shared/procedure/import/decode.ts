import { strFromU8 } from 'fflate';
import { CannotRead } from './problem.ts';

/** U+FFFD as UTF-8 has it: where it was written on purpose. */
const holdsReplacement = (bytes: Uint8Array): boolean =>
  bytes.some((byte, at) => byte === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);

function utf16(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 2; at + 1 < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, isLittle));
  return text;
}

/**
 * A text file's content with LF at its line ends and no byte order mark. UTF-8, or UTF-16 where a mark says so; throws
 * `CannotRead` for anything else, since a guess would turn a command into another one.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!marked && bytes.includes(0)) throw new CannotRead('notText');
  const text = marked ? utf16(bytes, first === 0xff) : strFromU8(bytes);
  const isBroken = text.includes('\u0000') || !text.isWellFormed();
  if (isBroken || (!marked && text.includes('\uFFFD') && !holdsReplacement(bytes))) throw new CannotRead('encoding');
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
