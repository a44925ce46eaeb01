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
 * Starts the embedded server on a free loopback port and waits until it listens.
 * `onExit` is called when it ends although nobody stopped it.
 * @returns {Promise<{url: string, stop: () => Promise<void>}>}
 */
export function startServer({ root, node, data, onExit }) {
  const cli = path.join(root, 'src-server', 'cli.ts');
  const args = [cli, 'serve', '--data', data, '--host', '127.0.0.1', '--port', '0'];
  // Its own process group: a Ctrl+C in the terminal reaches this script alone, which then stops things in order.
  const child = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
  return new Promise((resolve, reject) => {
    let stopping = false;
    let url;
    let errors = '';
    const fail = (why) => {
      clearTimeout(timer);
      stopping = true;
      child.kill('SIGKILL');
      reject(new Error(`the server ${why}${errors ? `\n${errors.trim()}` : ''}`));
    };
    const timer = setTimeout(() => fail(`did not start within ${START_LIMIT / 1000} s`), START_LIMIT);
    child.stderr.on('data', (chunk) => {
      if (url) process.stderr.write(chunk);
      else errors += chunk;
    });
    child.once('error', (error) => fail(error.message));
    child.once('close', (code, signal) => {
      if (!url) fail(`ended with ${code ?? signal}`);
      else if (!stopping) onExit(code ?? signal);
    });
    // Reading goes on after the first line: a full pipe would block the server.
    createInterface({ input: child.stdout }).on('line', (line) => {
      const match = line.match(/listening on (http:\/\/\S+)/);
      if (!match || url) return;
      url = match[1];
      clearTimeout(timer);
      resolve({
        url,
        stop: () => {
          stopping = true;
          return endProcess(child, 10_000);
        },
      });
    });
  });
}

/**
 * Makes sure that the person at this machine has an account on the embedded server.
 * @returns {Promise<string>} a bearer token for the console
 */
export async function signIn(tools, { data, user, name }) {
  await vigie(tools, ['user', 'add', user, '--name', name, '--role', 'admin', '--if-missing', '--data', data]);
  return vigie(tools, ['token', 'create', '--user', user, '--name', 'console', '--data', data]);
}
