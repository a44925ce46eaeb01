import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { uuidv7 } from 'uuidv7';
import { incidentId } from '../src-shared/model/ids.ts';
import { launchConsole } from '../tests/support/console.ts';
import { consolePage } from '../tests/support/console-page.ts';
import { connectDevice } from '../tests/support/device.ts';
import { type Context, type Figure, type Measured, quantile } from './harness/figure.ts';
import { bareConsole, environment, pageScript } from './harness/pages.ts';
import { startVigie, type VigieServer } from './harness/vigie.ts';

const NOTE = /^change \d+$/;
/** Consoles that listen besides the two on the screen. */
const MORE = 98;

interface Times {
  sent: number[];
  seen: Record<string, number>;
}

/** Two ends that are joined: `send` writes on A, both pages note when what was shown. */
interface Ends {
  a: Page;
  b: Page;
  send(text: string): Promise<unknown>;
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

const timesOf = (page: Page): Promise<Times> => page.evaluate((): Times => Reflect.get(globalThis, 'times'));

/** From writing on A to the screen of each end, in ms. The first changes find caches empty and do not count. */
async function measure(
  { a, b, send }: Ends,
  from: number,
  count: number,
): Promise<{ here: number[]; there: number[] }> {
  const numbers = Array.from({ length: count }, (_, n) => from + n);
  for (const n of numbers) {
    await send(`change ${n}`);
    await b.waitForFunction(
      (text) => text in (Reflect.get(globalThis, 'times') as { seen: Record<string, number> }).seen,
      `change ${n}`,
      { polling: 20, timeout: 20_000 },
    );
    await a.waitForTimeout(60);
  }
  const { sent, seen: own } = await timesOf(a);
  const { seen } = await timesOf(b);
  const began = sent.slice(-count);
  const took = (where: Record<string, number>) =>
    numbers
      .map((n, at) => (where[`change ${n}`] ?? Number.NaN) - (began[at] ?? Number.NaN))
      .slice(Math.min(10, Math.floor(count / 3)));
  return { here: took(own), there: took(seen) };
}

/** Two real consoles with one incident open. */
async function twoConsoles(ctx: Context, vigie: VigieServer): Promise<Ends> {
  const id = incidentId(uuidv7());
  const device = await connectDevice(vigie.url, await vigie.token('device'));
  await device.mutate('incident.open', { id, title: 'A change on its way', priority: 'P4' });
  const open = async (user: string) => {
    const token = await vigie.token(user);
    const console = await launchConsole({ env: environment(ctx), server: vigie.url, token, userData: ctx.folder() });
    ctx.atEnd(console.dispose);
    const it = consolePage(console.page);
    await it.boardRow('A change on its way').or(it.next).first().waitFor({ timeout: 60_000 });
    await it.visit(`/incidents/${id}`);
    await it.heading('A change on its way').waitFor();
    await watch(console.page);
    return { page: console.page, it };
  };
  const a = await open('ines');
  const b = await open('marc');
  const composer = a.page.getByRole('textbox', { name: a.it.t('incident.note.label') });
  return {
    a: a.page,
    b: b.page,
    async send(text) {
      await composer.fill(text);
      await composer.press('Control+Enter');
    },
  };
}

/** Consoles without a screen that take every event. */
async function listeners(ctx: Context, vigie: VigieServer, count: number): Promise<void> {
  const authorization = `Bearer ${await vigie.token('listener')}`;
  const streams = Array.from(
    { length: count },
    () =>
      new Promise<void>((resolve, reject) => {
        const request = get(`${vigie.url}/api/sync/live`, { headers: { authorization } }, (response) => {
          response.resume();
          response.once('data', () => resolve());
          response.on('error', () => undefined);
        });
        request.on('error', reject);
        ctx.atEnd(() => {
          request.destroy();
        });
      }),
  );
  await Promise.all(streams);
}

/** Two pages of the same Electron with one peer. */
async function twoPeers(ctx: Context, source: string, script: string, name: string) {
  const open = async () => {
    const console = await bareConsole(ctx, source);
    await console.page.evaluate(script);
    await console.page.evaluate(
      `peers.${name}(${JSON.stringify(source)}).then((write) => { globalThis.write = write; })`,
    );
    await watch(console.page);
    return console;
  };
  const a = await open();
  const b = await open();
  const send = (text: string) =>
    a.page.evaluate((note) => {
      const times: Times = Reflect.get(globalThis, 'times');
      const write: (text: string) => Promise<unknown> = Reflect.get(globalThis, 'write');
      times.sent.push(performance.timeOrigin + performance.now());
      void write(note);
    }, text);
  return { a: a.page, b: b.page, send, dispose: () => Promise.all([a.dispose(), b.dispose()]) };
}

export const figure: Figure = {
  name: 'change',
  title: 'A note: from Ctrl+Enter on console A to the screen of console B, two real consoles',
  needs: ['electron', 'build', 'display', 'packages'],
  async run(ctx): Promise<Measured[]> {
    const count = ctx.quick ? 30 : 200;
    const script = await pageScript(ctx, 'change/peers.mjs');
    const server = ctx.start(process.execPath, [fileURLToPath(new URL('change/server.mjs', import.meta.url))], {
      // PouchDB's server writes its configuration where it stands.
      cwd: ctx.folder(),
    });
    const [, source = ''] = await server.line(/listening on (http:\/\/\S+)/);
    const peer = async (name: string) => {
      const ends = await twoPeers(ctx, source, script, name);
      const { there } = await measure(ends, 1, count);
      ctx.log(`${name}: p50 ${quantile(there, 0.5).toFixed(1)} ms, p95 ${quantile(there, 0.95).toFixed(1)} ms`);
      await ends.dispose();
      return there;
    };
    const bare = await peer('bare');
    const rxdb = await peer('rxdb');
    const pouchdb = await peer('pouchdb');
    await server.stop();

    const vigie = await startVigie(ctx);
    const ends = await twoConsoles(ctx, vigie);
    ctx.log(`${count} notes`);
    const { here, there } = await measure(ends, 1, count);
    await listeners(ctx, vigie, MORE);
    ctx.log(`${count} notes, ${MORE + 2} consoles`);
    const { there: crowded } = await measure(ends, count + 1, count);

    const against = (name: string, values: number[]) =>
      [0.5, 0.95, 0.99].map(
        (p): Measured => ({
          what: `seen on B, p${p * 100}`,
          ours: quantile(there, p),
          unit: 'ms',
          peer: { name, value: quantile(values, p) },
          ...(p === 0.99 ? {} : { target: { atMost: p === 0.5 ? 12 : 25 } }),
        }),
      );
    const beside = (name: string, values: number[]) => against(name, values).map(({ target: _, ...row }) => row);
    return [
      ...against('a bare pipeline: a row, a request, an event, a row', bare),
      ...beside('RxDB replication (Dexie storage, server-sent events), a line of text', rxdb),
      ...beside('PouchDB live replication with its own server, a line of text', pouchdb),
      ...beside('on the screen of A itself', here),
      ...[0.5, 0.95, 0.99].map((p) => ({
        what: `seen on B with ${MORE + 2} consoles connected, p${p * 100}`,
        ours: quantile(crowded, p),
        unit: 'ms',
        peer: { name: 'two consoles', value: quantile(there, p) },
      })),
    ];
  },
};
