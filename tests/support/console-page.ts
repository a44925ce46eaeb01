import type { Locator, Page } from '@playwright/test';
import { type Words, wordsIn } from './words.ts';

/** The console's places, by the names and roles that a person using a screen reader would hear. */
export interface ConsolePage {
  readonly t: Words;
  /** The rows of the board; `title` is part of what the row says. */
  boardRow(title: string): Locator;
  /** The card of the incident that lapses first. */
  readonly next: Locator;
  /** The incidents page's list. */
  readonly list: Locator;
  listRow(title: string): Locator;
  readonly status: Locator;
  /** The part of the status line that says how many changes the server has not confirmed; found when it is `count`. */
  pending(count: number): Locator;
  /** Title of the incident page. */
  heading(title: string): Locator;
  readonly timeline: Locator;
  /** Goes by the keyboard: `G` then the key of the place. */
  go(place: 'board' | 'incidents' | 'settings' | 'review'): Promise<void>;
  /** Opens an address as a link inside the console would. */
  visit(path: string): Promise<void>;
}

const KEYS = { board: 'b', incidents: 'i', settings: 's', review: 'v' } as const;

export function consolePage(page: Page, language: 'fr' | 'en' = 'fr'): ConsolePage {
  const t = wordsIn(language);
  const board = page.getByRole('listbox', { name: t('board.byDeadline') });
  const list = page.getByRole('listbox', { name: t('incidents.list'), exact: true });
  const status = page.getByRole('contentinfo');
  return {
    t,
    boardRow: (title) => board.getByRole('option').filter({ hasText: title }),
    next: page.getByRole('region', { name: t('board.nextLabel') }),
    list,
    listRow: (title) => list.getByRole('option').filter({ hasText: title }),
    status,
    pending: (count) => status.getByText(t('statusLine.pending', { count }), { exact: true }),
    heading: (title) => page.getByRole('heading', { level: 2, name: title }),
    timeline: page.getByRole('list', { name: t('incident.timeline'), exact: true }),
    async go(place) {
      await page.keyboard.press('g');
      await page.keyboard.press(KEYS[place]);
    },
    async visit(path) {
      await page.evaluate((to) => {
        location.hash = to;
      }, path);
    },
  };
}
