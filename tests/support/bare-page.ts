import type { Page } from '@playwright/test';
import type { Bridge } from '../../src-shared/contract/ipc.ts';

declare global {
  interface Window {
    readonly vigie: Bridge;
    /** What main sent, kept by `collectEvents`. */
    received?: { name: string; payload: unknown }[];
  }
}

/** Same origin and same bridge, but without the application: what main does by itself. */
export async function goBare(page: Page): Promise<void> {
  await page.goto('app://console/bare');
  await page.evaluate(() => {
    window.received = [];
    const names = ['command', 'alarm', 'resumed', 'preferences', 'connection', 'quiet'] as const;
    for (const name of names) window.vigie.on(name, (payload) => window.received?.push({ name, payload }));
  });
}

/** The events of one name that main has sent to a bare page, oldest first. */
export function received(page: Page, name: string): Promise<unknown[]> {
  return page.evaluate(
    (wanted) => (window.received ?? []).filter((one) => one.name === wanted).map((one) => one.payload),
    name,
  );
}
