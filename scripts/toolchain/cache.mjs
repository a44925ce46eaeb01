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

/**
 * Runs `work` while no other process of this user holds the lock `name`.
 * A lock left by a process that died is taken over.
 */
export async function withLock(name, work) {
  const folder = path.join(cacheFolder(), 'locks');
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 24)}.lock`);
  for (;;) {
    try {
      fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    let owner = Number.NaN;
    try {
      owner = Number(fs.readFileSync(file, 'utf8'));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      continue;
    }
    // An empty file is a lock between its creation and its first byte: its owner gets a moment.
    if (owner > 0 && !isAlive(owner)) fs.rmSync(file, { force: true });
    else await wait(200);
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
