import { Gunzip, Inflate } from 'fflate';
import { CannotRead } from './problem.ts';

/** A little in, at most a thousand times as much out: what is unpacked too far never lies in memory as a whole. */
const PIECE = 16 * 1024;

/** Unpacks `bytes`, and stops as soon as there is more of it than `most`. */
export function inflateAtMost(format: 'deflate' | 'gzip', bytes: Uint8Array, most: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const take = (chunk: Uint8Array, final: boolean) => {
    size += chunk.length;
    if (size > most) throw new CannotRead('bomb');
    chunks.push(chunk);
    ended ||= final;
  };
  const stream = format === 'gzip' ? new Gunzip(take) : new Inflate(take);
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      stream.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch (error) {
    if (error instanceof CannotRead) throw error;
    throw new CannotRead('damaged', error instanceof Error ? error.message : '');
  }
  if (!ended) throw new CannotRead('damaged');
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, value) => {
  let sum = value;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  return sum;
});

/** CRC-32 as ZIP and PNG have it. */
export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return (sum ^ 0xffffffff) >>> 0;
}
