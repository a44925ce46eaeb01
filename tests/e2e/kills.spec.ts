import { execFileSync } from 'node:child_process';
import { expect } from '@playwright/test';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { TestConsole } from '../support/console.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { until } from '../support/processes.ts';
import { promise } from '../support/promises.ts';
import { raiseAlert } from '../support/raise-alert.ts';

/** `VIGIE_KILL_SEED=7` draws other moments; `VIGIE_KILL_ROUNDS=30` more of them. */
const SEED = Number(process.env.VIGIE_KILL_SEED ?? 1);
const ROUNDS = Number(process.env.VIGIE_KILL_ROUNDS ?? 3);

/** mulberry32: small, and the same everywhere. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Processes of Chromium below this app, by their `--type`. */
function children({ app }: TestConsole, type: string): number[] {
  const root = app.process().pid;
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
  const all = lines.map((line) => line.trim().match(/^(\d+)\s+(\d+)\s+(.*)$/s) ?? []);
  const below = new Set([root]);
  for (let grew = true; grew; ) {
    const more = all.filter(([, pid, parent]) => below.has(Number(parent)) && !below.has(Number(pid)));
    for (const [, pid] of more) below.add(Number(pid));
    grew = more.length > 0;
  }
  return all
    .filter(([, pid, , args]) => below.has(Number(pid)) && args?.includes(`--type=${type}`))
    .map(([, pid]) => Number(pid));
}

/**
 * A script that works in the page like a person who never rests: notes by the console's own field, each of which is
 * remembered once the status line no longer counts it as unsaved. It lives in the page, and dies with it.
 */
const WORK = `(async () => {
  const type = (field, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const frame = () => new Promise((done) => setTimeout(done, 15));
  for (;;) {
    const field = document.querySelector('textarea');
    if (!field) { await frame(); continue; }
    const text = 'note ' + String(window.workRound) + '-' + String(window.workDone = (window.workDone ?? 0) + 1);
    type(field, text);
    await frame();
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true }));
    for (;;) {
      await frame();
      const line = document.querySelector('footer')?.innerText ?? '';
      const listed = [...document.querySelectorAll('li')].some((one) => one.innerText.includes(text));
      if (listed && !/pas encore enregistré/.test(line)) break;
    }
    console.log('SAVED ' + text);
  }
})()`;

const savedIn = (one: TestConsole): string[] =>
  [...one.output().matchAll(/SAVED (note [\d-]+)/g)].map((match) => match[1] ?? '');

test('whatever is killed while somebody works, nothing that was shown as saved is lost, and alarms go on', async ({
  desktop,
  server,
  openConsole,
}) => {
  test.setTimeout(120_000 + ROUNDS * 30_000);
  const random = randomFrom(SEED);
  const token = await server.token('lea', 'lead');
  const device = await connectDevice(server.url, token);
  await promise(device, 'P1', { response: 25 * SECOND });
  await raiseAlert(server, { title: 'Base injoignable' });
  const [incident] = await device.records('incident');
  const watched = 'File bloquée';

  const saved = new Set<string>();
  let one = await openConsole({ server: server.url, token });
  const { userData } = one;
  const inPage = <T>(script: string): Promise<T> =>
    one.app.evaluate(
      ({ BrowserWindow }, text) =>
        Promise.race([
          BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(text) as Promise<never>,
          // A page that dies meanwhile never answers.
          new Promise<never>((_, reject) => setTimeout(() => reject(new Error('no answer')), 2_000)),
        ]),
      script,
    );
  const work = async (round: number): Promise<void> => {
    await until(
      'the page is up',
      () => inPage<boolean>(`Boolean(document.querySelector('footer'))`).catch(() => false),
      30_000,
    );
    // Main's own console listener, since Playwright loses a page that is killed.
    await one.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      contents?.removeAllListeners('console-message');
      contents?.on('console-message', (_event, _level, message) => {
        if (message.startsWith('SAVED')) process.stdout.write(`${message}\n`);
      });
    });
    await inPage(`window.workRound = ${round}; location.hash = '/incidents/${incident?.id}'; void ${WORK}; 0`);
    const before = savedIn(one).length;
    await until('something is saved', () => savedIn(one).length > before, 30_000);
  };

  await work(0);
  await raiseAlert(server, { title: watched, priority: 'P1', service: 'file' });
  await desktop.notification(({ title }) => title.includes(watched));
  const victims = ['gpu-process', 'renderer', 'app', 'gpu-process', 'renderer'];
  for (let round = 1; round <= ROUNDS; round += 1) {
    const victim = victims[(round - 1) % victims.length] ?? 'app';
    await test.step(`round ${round}: ${victim}`, async () => {
      await new Promise((resolve) => setTimeout(resolve, 100 + random() * 900));
      if (victim === 'app') {
        await one.kill();
        for (const text of savedIn(one)) saved.add(text);
        one = await openConsole({ server: server.url, token, userData });
      } else {
        const pids = children(one, victim);
        if (victim === 'renderer') expect(pids.length).toBeGreaterThan(0);
        for (const pid of pids) process.kill(pid, 'SIGKILL');
      }
      // A page that lost only its GPU process works on.
      if (victim !== 'gpu-process') await work(round);
      else {
        const before = savedIn(one).length;
        await until('work goes on without the GPU process', () => savedIn(one).length > before, 30_000);
      }
    });
  }
  for (const text of savedIn(one)) saved.add(text);
  test.info().annotations.push({ type: 'saved', description: `${saved.size} notes` });
  expect(saved.size).toBeGreaterThan(ROUNDS);

  const arrived = async () => {
    const entries = await device.records('timelineEntry');
    return entries.flatMap(({ doc }) => (doc.event.kind === 'note' ? [doc.event.text] : []));
  };
  await expect
    .poll(
      async () => {
        const there = new Set(await arrived());
        return [...saved].filter((text) => !there.has(text));
      },
      { timeout: 30_000 },
    )
    .toEqual([]);
  const all = await arrived();
  expect(all.length).toBe(new Set(all).size);

  await test.step('the alarm of the lapse came, once or marked as a repeat', async () => {
    const lapse = () =>
      desktop.notifications().filter(({ title, body }) => title.includes(watched) && /dépassé/.test(body));
    await expect.poll(() => lapse().length, { timeout: 60_000 }).toBeGreaterThan(0);
    expect(lapse().filter(({ body }) => !/Rappel/.test(body))).toHaveLength(1);
  });
});

test('a GPU process that keeps dying does not take the console with it', async ({ openConsole }) => {
  const one = await openConsole();
  for (let round = 0; round < 14; round += 1) {
    const [pid] = await until(
      'a GPU process',
      () => {
        const pids = children(one, 'gpu-process');
        return pids.length > 0 ? pids : undefined;
      },
      3_000,
    ).catch(() => [undefined]);
    // Chromium may have given up on having one, which is as good.
    if (pid === undefined) break;
    process.kill(pid, 'SIGKILL');
    await until('it is gone', () => !children(one, 'gpu-process').includes(pid));
    test.info().annotations.push({ type: 'killed', description: String(round + 1) });
  }
  // Whether it still answers at all.
  expect(await one.app.evaluate(({ app }) => app.getName())).toBe('Vigie');
  await expect(one.page.getByRole('heading').first()).toBeVisible();
});
