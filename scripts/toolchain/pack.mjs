// Packs the built console: node pack.mjs ELECTRON_EXECUTABLE OUTPUT_FOLDER. Runs under the project's own Node.
// The last line that it writes is JSON: the folder of the packed application, the version of its Electron.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fusesApi from '@electron/fuses';
import { build, Platform } from 'electron-builder';
import { releaseFuses, setFuses } from './fuses.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The folder that an Electron executable was unpacked into. */
const folderOf = (executable) =>
  process.platform === 'darwin' ? path.resolve(executable, '../../../..') : path.dirname(executable);

/** What electron-builder has put together: the launcher that carries the fuses. */
function launcher({ appOutDir, packager }) {
  const { productFilename } = packager.appInfo;
  if (process.platform === 'darwin') return path.join(appOutDir, `${productFilename}.app`);
  return path.join(appOutDir, process.platform === 'win32' ? `${productFilename}.exe` : packager.executableName);
}

/** Before anything is signed: no other application beside ours, and every fuse set. */
async function finishPacked(context) {
  const resources = context.packager.getResourcesDir(context.appOutDir);
  fs.rmSync(path.join(resources, 'default_app.asar'), { force: true });
  await setFuses({
    api: fusesApi,
    executable: launcher(context),
    fuses: releaseFuses(process.platform),
    complete: true,
    resign: process.platform === 'darwin' && process.arch === 'arm64',
  });
}

const [electron, output] = process.argv.slice(2);
const electronDist = folderOf(electron);
const electronVersion = fs.readFileSync(path.join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '');
let folder = '';

await build({
  projectDir: root,
  targets: Platform.current().createTarget('dir'),
  publish: 'never',
  config: {
    appId: 'org.vigie.console',
    productName: 'Vigie',
    electronDist,
    electronVersion,
    directories: { output, buildResources: 'resources/icons' },
    icon: 'resources/icons/512.png',
    linux: { category: 'Network' },
    protocols: [{ name: 'Vigie', schemes: ['vigie'] }],
    // The name under which installers will place the entry that links and notifications look for.
    extraMetadata: { desktopName: 'vigie.desktop' },
    asar: true,
    // Main and preload are bundled whole. Answering false here keeps electron-builder from adding node_modules.
    beforeBuild: async () => false,
    files: [
      'dist/main',
      'dist/preload',
      'dist/renderer',
      'resources/icons/*.png',
      'resources/tray/*.png',
      'resources/sound',
      '!node_modules',
    ],
    afterPack: async (context) => {
      await finishPacked(context);
      folder = context.appOutDir;
    },
  },
});
process.stdout.write(`${JSON.stringify({ folder, electronVersion })}\n`);
