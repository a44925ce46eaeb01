import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { textOfBody } from './body-text.ts';

describe('the body of a ping', () => {
  const bytes = (text: string) => Buffer.from(text);

  it('is text without the colours of a terminal, cut between characters', () => {
    expect(textOfBody(bytes('a\r\nb\tc\u001b[1;31m red\u001b[0m\u0000\n\n'))).toBe('a\nb\tc red');
    expect(textOfBody(bytes('réussi').subarray(0, 2))).toBe('r');
    expect(textOfBody(bytes('émis').subarray(1))).toBe('mis');
    expect(textOfBody(bytes('😀 fini').subarray(1))).toBe(' fini');
  });

  it('is nothing where it is empty or no text', () => {
    expect(textOfBody(bytes(' \n'))).toBeUndefined();
    expect(textOfBody(new Uint8Array([0x80, 0x80, 0x80, 0x80, 0x61]))).toBeUndefined();
    expect(textOfBody(new Uint8Array([0x1f, 0x8b, 0x08, 0xff]))).toBeUndefined();
  });
});
