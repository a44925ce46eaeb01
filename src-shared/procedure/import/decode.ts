import { strFromU8 } from 'fflate';
import { CannotRead } from './problem.ts';

/** U+FFFD as UTF-8 has it: where it was written on purpose. */
const holdsReplacement = (bytes: Uint8Array): boolean =>
  bytes.some((byte, at) => byte === 0xef && bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd);

const beginsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte);

/** What people do not write: controls, halves of letters, letters that are none or nobody's. */
const ODD = /(?![\t\n\v\f\r])[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/gu;
const PLAIN = /[\t\n\r -~]/g;

/** Any two bytes are some letter: what they say together tells a text from a picture that begins with the mark. */
function isWritten(text: string): boolean {
  const countOf = (what: RegExp) => text.match(what)?.length ?? 0;
  return !text.includes('\0') && countOf(ODD) * 50 <= text.length && countOf(PLAIN) * 100 >= text.length;
}

function utf16(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(view.getUint16(at, isLittle));
  return text;
}

function markedText(bytes: Uint8Array, isLittle: boolean): string {
  const text = utf16(bytes, isLittle);
  if (!isWritten(text)) throw new CannotRead('notText');
  if (bytes.length % 2 === 1 || !text.isWellFormed()) throw new CannotRead('encoding');
  return text;
}

function utf8(bytes: Uint8Array): string {
  // Zeros are in no text but those of UTF-16, of which no mark says here which end comes first.
  if (bytes.includes(0))
    throw new CannotRead([true, false].some((end) => isWritten(utf16(bytes, end))) ? 'encoding' : 'notText');
  const text = strFromU8(bytes);
  const isBroken = !text.isWellFormed() || (text.includes('\uFFFD') && !holdsReplacement(bytes));
  if (isBroken) throw new CannotRead('encoding');
  return text;
}

/**
 * A text file's content with LF at its line ends and no byte order mark. UTF-8, or UTF-16 where a mark says so; throws
 * `CannotRead` for anything else, since a guess would turn a command into another one.
 */
export function decodeText(bytes: Uint8Array): string {
  const isUtf32 = beginsWith(bytes, 0xff, 0xfe, 0, 0) || beginsWith(bytes, 0, 0, 0xfe, 0xff);
  if (isUtf32) throw new CannotRead(bytes.length % 4 === 0 ? 'encoding' : 'notText');
  const isLittle = beginsWith(bytes, 0xff, 0xfe);
  const text = isLittle || beginsWith(bytes, 0xfe, 0xff) ? markedText(bytes.subarray(2), isLittle) : utf8(bytes);
  return text.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
}
