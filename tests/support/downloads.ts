import { readFileSync } from 'node:fs';
import type { TestConsole } from './console.ts';
import { until } from './processes.ts';

/** What the console saves from now on goes into this file, without the machine's dialog. */
export async function saveDownloadsAs(app: TestConsole['app'], file: string): Promise<void> {
  await app.evaluate(({ session }, path) => {
    session.defaultSession.removeAllListeners('will-download');
    session.defaultSession.on('will-download', (_event, item) => item.setSavePath(path));
  }, file);
}

/** The file, as soon as there is something in it. */
export const readWhenThere = (file: string) =>
  until(file, () => {
    try {
      const bytes = readFileSync(file);
      return bytes.length > 0 ? bytes : undefined;
    } catch {
      return undefined;
    }
  });
