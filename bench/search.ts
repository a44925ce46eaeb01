import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createSearchDesk, type IndexStore } from '../src-shared/procedure/search/protocol.ts';
import { createSearchIndex, type KeptIndex } from '../src-shared/procedure/search/search-index.ts';
import { type Figure, quantile } from './harness/figure.ts';
import { createLibrary, keysOf, TYPED } from './search/library.ts';

const RUNBOOKS = 10_000;
const SHOWN = 30;
const MB = 1_000_000;

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

/** What is still held when everything else is collected. */
const heldNow = () => {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MB;
};

/** Milliseconds of each key; the first pass warms the code up. */
function timed(keys: readonly string[], search: (query: string) => unknown): number[] {
  for (const key of keys) search(key);
  return keys.map((key) => {
    const began = performance.now();
    search(key);
    return performance.now() - began;
  });
}

export const figure: Figure = {
  name: 'search',
  title: `Search as you type over ${RUNBOOKS.toLocaleString('en')} runbooks`,
  needs: ['packages'],
  async run(ctx) {
    const library = createLibrary(RUNBOOKS);
    const keys = keysOf(TYPED);
    ctx.log(`${(JSON.stringify(library).length / MB).toFixed(0)} MB of text, ${keys.length} keys`);

    let kept: KeptIndex | undefined;
    const store: IndexStore = {
      read: async () => structuredClone(kept),
      write: async (next) => {
        kept = structuredClone(next);
      },
    };
    const before = heldNow();
    let began = performance.now();
    const index = createSearchIndex();
    for (const text of library) index.put(text, '1');
    const made = index.keep();
    const build = performance.now() - began;
    const held = heldNow() - before;
    await store.write(made);

    const desk = createSearchDesk(store);
    began = performance.now();
    await desk.open();
    const open = performance.now() - began;
    const titles = new Map(library.map(({ id, title }) => [id, title]));
    // As the page asks: all ids as a message brings them, and marks for the titles in sight.
    const ours = timed(keys, (query) => {
      const ids = structuredClone(desk.search(query, RUNBOOKS));
      return desk.explain(
        query,
        ids.slice(0, SHOWN).map((id) => ({ id, title: titles.get(id) ?? '' })),
      );
    });

    ctx.log('the same with MiniSearch');
    const { createPeer, openPeer } = await import('./search/peer.mjs');
    const beforePeer = heldNow();
    began = performance.now();
    const peer = createPeer();
    peer.addAll(library.map((text) => ({ ...text, names: text.names.join(' '), labels: text.labels.join(' ') })));
    const peerBuild = performance.now() - began;
    const peerHeld = heldNow() - beforePeer;
    const options = { prefix: true, fuzzy: 0.2, combineWith: 'AND' } as const;
    const json = JSON.stringify(peer);
    began = performance.now();
    openPeer(json);
    const peerOpen = performance.now() - began;
    const theirs = timed(keys, (query) => peer.search(query, options));

    const name = 'MiniSearch, prefix and fuzzy 0.2';
    const line = (what: string, unit: string, own: number, value: number, atMost?: number) => ({
      what,
      ours: own,
      unit,
      peer: { name, value },
      ...(atMost === undefined ? {} : { target: { atMost } }),
    });
    return [
      line('a key, p50', 'ms', quantile(ours, 0.5), quantile(theirs, 0.5)),
      line('a key, p99', 'ms', quantile(ours, 0.99), quantile(theirs, 0.99), 16),
      line('a key, the slowest', 'ms', Math.max(...ours), Math.max(...theirs)),
      line('opening the index of before', 'ms', open, peerOpen),
      line('making it from all texts', 'ms', build, peerBuild),
      line('memory of the index', 'MB', held, peerHeld),
    ];
  },
};
