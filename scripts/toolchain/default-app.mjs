// The application an unpacked Electron runs by itself: it loads the app folder named on the command line.
// An ES module with a top-level await, so that `ready` waits for the app's own code.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const require = createRequire(import.meta.url);

/** The app folder among the arguments; what `-r` names (Playwright's loader) is required on the way. */
function readArguments(args) {
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '-r' || args[at] === '--require') {
      at += 1;
      require(path.resolve(args[at]));
    } else if (args[at] === '-v' || args[at] === '--version') {
      process.stdout.write(`v${process.versions.electron}\n`);
      process.exit(0);
    } else if (!args[at].startsWith('-')) {
      return args[at];
    }
  }
  return undefined;
}

const folder = readArguments(process.argv.slice(1));
if (!folder) {
  process.stderr.write('usage: electron [flags] <app folder>\n');
  process.exit(2);
}

const root = path.resolve(folder);
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
if (manifest.version) app.setVersion(manifest.version);
app.setName(manifest.productName ?? manifest.name);
app.setDesktopName(manifest.desktopName ?? `${app.getName()}.desktop`);
app.setPath(
  'userData',
  app.commandLine.getSwitchValue('user-data-dir') || path.join(app.getPath('appData'), app.getName()),
);
app.setAppPath(root);
await import(pathToFileURL(require.resolve(path.join(root, manifest.main ?? 'index.js'))).href);
