import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { npm } from './run.mjs';

/** The user's cache folder for Vigie: what is in it can be deleted at any time and is fetched again. */
export function cacheFolder() {
  if (process.env.VIGIE_CACHE) return path.resolve(process.env.VIGIE_CACHE);
  if (process.platform === 'win32') {
    return path.join(process.env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), 'vigie', 'Cache');
  }
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'vigie');
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'vigie');
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Creates `file` with this process's id unless it exists. */
function claim(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whether the process that claimed `file` is gone. A file still without its first byte is being claimed right now. */
function isAbandoned(file) {
  try {
    const owner = Number(fs.readFileSync(file, 'utf8'));
    return owner > 0 && !isAlive(owner);
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/** Removes an abandoned claim; one process at a time looks again and removes, so that no fresh claim is lost. */
function clearAbandoned(file) {
  const clearing = `${file}.clearing`;
  if (!claim(clearing)) {
    if (isAbandoned(clearing)) fs.rmSync(clearing, { force: true });
    return;
  }
  try {
    if (isAbandoned(file)) fs.rmSync(file, { force: true });
  } finally {
    fs.rmSync(clearing, { force: true });
  }
}

/**
 * Runs `work` while no other process of this user holds the lock `name`.
 * A lock left by a process that died is taken over.
 */
export async function withLock(name, work) {
  const folder = path.join(cacheFolder(), 'locks');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 24)}.lock`);
  let waits = 0;
  while (!claim(file)) {
    if (isAbandoned(file)) clearAbandoned(file);
    waits += 1;
    if (waits === 50) process.stderr.write(`Waiting for another set-up to finish (it holds ${file})\n`);
    await wait(100);
  }
  try {
    return await work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

/**
 * Makes the folder `target` by calling `build(temporaryFolder)` once, whoever asks first.
 * The folder appears by one rename: it is either absent or whole.
 * @returns {Promise<boolean>} whether it had to be built
 */
export async function makeOnce(target, isComplete, build) {
  if (isComplete(target)) return false;
  return withLock(target, async () => {
    if (isComplete(target)) return false;
    fs.mkdirSync(path.dirname(target), { recursive: true });
    const temporary = fs.mkdtempSync(`${target}.part-`);
    try {
      await build(temporary);
      fs.rmSync(target, { recursive: true, force: true });
      fs.renameSync(temporary, target);
    } finally {
      fs.rmSync(temporary, { recursive: true, force: true });
    }
    return true;
  });
}

/**
 * Downloads one registry package into `folder` without running any of its scripts.
 * npm checks the archive against the registry's hash; that hash must be the one pinned here.
 * @returns {Promise<string>} the package's folder
 */
export async function fetchPackage(folder, { name, version, integrity }) {
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true}');
  await npm(['install', '--prefix', folder, '--ignore-scripts', '--save-exact', '--force', `${name}@${version}`], {
    cwd: folder,
  });
  const lock = JSON.parse(fs.readFileSync(path.join(folder, 'package-lock.json'), 'utf8'));
  const actual = lock.packages[`node_modules/${name}`]?.integrity;
  if (actual !== integrity) throw new Error(`${name}@${version} has the hash ${actual}, expected ${integrity}`);
  return path.join(folder, 'node_modules', name);
}
