import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { endProcess } from './display.mjs';
import { runOrThrow } from './run.mjs';

/** How long the server may take from its start to its first line, in ms. */
const START_LIMIT = 60_000;

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
  const args = [cli, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0'];
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
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`the server ${why}${errors ? `:\n${errors.trim()}` : ''}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_LIMIT / 1000} s`), START_LIMIT);
    child.stderr.on('data', (chunk) => {
      if (listening) process.stderr.write(chunk);
      else errors += chunk;
    });
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      if (!listening) fail(`ended with ${code ?? signal}`);
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

/**
 * Makes sure that the person at this machine has an account on the embedded server.
 * @returns {Promise<string>} a bearer token for the console
 */
export async function signIn(tools, { data, user, name }) {
  await vigie(tools, ['user', 'add', user, '--name', name, '--role', 'admin', '--if-missing', '--data', data]);
  return vigie(tools, ['token', 'create', '--user', user, '--name', 'console', '--data', data]);
}
