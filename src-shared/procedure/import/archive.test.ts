import '../../../tests/support/property-seed.ts';
import fc from 'fast-check';
import { gzipSync, strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { archiveEntries, collectionNameOf, withoutRoot } from './archive.ts';
import { CannotRead } from './problem.ts';

/** A tar header block and its content, as `tar --format=ustar` writes them. */
function tarred(files: readonly { name: string; body: string; kind?: string }[]): Uint8Array {
  const blocks = files.flatMap(({ name, body, kind = '0' }) => {
    const content = strToU8(body);
    const header = new Uint8Array(512);
    const put = (at: number, text: string) => header.set(strToU8(text), at);
    put(0, name);
    put(100, '0000644\u0000');
    put(124, `${content.length.toString(8).padStart(11, '0')}\u0000`);
    put(136, '00000000000\u0000');
    put(148, '        ');
    put(156, kind);
    put(257, 'ustar\u000000');
    const sum = header.reduce((total, byte) => total + byte, 0);
    put(148, `${sum.toString(8).padStart(6, '0')}\u0000 `);
    const padded = new Uint8Array(Math.ceil(content.length / 512) * 512);
    padded.set(content);
    return [...header, ...padded];
  });
  return Uint8Array.from([...blocks, ...new Uint8Array(1024)]);
}

const contents = async (bytes: Uint8Array) =>
  Promise.all(
    archiveEntries(bytes).map(async ({ path, problem, read }) => [
      path,
      problem ?? new TextDecoder().decode(await read()),
    ]),
  );

const reasonOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
  } catch (error) {
    if (error instanceof CannotRead) return error.reason;
    throw error;
  }
  return 'read';
};

describe('archives', () => {
  it('of each kind give their files', async () => {
    const zip = zipSync({ 'ops-main': { 'a.md': strToU8('un'), 'é/b.md': [strToU8('deux'), { level: 0 }] } });
    expect(await contents(zip)).toEqual([
      ['ops-main/a.md', 'un'],
      ['ops-main/é/b.md', 'deux'],
    ]);
    const tar = tarred([
      { name: 'ops/', body: '', kind: '5' },
      { name: 'ops/a.md', body: 'un' },
      { name: 'ops/link.md', body: '', kind: '2' },
      { name: 'x', body: '27 path=ops/données/b.md\n'.replace('27', '26'), kind: 'x' },
      { name: 'short', body: 'deux' },
    ]);
    const expected = [
      ['ops/a.md', 'un'],
      ['ops/link.md', 'symbolicLink'],
      ['ops/données/b.md', 'deux'],
    ];
    expect(await contents(tar)).toEqual(expected);
    expect(await contents(gzipSync(tar))).toEqual(expected);
  });

  it('that unpack to more than they say are not unpacked to the end', async () => {
    const zip = zipSync({ 'bomb.md': new Uint8Array(30_000_000) });
    const entry = archiveEntries(zip)[0];
    expect(entry?.size).toBe(30_000_000);
    expect(await reasonOf(() => entry?.read())).toBe('bomb');
    // The directory claims 10 bytes.
    const view = new DataView(zip.buffer);
    const central = view.getUint32(zip.length - 6, true);
    view.setUint32(central + 24, 10, true);
    expect(await reasonOf(() => archiveEntries(zip)[0]?.read())).toBe('bomb');
  });

  it('that are encrypted, link or are damaged say so, each file for itself', async () => {
    const zip = zipSync({ 'a.md': strToU8('un'), 'b.md': [strToU8('../a.md'), { os: 3, attrs: 0xa1ff << 16 }] });
    const central = new DataView(zip.buffer).getUint32(zip.length - 6, true);
    expect(archiveEntries(zip).map(({ problem }) => problem)).toEqual([undefined, 'symbolicLink']);
    zip[central + 8] = 1;
    expect(archiveEntries(zip)[0]?.problem).toBe('encrypted');
    const torn = zipSync({ 'a.md': [strToU8('un texte'), { level: 0 }], 'b.md': strToU8('deux') });
    torn[36] = 0x21;
    const [first, second] = archiveEntries(torn);
    expect(await reasonOf(() => first?.read())).toBe('damaged');
    expect(await reasonOf(() => second?.read())).toBe('read');
    for (const text of ['PK no archive at all', 'no archive', '', 'no archive '.repeat(100)]) {
      expect(await reasonOf(() => archiveEntries(strToU8(text)))).toBe('damaged');
    }
  });

  it('whatever their bytes, are read or refused, and nothing else', async () => {
    const good = zipSync({ 'a.md': strToU8('un'.repeat(500)), 'b/c.md': strToU8('deux') });
    const packed = gzipSync(tarred([{ name: 'a.md', body: 'un'.repeat(500) }]));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(good, packed),
        fc.array(fc.tuple(fc.nat(2_000), fc.nat(255)), { maxLength: 20 }),
        fc.nat(2_000),
        async (archive, hits, cut) => {
          const bytes = archive.slice(0, Math.max(0, archive.length - (cut > 1_000 ? cut - 1_000 : 0)));
          for (const [at, value] of hits) bytes[at % Math.max(1, bytes.length)] = value;
          await reasonOf(async () => {
            for (const entry of archiveEntries(bytes)) await reasonOf(() => entry.read());
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('the one folder that holds everything', () => {
  const entry = (path: string) => ({ path, size: 0, read: async () => new Uint8Array() });
  it('is taken off, and names the collection', () => {
    const read = withoutRoot([entry('runbooks-main/a.md'), entry('runbooks-main/b/c.md')]);
    expect(read.root).toBe('runbooks-main');
    expect(read.entries.map(({ path }) => path)).toEqual(['a.md', 'b/c.md']);
    expect(withoutRoot([entry('a.md'), entry('b/c.md')]).root).toBeUndefined();
    expect(collectionNameOf('runbooks-main')).toBe('runbooks');
    expect(collectionNameOf('ops.tar.gz')).toBe('ops');
  });
});
