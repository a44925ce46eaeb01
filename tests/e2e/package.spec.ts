import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { FuseState, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { electronExecutable } from '../support/console.ts';
import { test } from '../support/fixtures.ts';
import { freePort, startProgram, until } from '../support/processes.ts';

test.skip(process.platform !== 'linux', 'the folder is laid out differently elsewhere');

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
const rootFlags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Said again here on purpose: a change of a fuse is a change of two places. */
const EXPECTED: Record<keyof typeof FuseV1Options, boolean> = {
  RunAsNode: false,
  EnableCookieEncryption: true,
  EnableNodeOptionsEnvironmentVariable: false,
  EnableNodeCliInspectArguments: false,
  EnableEmbeddedAsarIntegrityValidation: false,
  OnlyLoadAppFromAsar: true,
  LoadBrowserProcessSpecificV8Snapshot: false,
  GrantFileProtocolExtraPrivileges: false,
  WasmTrapHandlers: true,
};

let folder: string;
let packed: string;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-package-'));
  const { stdout } = await execute(process.execPath, [join(root, 'scripts', 'package.mjs'), '--out', folder]);
  packed = /^Packed: (.+)$/m.exec(stdout)?.[1] ?? '';
});

test.afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

const executable = () => join(packed, 'vigie');

/** Writes a script that leaves the file `trace` when something runs it. */
function tracer(script: string): { script: string; trace: string } {
  const trace = `${script}.trace`;
  writeFileSync(script, `require('node:fs').writeFileSync(${JSON.stringify(trace)}, 'ran');\n`);
  return { script, trace };
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

test('every fuse of the packaged executable is set as decided, and none is unknown', async () => {
  const { version, ...wire } = await getCurrentFuseWire(executable());
  expect(version).toBe(FuseVersion.V1);
  const states = Object.entries(wire).map(([index, state]) => [FuseV1Options[Number(index)], state]);
  // The wire of an older Electron is shorter: what it lacks is the end of the list.
  const expected = Object.entries(EXPECTED).map(([name, on]) => [name, on ? FuseState.ENABLE : FuseState.DISABLE]);
  expect(states.length).toBeGreaterThanOrEqual(8);
  expect(states).toEqual(expected.slice(0, states.length));
});

test('the package holds one archive and nothing that could be loaded in its place', () => {
  expect(readdirSync(join(packed, 'resources'))).toEqual(['app.asar']);
});

test('the packaged console joins its server, and neither flag nor variable opens it', async ({ desktop, server }) => {
  const token = await server.token('ines');
  const liveConsoles = async () =>
    /^vigie_live_consoles (\d+)$/m.exec(await (await fetch(`${server.url}/metrics`)).text())?.[1];
  expect(await liveConsoles()).toBe('0');

  const asNode = tracer(join(folder, 'as-node.cjs'));
  const inspector = await freePort();
  const profile = [...rootFlags, `--user-data-dir=${join(folder, 'profile')}`];
  const environment = { ...desktop.env, VIGIE_SERVER: server.url, VIGIE_TOKEN: token };
  const vigie = startProgram(executable(), [...profile, `--inspect=127.0.0.1:${inspector}`], {
    ...environment,
    NODE_OPTIONS: `--require ${asNode.script}`,
  });
  try {
    await until('the console is connected', async () => (await liveConsoles()) === '1', 30_000);
    expect(await answers(inspector)).toBe(false);

    // With the first console running, a second start hands over to it and ends: it is the console, not a Node.
    const nodeArguments = [asNode.script, ...profile];
    const asNodeEnvironment = { ...environment, ELECTRON_RUN_AS_NODE: '1' };
    await execute(executable(), nodeArguments, { env: asNodeEnvironment, timeout: 20_000 });
    expect(existsSync(asNode.trace)).toBe(false);
    await execute(electronExecutable(), nodeArguments, { env: asNodeEnvironment, timeout: 20_000 });
    expect(existsSync(asNode.trace), 'the same variable does turn an Electron with that fuse into a Node').toBe(true);

    expect(vigie.output()).not.toContain('Debugger listening');
    // Where NODE_OPTIONS is read at all, a packaged Electron complains of `--require`.
    expect(vigie.output()).not.toContain('NODE_OPTIONs');
    expect(await liveConsoles()).toBe('1');
  } finally {
    await vigie.stop();
  }
  await until('the server has seen it go', async () => (await liveConsoles()) === '0');
});

test('without its archive the package runs nothing, whatever lies beside', async ({ desktop }) => {
  const resources = join(packed, 'resources');
  renameSync(join(resources, 'app.asar'), join(resources, 'away.asar'));
  mkdirSync(join(resources, 'app'));
  writeFileSync(join(resources, 'app', 'package.json'), '{"name":"planted","main":"main.cjs"}');
  const planted = tracer(join(resources, 'app', 'main.cjs'));
  const profile = `--user-data-dir=${join(folder, 'empty-profile')}`;
  const start = execute(executable(), [...rootFlags, profile], { env: desktop.env, timeout: 20_000 });
  await expect(start).rejects.toMatchObject({ code: 1 });
  expect(existsSync(planted.trace)).toBe(false);
});
