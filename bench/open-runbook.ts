import type { Page } from '@playwright/test';
import { procedureId } from '../src-shared/model/procedure.ts';
import { launchConsole } from '../tests/support/console.ts';
import { consolePage } from '../tests/support/console-page.ts';
import { connectDevice } from '../tests/support/device.ts';
import type { Figure, Measured } from './harness/figure.ts';
import { bareConsole, environment, pageScript } from './harness/pages.ts';
import { startVigie } from './harness/vigie.ts';
import { longRunbook } from './open-runbook/text.ts';

const LINES = 5_000;

interface Opening extends Record<string, number> {
  /** Until the frame that shows the beginning of the text. */
  first: number;
  /** Until all of it is there. */
  whole: number;
  /** The longest that the page answered no key meanwhile. */
  held: number;
}

/** From the change of place until the text is there, as the page itself sees it. */
const open = (page: Page, id: string): Promise<Opening> =>
  page.evaluate(async (name) => {
    let held = 0;
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) held = Math.max(held, duration);
    });
    observer.observe({ entryTypes: ['longtask'] });
    const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const before = performance.now();
    location.hash = `/procedures/${name}`;
    const isNamed = () => [...document.querySelectorAll('main h2')].some(({ textContent }) => textContent === name);
    const text = () => (isNamed() ? document.querySelector('[data-markdown-scope]') : null);
    while (!text()?.querySelector('p')) await frame();
    const first = performance.now() - before;
    while (text()?.querySelector('[aria-busy="true"]')) await frame();
    const whole = performance.now() - before;
    await frame();
    observer.disconnect();
    return { first, whole, held };
  }, id);

export const figure: Figure = {
  name: 'open-runbook',
  title: `A runbook of ${LINES.toLocaleString('en-GB')} lines opens`,
  needs: ['electron', 'build', 'display'],
  async run(ctx) {
    const vigie = await startVigie(ctx);
    const token = await vigie.token('bench');
    const device = await connectDevice(vigie.url, token);
    const body = longRunbook(LINES);
    for (const id of ['warm-up', 'long']) {
      await device.mutate('procedure.create', {
        id: procedureId(id),
        kind: 'runbook',
        title: id,
        body: id === 'long' ? body : longRunbook(50),
        tags: [],
        services: [],
      });
    }
    const opened = await launchConsole({ env: environment(ctx), server: vigie.url, token });
    ctx.atEnd(() => opened.dispose());
    const { page } = opened;
    const screen = consolePage(page);
    await screen.status.getByText(/à jour \d\d:\d\d/).waitFor({ timeout: 60_000 });
    // The code of the page is read before: what is measured is the text.
    await open(page, 'warm-up');
    ctx.log('opening the long one');
    const ours = await ctx.median(async () => {
      await screen.visit('/procedures/warm-up');
      await screen.heading('warm-up').first().waitFor();
      return open(page, 'long');
    });
    await opened.close();

    ctx.log('the same text by react-markdown at once');
    const script = await pageScript(ctx, 'open-runbook/peer.ts');
    const bare = await bareConsole(ctx, vigie.url);
    await bare.page.evaluate(script);
    const show = (text: string) =>
      bare.page.evaluate((markdown): Promise<number> => Reflect.get(globalThis, '__show')(markdown), text);
    await show(longRunbook(50));
    const theirs = await ctx.median(async () => ({ first: await show(body) }));
    const peer: Measured['peer'] = { name: 'react-markdown, the whole text at once', value: theirs.first };
    return [
      { what: 'the beginning is on the screen', ours: ours.first, unit: 'ms', peer, target: { atMost: 300 } },
      { what: 'all of it can be scrolled to', ours: ours.whole, unit: 'ms', peer },
      { what: 'the longest the page answers no key', ours: ours.held, unit: 'ms', peer },
    ];
  },
};
