// `npm run package`: the console as a folder that runs by itself, for the platform that this runs on.
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { projectEnvironment, root, setUp } from './setup.mjs';
import { ensureBuild } from './toolchain/build.mjs';
import { runOrThrow } from './toolchain/run.mjs';

const HELP = `usage: npm run package [-- --out DIR]

Sets everything up, builds, and packs the console as a folder that runs on this platform, all fuses set.

  --out DIR  where to put it (default: release/ in the project)
`;

const pack = fileURLToPath(new URL('./toolchain/pack.mjs', import.meta.url));

async function main(args) {
  const { values } = parseArgs({ args, options: { out: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(HELP);
    return;
  }
  const log = (line) => process.stdout.write(`${line}\n`);
  const { node, electron } = await setUp(log);
  await ensureBuild({ root, node, log });
  const out = path.resolve(values.out ?? path.join(root, 'release'));
  log(`Packing with the Electron of ${path.dirname(electron)}`);
  const options = { cwd: root, env: projectEnvironment(node), quiet: true };
  const written = await runOrThrow(node, [pack, electron, out], options);
  const { folder, electronVersion } = JSON.parse(written.trim().split('\n').at(-1));
  const { version } = createRequire(path.join(root, 'package.json'))('electron/package.json');
  if (electronVersion !== version) {
    log(`Not for release: it carries Electron ${electronVersion}, which is what this network gives, not ${version}`);
  }
  log(`Packed: ${folder}`);
}

main(process.argv.slice(2)).catch((error) => {
  process.stderr.write(`vigie: ${error.message}\n`);
  process.exitCode = 1;
});
