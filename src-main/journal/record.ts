import { crc32 } from 'node:zlib';

const NEWLINE = 0x0a;
const SPACE = 0x20;
/** `0000001f 8c736521 ` before the JSON. */
const HEADER = 18;
/** No record is longer: what claims more is damage, and is not worth a checksum. */
const LONGEST = 8 * 1024 * 1024;

/** One line: length in bytes and CRC-32 of the JSON, in hexadecimal, then the JSON. */
export function encodeRecord(value: unknown): Buffer {
  const json = Buffer.from(JSON.stringify(value), 'utf8');
  if (json.length > LONGEST) throw new RangeError('record too long');
  return Buffer.concat([Buffer.from(`${hex(json.length)} ${hex(crc32(json))} `, 'latin1'), json, Buffer.of(NEWLINE)]);
}

export interface Decoded {
  values: unknown[];
  /** Stretches of bytes that are no intact record: a torn end, flipped bits, lost blocks. */
  damaged: number;
  /** Whether another record may be written straight after the last byte. */
  clean: boolean;
}

/**
 * Every intact record of a file, in order. Damage costs the records that it touches and nothing else: the search goes
 * on at the next byte where a record with the right checksum begins.
 */
export function decodeRecords(bytes: Buffer): Decoded {
  const values: unknown[] = [];
  let damaged = 0;
  let broken = false;
  let at = 0;
  while (at < bytes.length) {
    const record = readAt(bytes, at);
    if (record) {
      values.push(record.value);
      at = record.end;
      broken = false;
      if (bytes[at] === NEWLINE) at += 1;
    } else {
      if (!broken) damaged += 1;
      broken = true;
      at += 1;
    }
  }
  return { values, damaged, clean: bytes.length === 0 || bytes[bytes.length - 1] === NEWLINE };
}

function readAt(bytes: Buffer, at: number): { value: unknown; end: number } | null {
  if (bytes[at + 8] !== SPACE || bytes[at + 17] !== SPACE) return null;
  const length = readHex(bytes, at);
  if (length === null || length > LONGEST || at + HEADER + length > bytes.length) return null;
  const sum = readHex(bytes, at + 9);
  if (sum === null) return null;
  const end = at + HEADER + length;
  const json = bytes.subarray(at + HEADER, end);
  if (crc32(json) !== sum) return null;
  try {
    return { value: JSON.parse(json.toString('utf8')), end };
  } catch {
    return null;
  }
}

function readHex(bytes: Buffer, at: number): number | null {
  const text = bytes.toString('latin1', at, at + 8);
  return /^[0-9a-f]{8}$/.test(text) ? Number.parseInt(text, 16) : null;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
