// What a machine needs before Vigie runs on it: Node, the dependencies, Electron. Runs on Node 18 and later.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureElectronLibraries, ensureTestPeers } from './toolchain/debian.mjs';
import { ensureDependencies } from './toolchain/dependencies.mjs';
import { ensureElectron } from './toolchain/electron.mjs';
import { ensureNode } from './toolchain/node24.mjs';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[/\\]$/, '');

/** The environment under which the project's programs run: its Node and its node_modules/.bin come first. */
export function projectEnvironment(node, extra = {}) {
  const folders = [path.dirname(node), path.join(root, 'node_modules', '.bin'), process.env.PATH ?? ''];
  return { ...process.env, PATH: folders.join(path.delimiter), ...extra };
}

/**
 * Node and the dependencies: enough for the server and the command line.
 * @param {(line: string) => void} log
 * @returns {Promise<{node: string}>} the path of the Node to run
 */
export async function setUpServer(log) {
  const node = await ensureNode(log);
  await ensureDependencies({ root, node, log });
  return { node };
}

/**
 * Everything the console needs, Electron and its shared libraries included.
 * @param {(line: string) => void} log
 * @returns {Promise<{node: string, electron: string}>} the paths of both executables
 */
export async function setUp(log) {
  const { node } = await setUpServer(log);
  const electron = await ensureElectron({ root, node, log });
  await ensureElectronLibraries(electron, log);
  return { node, electron };
}

const HELP = `usage: node scripts/setup.mjs [--json] [--tests]

Fetches what this machine lacks: Node 24, the dependencies, Electron and (as root on Debian) its shared libraries.

  --tests  also the programs that the tests talk to
  --json   prints {"node": …, "electron": …} on the standard output, progress on the standard error
`;

async function main(args) {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return;
  }
  const json = args.includes('--json');
  const log = (line) => (json ? process.stderr : process.stdout).write(`${line}\n`);
  const tools = await setUp(log);
  if (args.includes('--tests')) await ensureTestPeers(log);
  if (json) process.stdout.write(`${JSON.stringify(tools)}\n`);
  else log(`Ready.\n  Node      ${tools.node}\n  Electron  ${tools.electron}`);
}

if (process.argv[1] && pathToFileURL(process.argv[1]).href === import.meta.url) {
  main(process.argv.slice(2)).catch((error) => {
    process.stderr.write(`vigie: ${error.message}\n`);
    process.exitCode = 1;
  });
}
