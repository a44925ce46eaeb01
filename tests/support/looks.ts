import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { Preferences } from '../../src-shared/contract/ipc.ts';
import { accessibilityFaults } from './accessibility.ts';

/** A language in a theme. */
export type Look = Pick<Preferences, 'language' | 'theme' | 'contrast'> & { language: 'fr' | 'en' };

export const FIRST: Look = { language: 'fr', theme: 'light', contrast: 'normal' };

export const LOOKS: readonly Look[] = [
  FIRST,
  { language: 'fr', theme: 'dark', contrast: 'normal' },
  { language: 'en', theme: 'light', contrast: 'normal' },
  { language: 'en', theme: 'dark', contrast: 'normal' },
  { language: 'fr', theme: 'dark', contrast: 'high' },
];

/** Where the pictures are put, in a folder for each look. */
export const FOLDER = fileURLToPath(new URL('../../test-results/screens', import.meta.url));

const locale = new URL('../../src-renderer/app/locales/fr.json', import.meta.url);
const PLACES = Object.keys(JSON.parse(readFileSync(locale, 'utf8'))).join('|');
/** A key of the locale where its words should stand, or a value that was not put in. */
const UNTRANSLATED = new RegExp(
  `\\b(?:${PLACES})\\.[a-z][A-Za-z]+|\\b[a-z]+(?:[A-Z]\\w*)?(?:\\.[a-z][A-Za-z]+){2,}\\b|\\{\\{.*?\\}\\}`,
  'g',
);

/** Everything wrong that was seen, by screen; a test ends by expecting none. */
export type Faults = string[];

/** Takes the screen's picture and looks it over: accessibility, words left untranslated, a page wider than its window. */
export async function look(page: Page, name: string, as: Look, faults: Faults): Promise<void> {
  const { language, theme, contrast } = as;
  const variant = `${language}-${theme}${contrast === 'high' ? '-high' : ''}`;
  await page.screenshot({ path: join(FOLDER, variant, `${name}.png`), animations: 'disabled' });
  const say = (fault: string) => faults.push(`${variant} ${name}: ${fault}`);
  // Structure and names are the same in every look: only the first is asked for everything, the others for contrast.
  for (const fault of await accessibilityFaults(page, as === FIRST ? undefined : ['color-contrast'])) say(fault);
  const seen = await page.evaluate(() => ({
    text: document.body.innerText,
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    lang: document.documentElement.lang,
  }));
  const keys = seen.text.match(UNTRANSLATED) ?? [];
  for (const key of keys.filter((one) => !one.includes('example') && !one.includes('exemple')))
    say(`untranslated ${key}`);
  if (seen.overflow > 0) say(`wider than its window by ${seen.overflow} px`);
  if (seen.lang !== language) say(`lang is ${seen.lang}`);
}

/** Puts the console into a language and a theme. */
export async function dress(page: Page, next: Look): Promise<void> {
  await page.evaluate((preferences) => window.vigie.call('preferences.set', preferences), next);
  await expect(page.locator('html')).toHaveAttribute('lang', next.language);
  await expect(page.locator('html')).toHaveAttribute('data-theme', next.theme);
}
