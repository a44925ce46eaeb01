import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { type ConsoleOptions, launchConsole, type TestConsole } from './console.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { startServer, type TestServer } from './server.ts';

interface TestFixtures {
  /**
   * Flags of `vigie serve` for a server on an empty data folder. Without them the server has the written procedures
   * but for their plans: what is due and late of those depends on the hour at which the tests run.
   */
  serverFlags: string[] | undefined;
  /** A fresh server. */
  server: TestServer;
  /** Opens a console on this desktop; closed and deleted at the test's end. Its output is attached when the test fails. */
  openConsole: (options?: Omit<ConsoleOptions, 'env'>) => Promise<TestConsole>;
}

interface WorkerFixtures {
  /** One private desktop for all tests of a worker. */
  desktop: Desktop;
  /** The data folder of a stopped server with the written procedures and no plans. */
  withoutPlans: string;
}

const PACK = fileURLToPath(new URL('../../resources/packs/procedures.fr.json', import.meta.url));

/** Playwright's `test` with a real desktop session, server and console. */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  desktop: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const desktop = await startDesktop();
      await use(desktop);
      await desktop.stop();
    },
    { scope: 'worker' },
  ],
  withoutPlans: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures' names from this pattern
    async ({}, use) => {
      const server = await startServer({ flags: ['--pack', 'none'] });
      const file = join(server.data, 'without-plans.json');
      writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(PACK, 'utf8')), plans: [] }));
      await server.vigie('pack', 'import', file);
      await server.stop();
      await use(server.data);
      await server.dispose();
    },
    { scope: 'worker' },
  ],
  serverFlags: [undefined, { option: true }],
  server: async ({ serverFlags, withoutPlans }, use) => {
    const server = await startServer(
      serverFlags === undefined ? { from: withoutPlans, flags: ['--pack', 'none'] } : { flags: serverFlags },
    );
    await use(server);
    await server.dispose();
  },
  openConsole: async ({ desktop }, use, info) => {
    const opened: TestConsole[] = [];
    await use(async (options = {}) => {
      const one = await launchConsole({ ...options, env: desktop.env });
      opened.push(one);
      return one;
    });
    if (info.status !== info.expectedStatus) {
      for (const [index, one] of opened.entries()) {
        await info.attach(`console-${index}`, { body: one.output(), contentType: 'text/plain' });
      }
    }
    // The last first: a profile that was opened again belongs to the console that made it.
    for (const one of opened.reverse()) await one.dispose();
    await desktop.closeNotifications();
  },
});
