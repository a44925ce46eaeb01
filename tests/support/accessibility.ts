import type { Page } from '@playwright/test';
import axe, { type RunOptions } from 'axe-core';

declare global {
  interface Window {
    readonly axe: typeof axe;
  }
}

/** What axe finds wrong with the page as it stands, a line for each place; of `rules` alone where some are named. */
export async function accessibilityFaults(page: Page, rules?: string[]): Promise<string[]> {
  // Once for each document: the injection takes as long as the look itself.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: RunOptions = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) };
  const violations = await page.evaluate(async (how) => (await window.axe.run(document, how)).violations, options);
  return violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ target, any, all, none }) => {
      const why = [...any, ...all, ...none].map(({ message }) => message);
      return `${id} at ${target.join(' ')}: ${why.join('; ')}`;
    }),
  );
}
