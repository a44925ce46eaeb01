import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './cache.mjs';
import { npm } from './run.mjs';

/** `npm ci` empties the folder that a link points at, which belongs to somebody else. */
function refuseLink(folder) {
  if (!fs.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return;
  throw new Error(
    `${folder} is a link to ${fs.readlinkSync(folder)}, which installing would empty. Remove the link and start again.`,
  );
}

/**
 * Installs the locked dependencies, without their scripts, when node_modules is not from this very lock file.
 * @returns {Promise<boolean>} whether it had to install
 */
export async function ensureDependencies({ root, node, log }) {
  const stamp = path.join(root, 'node_modules', '.vigie-lock');
  const wanted = createHash('sha256')
    .update(fs.readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const isCurrent = () => fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted;
  if (isCurrent()) return false;
  return withLock(root, async () => {
    if (isCurrent()) return false;
    refuseLink(path.join(root, 'node_modules'));
    log('Installing the dependencies (npm ci)');
    const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
    await npm(['ci', '--ignore-scripts'], { cwd: root, env });
    fs.writeFileSync(stamp, wanted);
    return true;
  });
}
