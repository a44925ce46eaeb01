import type { Priority } from '../../src-shared/model/priority.ts';
import type { TestServer } from './server.ts';

/** Sends a real Alertmanager payload to the server; alerts of one service and title are one incident. */
export async function raiseAlert(
  server: TestServer,
  { title, priority = 'P0', service = 'database' }: { title: string; priority?: Priority; service?: string },
): Promise<void> {
  const about = ['--title', title, '--service', service, '--priority', priority];
  await server.vigie('simulate', 'alert', ...about);
}
