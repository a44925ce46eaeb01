import { test as base } from '@playwright/test';
import { type ConsoleOptions, launchConsole, type TestConsole } from './console.ts';
import { type Desktop, startDesktop } from './desktop.ts';
import { startServer, type TestServer } from './server.ts';

interface TestFixtures {
  /** More flags of `vigie serve`: what is due, late and reminded of by the written procedures depends on the hour. */
  serverFlags: string[];
  /** A fresh server on an empty data folder. */
  server: TestServer;
  /** Opens a console on this desktop; closed and deleted at the test's end. Its output is attached when the test fails. */
  openConsole: (options?: Omit<ConsoleOptions, 'env'>) => Promise<TestConsole>;
}

interface WorkerFixtures {
  /** One private desktop for all tests of a worker. */
  desktop: Desktop;
}

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
  serverFlags: [[], { option: true }],
  server: async ({ serverFlags }, use) => {
    const server = await startServer({ flags: serverFlags });
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
