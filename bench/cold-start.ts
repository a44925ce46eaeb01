import { _electron } from '@playwright/test';
import { heldUntilAttached, launchConsole } from '../tests/support/console.ts';
import type { Context, Figure, Measured } from './harness/figure.ts';
import { startVigie } from './harness/vigie.ts';
import { seed } from './senders/seed.ts';
import { buildEmptyWindow } from './window/build.ts';

const RECORDS = 100_000;
/** The incident that lapses first, with the button that takes it. */
const BOARD = 'main [role=timer]';

function environment(ctx: Context): Record<string, string> {
  const env: Record<string, string> = { VIGIE_ELECTRON: ctx.electron };
  for (const [name, value] of Object.entries({ ...process.env, ...ctx.display })) {
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** From the start of the process to the first thing of the empty window that can be used. */
async function emptyWindow(ctx: Context, folder: string, userData: string): Promise<number> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const began = performance.now();
  const app = await _electron.launch({
    executablePath: ctx.electron,
    // The console is held until it is attached to as well.
    args: [...sandbox, '-r', heldUntilAttached, folder, `--user-data-dir=${userData}`],
    env: environment(ctx),
  });
  ctx.atEnd(() => app.close());
  const page = await app.firstWindow();
  await page.waitForSelector('input');
  const took = performance.now() - began;
  await app.close();
  return took;
}

export const figure: Figure = {
  name: 'cold-start',
  title: 'From the start of the process to a usable board, 100,000 records on the laptop',
  needs: ['electron', 'build', 'display'],
  async run(ctx): Promise<Measured[]> {
    const data = ctx.folder();
    const first = await startVigie(ctx, { data });
    const token = await first.token('bench', 'responder');
    await first.program.stop();
    await seed(data, 0, RECORDS, Date.now());
    const vigie = await startVigie(ctx, { data });
    const options = { env: environment(ctx), server: vigie.url, token, userData: ctx.folder() };

    ctx.log(`a first copy of ${RECORDS} records`);
    const copying = await launchConsole(options);
    ctx.atEnd(copying.dispose);
    await copying.page.waitForSelector(BOARD);
    await copying.page.waitForFunction(
      () => {
        const asked = performance.getEntriesByType('resource').map((one) => one.name);
        const copied = asked.findIndex((name) => name.includes('/api/sync/snapshot'));
        return copied !== -1 && asked.slice(copied).some((name) => name.includes('/api/sync/pull'));
      },
      undefined,
      { timeout: 300_000, polling: 200 },
    );
    await copying.close();

    const board = async () => {
      const began = performance.now();
      const console = await launchConsole(options);
      ctx.atEnd(console.dispose);
      await console.page.waitForSelector(BOARD);
      const took = performance.now() - began;
      await console.close();
      return took;
    };
    const folder = ctx.folder();
    await buildEmptyWindow(folder);
    const profile = ctx.folder();
    // One of each that does not count: the files are then in the memory of the machine.
    await board();
    await emptyWindow(ctx, folder, profile);
    const { ours, empty } = await ctx.median(async () => {
      const one = { ours: await board(), empty: await emptyWindow(ctx, folder, profile) };
      ctx.log(`board ${Math.round(one.ours)} ms, empty window ${Math.round(one.empty)} ms`);
      return one;
    });
    return [
      {
        what: 'board usable, 100,000 records',
        ours,
        unit: 'ms',
        peer: { name: 'empty window', value: empty },
        target: { ratioAtMost: 1.5 },
      },
    ];
  },
};
