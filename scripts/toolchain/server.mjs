import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './display.mjs';
import { runOrThrow } from './run.mjs';

/** How long the server may take from its start to its first line, in ms. */
const START_LIMIT = 60_000;

/** The exit code that says: another process holds the data folder. */
const LOCKED = 3;

/** Runs one `vigie` command and returns what it prints, trimmed. */
async function vigie({ root, node }, args) {
  const cli = path.join(root, 'src-server', 'cli.ts');
  return (await runOrThrow(node, [cli, ...args], { quiet: true })).trim();
}

/**
 * Starts the embedded server on a free loopback port.
 * `onExit` is called when it ends by itself after it has listened.
 * @returns {{url: Promise<string>, stop: () => Promise<void>}} `url` settles once it listens, or has failed to
 */
function startServer({ root, node, data, onExit, port = 0 }) {
  const cli = path.join(root, 'src-server', 'cli.ts');
  const args = [cli, 'serve', '--data', data, '--host', '127.0.0.1', '--port', `${port}`, '--log-level', 'warn'];
  // Its own process group: a Ctrl+C in the terminal reaches this script alone, which then stops things in order.
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  let stopping = false;
  const stop = () => {
    stopping = true;
    return endProcess(child, 10_000);
  };
  const url = new Promise((resolve, reject) => {
    let listening = false;
    let errors = '';
    const fail = (why, code) => {
      clearTimeout(timer);
      const error = new Error(`the server ${why}${errors ? `:\n${errors.trim()}` : ''}`);
      reject(Object.assign(error, { isLocked: code === LOCKED }));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_LIMIT / 1000} s`), START_LIMIT);
    child.stderr.on('data', (chunk) => {
      if (listening) process.stderr.write(chunk);
      else errors += chunk;
    });
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      if (!listening) fail(`ended with ${code ?? signal}`, code);
      else if (!stopping) onExit(code ?? signal);
    });
    // Reading goes on after the first line: a full pipe would block the server.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = line.match(/listening on (http:\/\/\S+)/);
      if (!match || listening) return;
      listening = true;
      clearTimeout(timer);
      resolve(match[1]);
    });
  });
  return { url, stop };
}

/** The address of the server that holds this data folder, as it wrote it there. */
export function runningServer(data) {
  return JSON.parse(fs.readFileSync(path.join(data, 'server.json'), 'utf8')).url;
}

async function isHonoured(url, token) {
  const response = await fetch(new URL('/api/me', url), { headers: { authorization: `Bearer ${token}` } });
  return response.ok;
}

/**
 * Makes sure that the person at this machine has an account on the embedded server.
 * The token is kept beside the server's accounts, readable by this user alone, and used until it is revoked.
 * @returns {Promise<string>} a bearer token for the console
 */
export async function signIn(tools, { url, data, user }) {
  const file = path.join(data, 'console-token');
  if (fs.existsSync(file)) {
    const kept = fs.readFileSync(file, 'utf8');
    if (await isHonoured(url, kept)) return kept;
  }
  await vigie(tools, ['user', 'add', user, '--role', 'admin', '--no-password', '--if-missing', '--data', data]);
  const token = await vigie(tools, ['token', 'create', '--user', user, '--name', 'console', '--data', data]);
  fs.writeFileSync(file, token, { mode: 0o600 });
  return token;
}

/** A server that ends by itself is started again after so many ms: at first soon, then with patience. */
const RESTART_DELAYS = [500, 2_000, 5_000, 10_000, 30_000];
/** One that has run for this long counts as sound: the next end is a first one again, in ms. */
const SOUND_AFTER = 10 * 60_000;

/**
 * The embedded server, started again on the same port whenever it ends by itself, at most five times in a row.
 * `log` gets a sentence each time.
 * @returns {{url: Promise<string>, stop: () => Promise<void>}} `url` settles once the first one listens, or has failed
 */
export function keepServer({ log, ...options }) {
  let ended = 0;
  let startedAt = performance.now();
  let timer;
  let stopped = false;
  let current;
  const start = (port) => {
    startedAt = performance.now();
    current = startServer({ ...options, port, onExit: again });
    return current.url;
  };
  let address;
  const again = (how) => {
    if (stopped) return;
    if (performance.now() - startedAt > SOUND_AFTER) ended = 0;
    const delay = RESTART_DELAYS[ended];
    ended += 1;
    if (delay === undefined) {
      log(`the embedded server ended again (${how}); it is not started any more. The console goes on by itself.`);
      return;
    }
    log(`the embedded server ended (${how}); it is started again in ${delay / 1000} s`);
    timer = setTimeout(() => {
      start(new URL(address).port).then(
        () => log('the embedded server is back'),
        (error) => again(error.message),
      );
    }, delay);
  };
  const url = start(0).then((first) => {
    address = first;
    return first;
  });
  return {
    url,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await current.stop();
    },
  };
}
