import { existsSync } from 'node:fs';
import path from 'node:path';
import { HOUR, MINUTE, type Scheduler } from '../../src-shared/time/clock.ts';

const EVERY = 6 * HOUR;

export interface UpdateDeps {
  packaged: boolean;
  /** Where a packaged console keeps `app-update.yml`, which names the feed. */
  resources: string;
  scheduler: Scheduler;
  log: { info(text: string): void; warn(text: string): void };
}

/**
 * Looks for a signed update now and then, and installs it when the person quits: never under the hands of someone who
 * is on call. Does nothing in a console that is not packaged or that names no feed.
 */
export function startUpdates({ packaged, resources, scheduler, log }: UpdateDeps): void {
  if (!packaged || !existsSync(path.join(resources, 'app-update.yml'))) return;
  const check = async () => {
    try {
      const { default: updater } = await import('electron-updater');
      updater.autoUpdater.autoDownload = true;
      updater.autoUpdater.autoInstallOnAppQuit = true;
      updater.autoUpdater.allowDowngrade = false;
      const found = await updater.autoUpdater.checkForUpdates();
      if (found) log.info(`update: ${found.updateInfo.version} is offered`);
    } catch (error) {
      log.warn(`update: ${error instanceof Error ? error.message : String(error)}`);
    }
    scheduler.after(EVERY, check);
  };
  scheduler.after(2 * MINUTE, check);
}
