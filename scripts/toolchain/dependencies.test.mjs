import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ensureDependencies } from './dependencies.mjs';

let folder;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vigie-dependencies-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

it('refuses to install through a link, and leaves what it points at as it was', async () => {
  const [root, elsewhere] = [path.join(folder, 'clone'), path.join(folder, 'elsewhere')];
  for (const one of [root, elsewhere]) fs.mkdirSync(one);
  fs.writeFileSync(path.join(root, 'package-lock.json'), '{}');
  fs.writeFileSync(path.join(elsewhere, 'kept'), '');
  fs.symlinkSync(elsewhere, path.join(root, 'node_modules'));
  const installing = ensureDependencies({ root, node: process.execPath, log: expect.unreachable });
  await expect(installing).rejects.toThrow(/node_modules is a link to .*elsewhere, .*Remove the link/);
  expect(fs.readdirSync(elsewhere)).toEqual(['kept']);
});
