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
export function startServer({ root, node, data, onExit }) {
  const cli = path.join(root, 'src-server', 'cli.ts');
  const args = [cli, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0', '--log-level', 'warn'];
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
