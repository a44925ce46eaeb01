import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/**
 * Writes a PNG of an XWD dump (X11/XWDFile.h: big-endian header, then 32-bit BGRX rows), as Xvfb keeps in `-fbdir`.
 */
export function writeScreenAsPng(xwdFile: string, pngFile: string): void {
  const dump = readFileSync(xwdFile);
  const field = (index: number): number => dump.readUInt32BE(index * 4);
  const [headerSize, width, height, bytesPerRow, colours] = [field(0), field(4), field(5), field(12), field(19)];
  if (field(11) !== 32) throw new Error(`the screen has ${field(11)} bits per pixel, expected 32`);
  const start = headerSize + colours * 12;
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1) {
    let to = y * (1 + width * 3) + 1;
    let from = start + y * bytesPerRow;
    for (let x = 0; x < width; x += 1, to += 3, from += 4) {
      rows[to] = dump[from + 2] ?? 0;
      rows[to + 1] = dump[from + 1] ?? 0;
      rows[to + 2] = dump[from] ?? 0;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  writeFileSync(
    pngFile,
    Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('IDAT', deflateSync(rows, { level: 3 })),
      chunk('IEND', Buffer.alloc(0)),
    ]),
  );
}
