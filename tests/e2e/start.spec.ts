import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { test } from '../support/fixtures.ts';
import { startProgram, until } from '../support/processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const heldSchema = z.object({ pid: z.int(), url: z.string() });

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  );
const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

test('`npm start` keeps its server up, takes a second start in, and ends whole when npm alone is told to', async ({
  desktop,
}) => {
  const data = mkdtempSync(join(tmpdir(), 'vigie-start-'));
  const held = () => heldSchema.parse(JSON.parse(readFileSync(join(data, 'server', 'server.json'), 'utf8')));
  // The machine's own cache of tools, the test's own screen.
  const { DISPLAY, DBUS_SESSION_BUS_ADDRESS } = desktop.env;
  const env = { ...process.env, DISPLAY, DBUS_SESSION_BUS_ADDRESS, npm_config_loglevel: 'error' };
  const first = startProgram('npm', ['--prefix', root, 'start', '--', '--data', data], env);
  try {
    const [, url = ''] = await first.line(/^Server: (\S+),/);
    await until('the console holds the profile', () => readdirSync(data).includes('SingletonLock'));

    await test.step('a server that is killed comes back at its address', async () => {
      const { pid } = held();
      process.kill(pid, 'SIGKILL');
      await first.line(/the embedded server ended \(SIGKILL\); it is started again in 0\.5 s/);
      await first.line(/the embedded server is back/);
      expect(await answers(url)).toBe(true);
      expect(held()).toMatchObject({ url });
      expect(held().pid).not.toBe(pid);
    });

    await test.step('a second start on the same data joins the first and ends', async () => {
      const second = startProgram('npm', ['--prefix', root, 'start', '--', '--data', data], env);
      await second.line(/A server runs on this data already: joining it/);
      const code = await new Promise((resolve) => second.child.once('close', resolve));
      expect(code).toBe(0);
      expect(await answers(url)).toBe(true);
    });

    await test.step('a signal to npm alone ends everything', async () => {
      const { pid } = held();
      // SIGINT to npm alone goes no further than npm's shell, which waits for its child: Ctrl+C signals the whole group.
      first.child.kill('SIGTERM');
      await until('the server is gone', () => !lives(pid), 20_000);
      expect(await answers(url)).toBe(false);
    });
  } finally {
    await first.stop();
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  }
});
