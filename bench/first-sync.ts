import type { Page } from '@playwright/test';
import { snapshotLineSchema } from '../src-shared/contract/http.ts';
import { type CollectionName, collectionNameSchema, type Doc, refOf } from '../src-shared/model/collections.ts';
import { launchConsole } from '../tests/support/console.ts';
import { type SourceRecord, startSource } from './first-sync/source.ts';
import type { Context, Figure, Measured } from './harness/figure.ts';
import { bareConsole, environment, pageScript } from './harness/pages.ts';
import { startVigie, type VigieServer } from './harness/vigie.ts';
import { seed } from './senders/seed.ts';

const WEIGHT = 1_000;
/** What the replicating peers copy. */
const PEERS_RECORDS = 20_000;

/** Every record that the server sends, as the peers keep it. */
async function recordsOf(vigie: VigieServer, token: string): Promise<SourceRecord[]> {
  const answer = await fetch(`${vigie.url}/api/sync/snapshot`, { headers: { authorization: `Bearer ${token}` } });
  return (await answer.text())
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const parsed = snapshotLineSchema.parse(JSON.parse(line));
      return parsed.kind === 'page' ? parsed.changes : [];
    })
    .map(({ id, collection, version, scope, doc }) => ({
      id: `${collection}/${id}`,
      type: collection,
      version,
      scope,
      ref: refOf<CollectionName>(collectionNameSchema.parse(collection), doc as Doc<CollectionName>) ?? '',
      doc,
    }));
}

/** Notes in the page when the incident that lapses first is on the board. */
function watchBoard(page: Page): Promise<void> {
  return page.evaluate(() => {
    Object.assign(globalThis, { boardAt: 0 });
    const look = () => {
      if (!document.querySelector('main [role=timer]')) return;
      Object.assign(globalThis, { boardAt: performance.now() });
      observer.disconnect();
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true, subtree: true });
  });
}

/** From the server's first word to a row on the board, and to the end of the copy. */
async function ours(ctx: Context, vigie: VigieServer, token: string) {
  const { child } = vigie.program;
  // It answers nothing until the page is up, as before somebody has signed in.
  child.kill('SIGSTOP');
  const console = await launchConsole({
    env: environment(ctx),
    server: vigie.url,
    token,
    userData: ctx.folder(),
  });
  ctx.atEnd(console.dispose);
  const { page } = console;
  await page.waitForTimeout(2_500);
  await watchBoard(page);
  const began = await page.evaluate(() => performance.now());
  child.kill('SIGCONT');
  // After the copy the console asks who it is and pulls.
  await page.waitForFunction(
    () => {
      const asked = performance.getEntriesByType('resource').map((one) => one.name);
      const copied = asked.findIndex((name) => name.includes('/api/sync/snapshot'));
      return copied !== -1 && asked.slice(copied).some((name) => name.includes('/api/sync/pull'));
    },
    undefined,
    { timeout: 300_000, polling: 100 },
  );
  await page.waitForFunction(() => Number(Reflect.get(globalThis, 'boardAt')) > 0, undefined, { timeout: 60_000 });
  const { board, all } = await page.evaluate(() => {
    const entries = performance.getEntriesByType('resource');
    const copied = entries.find((one) => one.name.includes('/api/sync/snapshot'));
    const after = entries.filter((one) => one.name.includes('/api/me') && one.startTime > (copied?.startTime ?? 0));
    return { board: Number(Reflect.get(globalThis, 'boardAt')), all: Math.min(...after.map((one) => one.startTime)) };
  });
  await console.dispose();
  return { board: board - began, all: all - began };
}

/** One way of writing the same records in a fresh profile of the same Electron. */
async function peer(ctx: Context, source: string, text: string, run: string): Promise<number> {
  const console = await bareConsole(ctx, source);
  const { page } = console;
  await page.evaluate(text);
  if (run.startsWith('bench.')) await page.evaluate(`bench.load(${JSON.stringify(source)})`);
  const took = await page.evaluate<number>(`${run}(${JSON.stringify(source)})`);
  ctx.log(`${run} ${Math.round(took)} ms`);
  await console.dispose();
  return took;
}

export const figure: Figure = {
  name: 'first-sync',
  title: 'First copy of a workspace on a laptop, records of 1 KB',
  needs: ['electron', 'build', 'display', 'packages'],
  async run(ctx): Promise<Measured[]> {
    const records = ctx.quick ? 20_000 : 100_000;
    const data = ctx.folder();
    const first = await startVigie(ctx, { data });
    const token = await first.token('bench', 'responder');
    await first.program.stop();
    ctx.log(`making ${records} records`);
    await seed(data, 0, records, Date.now(), WEIGHT);
    const vigie = await startVigie(ctx, { data });
    const mine = await ctx.median(async () => {
      const one = await ours(ctx, vigie, token);
      ctx.log(`board ${Math.round(one.board)} ms, all ${Math.round(one.all)} ms`);
      return one;
    });
    const copied = await recordsOf(vigie, token);
    const source = await startSource(ctx, copied);
    const plain = await pageScript(ctx, 'first-sync/page.ts');
    const theirs = await ctx.median(async () => ({
      raw: await peer(ctx, source, plain, 'bench.rawRows'),
      dexie: await peer(ctx, source, plain, 'bench.dexieRows'),
    }));
    const replicating = await pageScript(ctx, 'first-sync/peers.mjs');
    // A fifth of the records, five times their time: the whole takes minutes, and they grow faster than that.
    const some = await startSource(ctx, copied.slice(0, PEERS_RECORDS));
    const replicated = async (name: string) =>
      ((await peer(ctx, some, replicating, `peers.${name}`)) * copied.length) / Math.min(PEERS_RECORDS, copied.length);
    const rxdb = await replicated('rxdb');
    const pouchdb = await replicated('pouchdb');
    const line = (name: string, value: number, ratioAtMost: number): Measured => ({
      what: `${records.toLocaleString('en')} records of 1 KB, over HTTP and stored`,
      ours: mine.all,
      unit: 'ms',
      peer: { name, value },
      target: { ratioAtMost },
    });
    return [
      {
        what: 'board usable after the sign-in',
        ours: mine.board,
        unit: 'ms',
        peer: { name: 'the whole copy', value: mine.all },
        target: { atMost: 1_000 },
      },
      line('raw IndexedDB rows, written only', theirs.raw, 0.5),
      line('Dexie bulkPut with one index, written only', theirs.dexie, 0.5),
      line(`RxDB replication (Dexie storage), from ${PEERS_RECORDS.toLocaleString('en')}`, rxdb, 0.25),
      line(`PouchDB replication, from ${PEERS_RECORDS.toLocaleString('en')}`, pouchdb, 0.1),
    ];
  },
};
