// `npm start`: everything from a fresh clone to an open console that is signed in.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { root, setUp } from './setup.mjs';
import { ensureBuild } from './toolchain/build.mjs';
import { ensureVirtualDisplay } from './toolchain/debian.mjs';
import { endProcess, startVirtualDisplay } from './toolchain/display.mjs';
import { onNpmGone } from './toolchain/parent.mjs';
import { keepServer, runningServer, signIn } from './toolchain/server.mjs';

const HELP = `usage: npm start [-- options [-- electron flags]]

Sets everything up (quick when nothing is missing), builds, starts a server on this machine and opens the console,
signed in.

  --server URL   join this server instead of starting one; you sign in inside the console
  --data DIR     where the console and the embedded server keep their data
                 (default: ${defaultData()})
  --help         this text
`;

/** The user's data folder, as Electron computes it for an application named Vigie. */
function defaultData() {
  const home = os.homedir();
  if (process.platform === 'win32')
    return path.join(process.env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'Vigie');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Vigie');
  return path.join(process.env.XDG_CONFIG_HOME || path.join(home, '.config'), 'Vigie');
}

function readOptions(args) {
  const { values, positionals } = parseArgs({
    args,
    options: { server: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  const cut = args.indexOf('--');
  const electronFlags = cut < 0 ? [] : args.slice(cut + 1);
  const stray = positionals.slice(0, positionals.length - electronFlags.length);
  if (stray.length > 0) throw new Error(`unknown argument ${stray[0]} (see npm start -- --help)`);
  if (
    values.server !== undefined &&
    !/^https?:$/.test(URL.canParse(values.server) ? new URL(values.server).protocol : '')
  ) {
    throw new Error(`--server: ${values.server} is not an http(s) address`);
  }
  return { ...values, electronFlags };
}

const log = (line) => process.stdout.write(`${line}\n`);

/** What must be undone at the end, last first. */
const endings = [];
async function finish() {
  while (endings.length > 0) await endings.pop()();
}

/** The display to draw on: the session's own, else a virtual one with its own D-Bus session. */
async function displayVariables() {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return {};
  log('There is no display here (DISPLAY and WAYLAND_DISPLAY are unset): using a virtual one, Xvfb');
  await ensureVirtualDisplay(log);
  const starting = startVirtualDisplay({ bus: !process.env.DBUS_SESSION_BUS_ADDRESS });
  endings.push(() => starting.then((display) => display.stop()).catch(() => undefined));
  const display = await starting;
  log(`  the console is on display ${display.env.DISPLAY}`);
  return display.env;
}

/** Starts the server on `data`, or joins the one that holds it; what the console needs to be signed in there. */
async function embeddedServer(tools, data) {
  const say = (line) => process.stderr.write(`vigie: ${line}\n`);
  const server = keepServer({ ...tools, data, log: say });
  endings.push(server.stop);
  const url = await server.url.catch((error) => {
    if (!error.isLocked) throw error;
    log('A server runs on this data already: joining it');
    return runningServer(data);
  });
  const token = await signIn(tools, { url, data, user: os.userInfo().username });
  log(`Server: ${url}, its data in ${data}`);
  log(`Fire a test alert: npm run -s vigie -- simulate alert --data ${JSON.stringify(data)}`);
  return { VIGIE_SERVER: url, VIGIE_TOKEN: token, VIGIE_EMBEDDED: '1' };
}

/** What Chromium and ALSA log: a machine without a display has no GPU, system bus or sound card to speak of. */
const CHROMIUM_LINE = /^(?:\[\d+:\d{4}\/\d{6}\.\d+:[A-Z]+:[\w.]+\(\d+\)\]|ALSA lib )/;

/** Opens the console; resolves with its exit code. `quiet` leaves out Chromium's own log lines. */
function openConsole({ electron, data, variables, flags, quiet }) {
  const env = { ...process.env, ...variables };
  delete env.ELECTRON_RUN_AS_NODE;
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(electron, [...sandbox, root, `--user-data-dir=${data}`, ...flags], {
    stdio: ['inherit', 'inherit', quiet ? 'pipe' : 'inherit'],
    env,
    detached: process.platform !== 'win32',
  });
  endings.push(() => endProcess(child, 10_000));
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (!CHROMIUM_LINE.test(line)) process.stderr.write(`${line}\n`);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal ? 1 : 0)));
  });
}

async function main() {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const interrupted = new Promise((resolve) => {
    process.on('SIGINT', () => resolve(130));
    process.on('SIGTERM', () => resolve(143));
    process.on('SIGHUP', () => resolve(129));
    onNpmGone(() => resolve(143));
  });
  const work = async () => {
    const tools = { root, ...(await setUp(log)) };
    await ensureBuild({ ...tools, log });
    const data = path.resolve(options.data ?? defaultData());
    fs.mkdirSync(data, { recursive: true, mode: 0o700 });
    const variables = await displayVariables();
    if (options.server) {
      variables.VIGIE_SERVER = options.server;
    } else {
      Object.assign(variables, await embeddedServer(tools, path.join(data, 'server')));
    }
    const quiet = variables.DISPLAY !== undefined;
    return openConsole({ electron: tools.electron, data, variables, flags: options.electronFlags, quiet });
  };
  try {
    return await Promise.race([work(), interrupted]);
  } finally {
    await finish();
  }
}

main().then(
  (code) => process.exit(code),
  (error) => {
    process.stderr.write(`vigie: ${error.message}\n`);
    process.exit(1);
  },
);
