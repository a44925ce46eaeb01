import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const execute = promisify(execFile);
const cache = new URL('./cache.mjs', import.meta.url).href;

let folder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-cache-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

/** Runs `code` as its own process with `cacheFolder`, `makeOnce`, `withLock` and `fs` at hand. */
function inProcess(code) {
  const script = `import fs from 'node:fs'; import path from 'node:path';
    import { setTimeout as wait } from 'node:timers/promises';
    import { cacheFolder, makeOnce, withLock } from ${JSON.stringify(cache)};
    const folder = ${JSON.stringify(folder)};
    ${code}`;
  return execute(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, VIGIE_CACHE: folder },
  });
}

describe('makeOnce', () => {
  const make = `const target = path.join(cacheFolder(), 'tool');
    const made = await makeOnce(target, () => fs.existsSync(path.join(target, 'b')), async (part) => {
      fs.writeFileSync(path.join(part, 'a'), '');
      await wait(100);
      fs.writeFileSync(path.join(part, 'b'), '');
    });
    process.stdout.write(String(made));`;

  it('builds once when several processes ask at the same time', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => inProcess(make)));
    expect(results.map((one) => one.stdout).sort()).toEqual(['false', 'false', 'false', 'true']);
    expect(fs.readdirSync(folder).sort()).toEqual(['locks', 'tool']);
    expect(fs.readdirSync(path.join(folder, 'locks'))).toEqual([]);
  });

  it('leaves nothing behind when the build fails, so that the next one starts afresh', async () => {
    const failing = make.replace('await wait(100);', "throw new Error('cut');");
    await expect(inProcess(failing)).rejects.toThrow('cut');
    expect(fs.readdirSync(folder)).toEqual(['locks']);
    expect((await inProcess(make)).stdout).toBe('true');
  });

  it('replaces an incomplete folder', async () => {
    fs.mkdirSync(path.join(folder, 'tool'));
    expect((await inProcess(make)).stdout).toBe('true');
  });
});

describe('withLock', () => {
  it('takes over the lock of a process that died', async () => {
    await inProcess("await withLock('x', () => process.exit(0));");
    const [left] = fs.readdirSync(path.join(folder, 'locks'));
    expect(left).toMatch(/\.lock$/);
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    fs.writeFileSync(path.join(folder, 'locks', left), String(dead));
    const code = `await withLock('x', async () => { fs.appendFileSync(path.join(folder, 'log'), 'in '); await wait(50);
      fs.appendFileSync(path.join(folder, 'log'), 'out '); });`;
    await Promise.all([1, 2, 3].map(() => inProcess(code)));
    expect(fs.readFileSync(path.join(folder, 'log'), 'utf8')).toBe('in out in out in out ');
    expect(fs.readdirSync(path.join(folder, 'locks'))).toEqual([]);
  });
});
