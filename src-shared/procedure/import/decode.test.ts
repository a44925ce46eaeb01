import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode.ts';
import { CannotRead } from './problem.ts';

function reasonFor(bytes: Uint8Array): string {
  try {
    return `read as ${JSON.stringify(decodeText(bytes)).slice(0, 80)}`;
  } catch (error) {
    if (error instanceof CannotRead) return error.reason;
    throw error;
  }
}
const little = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
const big = (text: string) => little(text).swap16();
/** The same bytes each time, and none that look like anything. */
const noise = (length: number, seed: number) =>
  Buffer.concat(
    Array.from({ length: Math.ceil(length / 32) }, (_, at) => createHash('sha256').update(`${seed} ${at}`).digest()),
  ).subarray(0, length);
const marked = (bytes: Uint8Array, ...mark: number[]) => Buffer.concat([Buffer.from(mark), bytes]);

describe('a text in UTF-16', () => {
  it.each([
    '# Base en panne\r\n\r\n1. Regarder `df -h`\r\n',
    '# データベース停止\n\n1. ディスクを見る\n',
    'A\n',
    '# 🚒 Incendie\n\n→ sortir\n',
  ])('%j is read in either order', (text) => {
    const plain = text.replaceAll('\r\n', '\n');
    expect(decodeText(little(text))).toBe(plain);
    expect(decodeText(big(text))).toBe(plain);
  });

  it('that lost a byte, holds half a letter, has no mark, or is UTF-32, is none, and it is said', () => {
    const text = '# Base en panne\n';
    expect(reasonFor(little(text).subarray(0, -1))).toBe('encoding');
    expect(reasonFor(little(`${text.repeat(4)}\uD83D`))).toBe('encoding');
    expect(reasonFor(little(text).subarray(2))).toBe('encoding');
    expect(reasonFor(big(text).subarray(2))).toBe('encoding');
    expect(reasonFor(Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0]))).toBe('encoding');
    expect(reasonFor(Buffer.from([0, 0, 0xfe, 0xff, 0, 0, 0, 0x41]))).toBe('encoding');
  });
});

describe('bytes that are no text', () => {
  it('are not taken for one because they begin with the mark of UTF-16', () => {
    for (const length of [30, 64, 333, 4_096, 100_000]) {
      for (const mark of [
        [0xff, 0xfe],
        [0xfe, 0xff],
      ]) {
        expect(reasonFor(marked(noise(length, length), ...mark))).toBe('notText');
        expect(reasonFor(marked(deflateSync(noise(length, 7)), ...mark))).toBe('notText');
      }
    }
    expect(reasonFor(marked(Buffer.alloc(64), 0xff, 0xfe, 1, 2))).toBe('notText');
    expect(reasonFor(Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]))).toBe('notText');
  });

  it('are a text in UTF-8 where they are one', () => {
    expect(decodeText(Buffer.from('\uFEFFé\r\nà\r'))).toBe('é\nà\n');
    expect(decodeText(Buffer.from('lost \uFFFD on purpose'))).toBe('lost \uFFFD on purpose');
    expect(reasonFor(Buffer.from('déjà', 'latin1'))).toBe('encoding');
    expect(decodeText(new Uint8Array())).toBe('');
  });
});
