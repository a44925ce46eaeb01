import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './cache.mjs';
import { runOrThrow } from './run.mjs';

/** What the build reads. */
const INPUTS = [
  'src-shared',
  'src-preload',
  'src-main',
  'src-renderer',
  'resources',
  'electron.vite.config.ts',
  'tsconfig.base.json',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
];

function* filesUnder(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  if (!stat) return;
  if (!stat.isDirectory()) {
    if (!/\.test\.tsx?$/.test(file)) yield file;
    return;
  }
  for (const name of fs.readdirSync(file).sort()) yield* filesUnder(path.join(file, name));
}

/** A fingerprint of all that the build reads. */
function fingerprint(root) {
  const hash = createHash('sha256');
  for (const input of INPUTS) {
    for (const file of filesUnder(path.join(root, input))) {
      hash.update(path.relative(root, file)).update('\0').update(fs.readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

/**
 * Builds the console into dist/ when its sources changed since the last build.
 * @returns {Promise<boolean>} whether it had to build
 */
export async function ensureBuild({ root, node, log, quiet = true }) {
  const stamp = path.join(root, 'dist', '.fingerprint');
  return withLock(`${root} build`, async () => {
    const wanted = fingerprint(root);
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return false;
    log('Building the console');
    fs.rmSync(stamp, { force: true });
    const builder = path.join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    await runOrThrow(node, [builder, 'build'], { cwd: root, quiet });
    fs.writeFileSync(stamp, wanted);
    return true;
  });
}
