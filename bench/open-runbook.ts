import type { Page } from '@playwright/test';
import { procedureId } from '../src-shared/model/procedure.ts';
import { runId } from '../src-shared/model/run.ts';
import { launchConsole } from '../tests/support/console.ts';
import { consolePage } from '../tests/support/console-page.ts';
import { connectDevice } from '../tests/support/device.ts';
import type { Figure, Measured } from './harness/figure.ts';
import { bareConsole, environment, pageScript } from './harness/pages.ts';
import { startVigie } from './harness/vigie.ts';
import { longChecklist, longRunbook } from './open-runbook/text.ts';

const LINES = 5_000;

interface Opening extends Record<string, number> {
  /** Until the frame that shows the beginning of the text. */
  first: number;
  /** Until all of it is there. */
  whole: number;
  /** The longest that the page answered no key meanwhile. */
  held: number;
}

/** What the page shows of a text: its beginning, and that something of it is still to come. */
interface Shown {
  place: string;
  /** There as soon as the beginning is. */
  beginning: string;
  /** There until all of it is. */
  unfinished: string;
}

const PROCEDURE: Shown = {
  place: '/procedures/',
  beginning: 'main [data-markdown-scope] p',
  unfinished: 'main [data-markdown-scope] [aria-busy="true"]',
};
const RUN: Shown = {
  place: '/runs/',
  beginning: 'main [data-step]',
  unfinished: 'main [data-waiting], main [data-undrawn]',
};

/** From the change of place until the text is there, as the page itself sees it. */
const open = (page: Page, shown: Shown, id: string): Promise<Opening> =>
  page.evaluate(
    async ({ place, beginning, unfinished, name }) => {
      let held = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) held = Math.max(held, duration);
      });
      observer.observe({ entryTypes: ['longtask'] });
      const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const before = performance.now();
      location.hash = `${place}${name}`;
      const isNamed = () => [...document.querySelectorAll('main h2')].some(({ textContent }) => textContent === name);
      while (!isNamed() || !document.querySelector(beginning)) await frame();
      const first = performance.now() - before;
      while (document.querySelector(unfinished)) await frame();
      const whole = performance.now() - before;
      await frame();
      observer.disconnect();
      return { first, whole, held };
    },
    { ...shown, name: id },
  );

interface Tick extends Record<string, number> {
  /** Until the frame that shows it. */
  seen: number;
  /** What the page worked for it in script. */
  script: number;
}

/** Ticks the last step but two of the run that is open, or takes its tick back. */
async function tick(page: Page): Promise<Tick> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return 1_000 * (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN);
  };
  for (const key of ['End', 'k', 'k']) {
    await page.keyboard.press(key);
    await page.waitForTimeout(500);
  }
  await page.evaluate(() => {
    const row = document.activeElement?.closest('[data-step]');
    if (!row) throw new Error('no step has the focus');
    const seen = new Promise<number>((resolve) => {
      let pressed = 0;
      addEventListener('keydown', () => (pressed = performance.now()), { capture: true, once: true });
      new MutationObserver((_, observer) => {
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - pressed)));
      }).observe(row, { attributes: true, attributeFilter: ['data-status'] });
    });
    Reflect.set(globalThis, '__seen', seen);
  });
  const before = await worked();
  await page.keyboard.press('Space');
  const seen = await page.evaluate((): Promise<number> => Reflect.get(globalThis, '__seen'));
  const script = (await worked()) - before;
  await session.detach();
  return { seen, script };
}

export const figure: Figure = {
  name: 'open-runbook',
  title: `A runbook of ${LINES.toLocaleString('en-GB')} lines opens, to be read and to be worked through`,
  needs: ['electron', 'build', 'display'],
  async run(ctx) {
    const vigie = await startVigie(ctx);
    const token = await vigie.token('bench');
    const device = await connectDevice(vigie.url, token);
    const body = longRunbook(LINES);
    const checklist = longChecklist(LINES);
    const texts = { 'warm-up': longRunbook(50), long: body, 'warm-up-run': longChecklist(50), 'long-run': checklist };
    for (const [id, text] of Object.entries(texts)) {
      const procedure = procedureId(id);
      const about = { title: id, tags: [], services: [] };
      await device.mutate('procedure.create', { ...about, id: procedure, kind: 'runbook', body: text });
      if (id.endsWith('-run')) await device.mutate('run.start', { id: runId(id), procedure, revision: 1 });
    }
    const opened = await launchConsole({ env: environment(ctx), server: vigie.url, token });
    ctx.atEnd(() => opened.dispose());
    const { page } = opened;
    const screen = consolePage(page);
    await screen.status.getByText(/à jour \d\d:\d\d/).waitFor({ timeout: 60_000 });
    // The code of the page is read before: what is measured is the text.
    await open(page, PROCEDURE, 'warm-up');
    ctx.log('opening the long one');
    const ours = await ctx.median(async () => {
      await screen.visit('/procedures/warm-up');
      await screen.heading('warm-up').first().waitFor();
      return open(page, PROCEDURE, 'long');
    });
    ctx.log('opening a run of it');
    await open(page, RUN, 'warm-up-run');
    const run = await ctx.median(async () => {
      await screen.visit('/runs/warm-up-run');
      await screen.heading('warm-up-run').first().waitFor();
      return open(page, RUN, 'long-run');
    });
    const ticked = await ctx.median(() => tick(page));
    await opened.close();

    ctx.log('the same text by react-markdown at once');
    const script = await pageScript(ctx, 'open-runbook/peer.ts');
    const bare = await bareConsole(ctx, vigie.url);
    await bare.page.evaluate(script);
    const show = (text: string) =>
      bare.page.evaluate((markdown): Promise<number> => Reflect.get(globalThis, '__show')(markdown), text);
    await show(longRunbook(50));
    const theirs = await ctx.median(async () => ({ text: await show(body), steps: await show(checklist) }));
    const name = 'react-markdown, the whole text at once';
    const peer: Measured['peer'] = { name, value: theirs.text };
    const forRun: Measured['peer'] = { name, value: theirs.steps };
    const forTick: Measured['peer'] = { name, why: 'nothing in it can be ticked' };
    return [
      { what: 'the beginning is on the screen', ours: ours.first, unit: 'ms', peer, target: { atMost: 300 } },
      { what: 'all of it can be scrolled to', ours: ours.whole, unit: 'ms', peer },
      { what: 'the longest the page answers no key', ours: ours.held, unit: 'ms', peer },
      {
        what: 'a run: its first steps are on the screen',
        ours: run.first,
        unit: 'ms',
        peer: forRun,
        target: { atMost: 300 },
      },
      { what: 'a run: all of its steps can be gone to', ours: run.whole, unit: 'ms', peer: forRun },
      { what: 'a run: the longest the page answers no key', ours: run.held, unit: 'ms', peer: forRun },
      { what: 'a tick near its end: script', ours: ticked.script, unit: 'ms', peer: forTick, target: { atMost: 50 } },
      { what: 'a tick near its end is on the screen', ours: ticked.seen, unit: 'ms', peer: forTick },
    ];
  },
};
