import { existsSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { npm } from '../../scripts/toolchain/run.mjs';

const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const installedSchema = z.object({ version: z.string() });

const dependencies = (folder: string) =>
  Object.keys(manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).dependencies);

/** Installs the peers of bench/package-lock.json when they are not there, or older than the lock. */
export async function ensurePackages(folder: string, log: (line: string) => void): Promise<void> {
  const stamp = join(folder, 'node_modules', '.package-lock.json');
  const lock = join(folder, 'package-lock.json');
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lock).mtimeMs) return;
  log('Installing the peers (npm ci in bench/)');
  await npm(['ci', '--ignore-scripts'], { cwd: folder });
  if (existsSync(stamp)) utimesSync(stamp, new Date(), new Date());
}

/** Versions of the peers that are installed. */
export function packageVersions(folder: string): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const name of dependencies(folder)) {
    const file = join(folder, 'node_modules', name, 'package.json');
    if (existsSync(file)) versions[name] = installedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).version;
  }
  return versions;
}
