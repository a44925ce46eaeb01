import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packSchema } from '../../src-shared/model/pack.ts';
import { COLLECTION, layCollection } from '../support/runbook-collection.ts';

const CLI = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const run = promisify(execFile);

let folder: string;
let data: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-imports-'));
  data = join(folder, 'data');
  mkdirSync(data);
});
afterEach(() => rmSync(folder, { recursive: true }));

const vigie = async (...args: string[]): Promise<string> =>
  (await run(process.execPath, [CLI, ...args, '--data', data], { maxBuffer: 64e6 })).stdout;

interface Imported {
  collection: string;
  changes: { path: string; state: string }[];
  problems: { path: string; reason: string }[];
  written: string[];
}
const bring = async (...args: string[]): Promise<Imported> =>
  JSON.parse(await vigie('runbooks', 'import', ...args, '--json'));
const statesOf = ({ changes }: Imported) => {
  const counts = new Map<string, number>();
  for (const { state } of changes) counts.set(state, (counts.get(state) ?? 0) + 1);
  return Object.fromEntries(counts);
};

describe('vigie runbooks import', () => {
  it('takes a folder, then the same as archives without making anything twice', async () => {
    const ops = join(folder, 'ops');
    layCollection(ops);
    symlinkSync('/etc/passwd', join(ops, 'secrets.md'));
    const dry = await bring(ops, '--dry-run');
    expect([statesOf(dry), dry.written]).toEqual([{ new: 6 }, []]);
    const first = await bring(ops, '--tag', 'prod');
    expect([first.collection, statesOf(first), first.written.length]).toEqual(['ops', { new: 6 }, 6]);
    expect(Object.fromEntries(first.problems.map(({ path, reason }) => [path, reason]))).toEqual({
      'LICENSE.md': 'aboutRepository',
      'secrets.md': 'symbolicLink',
      'team/broken.md': 'frontMatter',
      'team/latin1.md': 'encoding',
      'content/runbooks/node/NodeDiskFull.md': 'imageMissing',
    });
    expect(statesOf(await bring(ops))).toEqual({ same: 6 });

    const bytes = (content: string | Uint8Array) => (typeof content === 'string' ? strToU8(content) : content);
    const zipped = zipSync(
      Object.fromEntries(Object.entries(COLLECTION).map(([path, content]) => [`ops-main/${path}`, bytes(content)])),
    );
    writeFileSync(join(folder, 'download.zip'), zipped);
    expect(statesOf(await bring(join(folder, 'download.zip')))).toEqual({ same: 6 });
    await run('tar', ['czf', join(folder, 'ops.tar.gz'), '-C', folder, 'ops']);
    expect(statesOf(await bring(join(folder, 'ops.tar.gz')))).toEqual({ same: 6 });

    rmSync(join(ops, 'README.md'));
    expect(statesOf(await bring(ops, '--archive-gone'))).toEqual({ same: 5, gone: 1 });
    expect(statesOf(await bring(ops))).toEqual({ same: 5 });
  });

  it('refuses what is no collection in words, with its exit code', async () => {
    const bad = join(folder, 'bad.zip');
    writeFileSync(bad, 'PK nothing');
    await expect(bring(bad)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('is damaged') });
    writeFileSync(bad, gzipSync(Buffer.alloc(300_000_000), { level: 1 }));
    await expect(bring(bad)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('unpacks to more') });
    await expect(bring()).rejects.toMatchObject({ code: 2 });
    await expect(bring(folder, '--kind', 'incidentPhase')).rejects.toMatchObject({ code: 2 });
    await expect(bring(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 1 });
  });
});

/** Starts a command and kills it after a while; answers whether it had ended before. */
async function killed(after: number, ...args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [CLI, ...args, '--data', data], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  await Promise.race([ended, setTimeout(after)]);
  const isOver = child.exitCode !== null;
  child.kill('SIGKILL');
  await ended;
  return isOver;
}

describe('an import that is killed', () => {
  it('leaves a pack wholly there or not at all', async () => {
    const shipped = new URL('../../resources/packs/procedures.fr.json', import.meta.url);
    const pack = packSchema.parse(JSON.parse(readFileSync(shipped, 'utf8')));
    const many = Array.from({ length: 900 }, (_, at) => ({
      id: `many.${at}`,
      kind: 'runbook',
      title: `Runbook ${at}`,
      body: '- [ ] Une étape\n'.repeat(20),
    }));
    const file = join(folder, 'many.json');
    writeFileSync(file, JSON.stringify({ ...pack, procedures: [...pack.procedures, ...many] }));
    // The database is there before the first kill.
    await vigie('pack', 'export', join(folder, 'out.json'));
    const seen: string[][] = [];
    for (const after of [400, 700, 1_000]) {
      const isOver = await killed(after, 'pack', 'import', file);
      const states: { state: string }[] = JSON.parse(await vigie('pack', 'diff', file, '--json'));
      seen.push([...new Set(states.map(({ state }) => state))]);
      if (isOver) break;
    }
    for (const states of seen) expect([['new'], ['same']]).toContainEqual(states);
  });

  it('leaves whole runbooks, and goes on where it was', async () => {
    const ops = join(folder, 'ops');
    const files = Array.from(
      { length: 300 },
      (_, at) => [`group-${at % 7}/Alert${at}Fires.md`, `# Alert ${at}\n\n${'- step\n'.repeat(40)}`] as const,
    );
    layCollection(ops, Object.fromEntries(files));
    await vigie('pack', 'export', join(folder, 'out.json'));
    for (const after of [600, 900]) {
      if (await killed(after, 'runbooks', 'import', ops)) break;
      const { same = 0, new: fresh = 0, ...others } = statesOf(await bring(ops, '--dry-run'));
      expect([same + fresh, others]).toEqual([300, {}]);
    }
    await bring(ops);
    expect(statesOf(await bring(ops))).toEqual({ same: 300 });
  });
});
