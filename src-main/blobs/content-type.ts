const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Signatures of the formats that a browser shows as pictures and that hold nothing to run (WHATWG MIME Sniffing §6.1). */
export function imageType(bytes: Uint8Array): string | undefined {
  if (ascii(bytes, 0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (ascii(bytes, 0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(ascii(bytes, 0, 6))) return 'image/gif';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'image/webp';
  if (ascii(bytes, 4, 8) === 'ftyp' && /^avi[fs]$/.test(ascii(bytes, 8, 12))) return 'image/avif';
  return undefined;
}

/** First four bytes of what is compressed by its format: PKZIP, gzip, 7z, xz, zstd. */
const PACKED = /^(?:504b0304|1f8b|377abcaf|fd377a58|28b52ffd)/;

/** Whether the bytes are compressed by their format: pictures, archives, films. */
export function isPacked(bytes: Uint8Array): boolean {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  return imageType(bytes) !== undefined || PACKED.test(start) || ascii(bytes, 4, 8) === 'ftyp';
}
