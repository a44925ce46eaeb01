import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type Page } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { incidentId } from '../src-shared/model/ids.ts';
import { launchConsole } from '../tests/support/console.ts';
import { consolePage } from '../tests/support/console-page.ts';
import { connectDevice } from '../tests/support/device.ts';
import { type Context, type Figure, type Measured, quantile } from './harness/figure.ts';
import { startVigie } from './harness/vigie.ts';
import { buildEmptyWindow } from './window/build.ts';

const ROWS = 10_000;
/** What the browser does not report was faster than this: its event timing says nothing below 16 ms. */
const UNREPORTED = 16;
const WORDS = 'aller aux incidents panne serveur paiement disque base lent';

/** From the key to the next frame that shows its effect, as the browser itself measured it (Event Timing). */
async function latencies(page: Page, act: () => Promise<number>): Promise<number[]> {
  await page.evaluate(() => {
    const slow: { id: number; duration: number }[] = [];
    const note = (list: PerformanceObserverEntryList) => {
      for (const entry of list.getEntries()) {
        const id: unknown = Reflect.get(entry, 'interactionId');
        if (typeof id === 'number' && id > 0) slow.push({ id, duration: entry.duration });
      }
    };
    const observer = new PerformanceObserver(note);
    const wanted = { type: 'event', durationThreshold: 16 };
    observer.observe(wanted);
    Reflect.set(globalThis, '__slow', () => {
      note({ getEntries: () => observer.takeRecords() } as PerformanceObserverEntryList);
      observer.disconnect();
      return slow;
    });
  });
  const interactions = await act();
  await page.waitForTimeout(500);
  const slow = await page.evaluate((): { id: number; duration: number }[] => Reflect.get(globalThis, '__slow')());
  // Of one interaction (key down, press, up) the longest counts.
  const longest = new Map<number, number>();
  for (const { id, duration } of slow) longest.set(id, Math.max(duration, longest.get(id) ?? 0));
  const rest = Math.max(0, interactions - longest.size);
  return [...longest.values(), ...Array.from({ length: rest }, () => UNREPORTED)];
}

/** Types at the pace of a fast typist. */
async function type(page: Page, times: number): Promise<number> {
  for (let n = 0; n < times; n += 1) {
    await page.keyboard.type(WORDS, { delay: 40 });
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Backspace');
  }
  return times * (WORDS.length + 2);
}

async function press(page: Page, key: string, times: number): Promise<number> {
  for (let n = 0; n < times; n += 1) {
    await page.keyboard.press(key);
    await page.waitForTimeout(60);
  }
  return times;
}

async function typeInEmptyWindow(ctx: Context, times: number): Promise<number[]> {
  const folder = ctx.folder();
  await buildEmptyWindow(folder);
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath: ctx.electron,
    args: [...sandbox, folder, `--user-data-dir=${mkdtempSync(join(ctx.folder(), 'profile-'))}`],
    env: environment(ctx),
  });
  ctx.atEnd(() => app.close());
  const page = await app.firstWindow();
  await page.getByRole('textbox').focus();
  const found = await latencies(page, () => type(page, times));
  await app.close();
  return found;
}

function environment(ctx: Context): Record<string, string> {
  const env: Record<string, string> = { XDG_RUNTIME_DIR: tmpdir() };
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  return { ...env, ...ctx.display, NO_AT_BRIDGE: '1' };
}

export const figure: Figure = {
  name: 'interaction',
  title: `A key until its effect is on the screen, ${ROWS.toLocaleString('en-GB')} open incidents`,
  needs: ['electron', 'build', 'display'],
  async run(ctx) {
    const times = ctx.quick ? 2 : 8;
    const vigie = await startVigie(ctx);
    const token = await vigie.token('bench');
    const device = await connectDevice(vigie.url, token);
    ctx.log(`opening ${ROWS} incidents`);
    await device.mutateAll(
      'incident.open',
      Array.from({ length: ROWS }, (_, n) => ({
        id: incidentId(uuidv7()),
        title: `Panne n° ${n + 1} du serveur s${n % 97}x`,
        priority: (['P2', 'P3', 'P4'] as const)[n % 3] ?? 'P4',
      })),
    );
    process.env.VIGIE_ELECTRON = ctx.electron;
    const opened = await launchConsole({ env: environment(ctx), server: vigie.url, token });
    ctx.atEnd(() => opened.dispose());
    const { page } = opened;
    const screen = consolePage(page);
    ctx.log('the console copies them');
    await screen.status.getByText(/à jour \d\d:\d\d/).waitFor({ timeout: 300_000 });
    await screen.boardRow('Panne').first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(5_000);

    ctx.log('typing in the palette');
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: screen.t('palette.title') }).waitFor();
    const palette = await latencies(page, () => type(page, times));
    await page.keyboard.press('Escape');

    ctx.log('moving through the list');
    await screen.go('incidents');
    await screen.list.getByRole('option').first().waitFor();
    await screen.list.focus();
    const scrolling = await latencies(page, async () => {
      const down = await press(page, 'PageDown', times * 15);
      return (
        down +
        (await press(page, 'End', 1)) +
        (await press(page, 'Home', 1)) +
        (await press(page, 'ArrowDown', times * 10))
      );
    });

    ctx.log('opening incidents');
    const opening = await latencies(page, async () => {
      for (let n = 0; n < times * 3; n += 1) {
        await page.keyboard.press('Enter');
        await screen.timeline.waitFor();
        await page.waitForTimeout(150);
        await page.evaluate(() => history.back());
        await screen.list.getByRole('option').first().waitFor();
        await screen.list.focus();
        await page.keyboard.press('ArrowDown');
        await page.waitForTimeout(100);
      }
      return times * 6;
    });
    await opened.close();
    ctx.log('typing in an empty window');
    const bare = await typeInEmptyWindow(ctx, times);

    const peer: Measured['peer'] = { name: 'a field in an empty React window', value: quantile(bare, 0.99) };
    const rows: [string, number[]][] = [
      ['typing in the palette', palette],
      ['PageDown, End, Home, arrows in the list', scrolling],
      ['opening an incident', opening],
    ];
    return rows.flatMap(([what, found]): Measured[] => [
      { what: `${what}: p50 (16 is the least that is told)`, ours: quantile(found, 0.5), unit: 'ms', peer },
      { what: `${what}: p99`, ours: quantile(found, 0.99), unit: 'ms', peer, target: { atMost: 100 } },
    ]);
  },
};
