import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createBlobs } from '../src-main/blobs/blobs.ts';
import { systemClock } from '../src-shared/time/clock.ts';
import type { Context, Figure } from './harness/figure.ts';
import { startVigie } from './harness/vigie.ts';

/** As many requests at once as a console makes. */
const AT_ONCE = 3;
const MEGABYTE = 1024 ** 2;

interface File {
  hash: string;
  bytes: Buffer<ArrayBuffer>;
}
const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** Cannot be compressed, and begins like a picture. */
const aFile = (size: number): File => {
  const bytes = Buffer.concat([PNG, randomBytes(size - PNG.length)]);
  return { hash: createHash('sha256').update(bytes).digest('hex'), bytes };
};

async function together<T>(all: readonly T[], atOnce: number, each: (one: T) => Promise<void>): Promise<number> {
  const began = performance.now();
  const rest = all.values();
  const worker = async () => {
    for (const one of rest) await each(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return performance.now() - began;
}

/** The same bytes as files, each written and synced: what a disk alone costs. */
function bareFiles(ctx: Context, files: readonly File[]): number {
  const folder = ctx.folder();
  const began = performance.now();
  for (const { hash, bytes } of files) {
    const file = openSync(join(folder, hash), 'w');
    writeSync(file, bytes);
    fsyncSync(file);
    closeSync(file);
  }
  return performance.now() - began;
}

/** Peak resident memory of a process, in bytes. */
const peakOf = (pid: number | undefined) =>
  Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) * 1024;

async function once(ctx: Context) {
  const vigie = await startVigie(ctx, {});
  const authorization = `Bearer ${await vigie.token('bench')}`;
  const address = ({ hash }: File) => `${vigie.url}/api/blobs/${hash}`;
  const put = async (file: File) => {
    const headers = { authorization, 'content-type': 'application/octet-stream' };
    const answer = await fetch(address(file), { method: 'PUT', headers, body: file.bytes });
    if (!answer.ok) throw new Error(`a file was refused: ${answer.status} ${await answer.text()}`);
    await answer.arrayBuffer();
  };
  const pictures = Array.from({ length: ctx.quick ? 200 : 500 }, () => aFile(30_000));
  const sent = await together(pictures, 1, put);

  const folder = join(ctx.folder(), 'blobs');
  mkdirSync(folder);
  const blobs = createBlobs({ folder, workspace: () => 'bench', clock: systemClock, report: ctx.log });
  const fetched = await together(pictures, AT_ONCE, async (file) => {
    const answer = await fetch(address(file), { headers: { authorization } });
    const kept = await blobs.receive(file.hash, new Uint8Array(await answer.arrayBuffer()));
    if (!kept.ok) throw new Error(`a file was not kept: ${kept.error.code}`);
  });
  const before = peakOf(vigie.program.child.pid);
  const large = Array.from({ length: ctx.quick ? 8 : 16 }, () => aFile(10 * MEGABYTE));
  await together(large, 8, put);
  const uploads = (peakOf(vigie.program.child.pid) - before) / MEGABYTE;
  await together(large, 8, async (file) => {
    const answer = await fetch(address(file), { headers: { authorization } });
    if ((await answer.arrayBuffer()).byteLength !== file.bytes.length) throw new Error('a file came back short');
  });
  const grown = (peakOf(vigie.program.child.pid) - before) / MEGABYTE;
  await vigie.program.stop();
  const bare = bareFiles(ctx, pictures);
  const each = pictures.length;
  return { sent: sent / each, fetched: fetched / each, bare: bare / each, uploads, grown };
}

export const figure: Figure = {
  name: 'files',
  title: 'Files sent to the server, and a first copy of pictures of 30 KB (SQLite)',
  async run(ctx) {
    const { sent, fetched, bare, uploads, grown } = await ctx.median(() => once(ctx));
    const disk = { name: 'written and synced as a file', value: bare };
    return [
      { what: 'a picture sent, until it is durable on the server', ours: sent, unit: 'ms', peer: disk },
      { what: 'a picture fetched, until it lies on the laptop', ours: fetched, unit: 'ms', peer: disk },
      {
        what: 'memory of the server: 8 files of 10 MB sent at once, over and over',
        ours: uploads,
        unit: 'MB more',
        // What the pages of the database may take, whatever goes through.
        peer: { name: "SQLite's two page caches", value: 128 },
        target: { atMost: 128 },
      },
      {
        what: 'and fetched by 8 at once',
        ours: grown,
        unit: 'MB more',
        // What the pages of the database may take, whatever goes through.
        peer: { name: "SQLite's two page caches", value: 128 },
        target: { atMost: 128 },
      },
    ];
  },
};
