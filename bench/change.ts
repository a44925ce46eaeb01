import type { Page } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { incidentId } from '../src-shared/model/ids.ts';
import { launchConsole } from '../tests/support/console.ts';
import { consolePage } from '../tests/support/console-page.ts';
import { connectDevice } from '../tests/support/device.ts';
import { type Context, type Figure, type Measured, quantile } from './harness/figure.ts';
import { startVigie } from './harness/vigie.ts';

const NOTE = /^change \d+$/;

function environment(ctx: Context): Record<string, string> {
  const env: Record<string, string> = { VIGIE_ELECTRON: ctx.electron };
  for (const [name, value] of Object.entries({ ...process.env, ...ctx.display })) {
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** Notes in the page, by the machine's clock, when a note was sent by Ctrl+Enter and when one was first on the screen. */
function watch(page: Page): Promise<void> {
  return page.evaluate((pattern) => {
    const now = () => performance.timeOrigin + performance.now();
    const times: { sent: number[]; seen: Record<string, number> } = { sent: [], seen: {} };
    Object.assign(globalThis, { times });
    const isNote = new RegExp(pattern);
    const sent = ({ key, ctrlKey }: KeyboardEvent) => {
      if (key === 'Enter' && ctrlKey) times.sent.push(now());
    };
    window.addEventListener('keydown', sent, { capture: true });
    const look = (node: Node): void => {
      const text = node.textContent ?? '';
      // In the timeline: while it is typed it stands elsewhere too.
      const isListed = node.nodeType === Node.TEXT_NODE && node.parentElement?.closest('ol');
      if (isListed && isNote.test(text)) times.seen[text] ??= now();
      for (const child of node.childNodes) look(child);
    };
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) for (const node of addedNodes) look(node);
    }).observe(document.body, { childList: true, subtree: true });
  }, NOTE.source);
}

interface Times {
  sent: number[];
  seen: Record<string, number>;
}
const timesOf = (page: Page): Promise<Times> => page.evaluate((): Times => Reflect.get(globalThis, 'times'));

export const figure: Figure = {
  name: 'change',
  title: 'A note: from Ctrl+Enter on console A to the screen of console B, two real consoles',
  needs: ['electron', 'build', 'display'],
  async run(ctx): Promise<Measured[]> {
    const vigie = await startVigie(ctx);
    const id = incidentId(uuidv7());
    const device = await connectDevice(vigie.url, await vigie.token('device'));
    await device.mutate('incident.open', { id, title: 'A change on its way', priority: 'P4' });
    const open = async (user: string) => {
      const token = await vigie.token(user);
      const console = await launchConsole({
        env: environment(ctx),
        server: vigie.url,
        token,
        userData: ctx.folder(),
      });
      ctx.atEnd(console.dispose);
      const it = consolePage(console.page);
      await it.boardRow('A change on its way').or(it.next).first().waitFor({ timeout: 60_000 });
      await it.visit(`/incidents/${id}`);
      await it.heading('A change on its way').waitFor();
      await watch(console.page);
      return { ...console, it };
    };
    const a = await open('ines');
    const b = await open('marc');
    const composer = a.page.getByRole('textbox', { name: a.it.t('incident.note.label') });
    const count = ctx.quick ? 30 : 200;
    ctx.log(`${count} notes`);
    for (let n = 1; n <= count; n += 1) {
      await composer.fill(`change ${n}`);
      await composer.press('Control+Enter');
      await b.page.waitForFunction(
        (text) => text in (Reflect.get(globalThis, 'times') as { seen: Record<string, number> }).seen,
        `change ${n}`,
        { polling: 20, timeout: 20_000 },
      );
      await a.page.waitForTimeout(60);
    }
    const { sent, seen: own } = await timesOf(a.page);
    const { seen } = await timesOf(b.page);
    // The first ones find caches empty.
    const numbers = Array.from({ length: count }, (_, n) => n + 1).slice(Math.min(10, Math.floor(count / 3)));
    const took = (where: Record<string, number>) =>
      numbers.map((n) => (where[`change ${n}`] ?? Number.NaN) - (sent[n - 1] ?? Number.NaN));
    const peer = { name: 'on the screen of A itself', value: quantile(took(own), 0.5) };
    const line = (what: string, p: number, target?: Measured['target']): Measured => ({
      what,
      ours: quantile(took(seen), p),
      unit: 'ms',
      peer,
      ...(target ? { target } : {}),
    });
    return [
      line('seen on B, p50', 0.5, { atMost: 12 }),
      line('seen on B, p95', 0.95, { atMost: 25 }),
      line('seen on B, p99', 0.99),
    ];
  },
};
