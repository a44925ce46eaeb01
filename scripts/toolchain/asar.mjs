import { Buffer } from 'node:buffer';

const uint32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

/**
 * Packs a flat set of files as an asar archive (github.com/electron/asar: two Chromium pickles, then the contents).
 * @param {Record<string, string>} files name → text
 */
export function packAsar(files) {
  const contents = [];
  const index = {};
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    index[name] = { size: bytes.length, offset: String(offset) };
    offset += bytes.length;
    contents.push(bytes);
  }
  const header = Buffer.from(JSON.stringify({ files: index }));
  const padding = Buffer.alloc((4 - (header.length % 4)) % 4);
  const payload = Buffer.concat([uint32(header.length), header, padding]);
  const pickle = Buffer.concat([uint32(payload.length), payload]);
  return Buffer.concat([uint32(4), uint32(pickle.length), pickle, ...contents]);
}
