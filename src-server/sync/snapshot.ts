import { type SnapshotLine, snapshotLineSchema } from '../../src-shared/contract/http.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Store, StoredChange, StoreRead } from '../store/store.ts';
import { readableScopes } from './pull.ts';
import type { Caller } from './push.ts';

/** Changes on one line. */
const PAGE = 250;
/** Hot incidents whose alerts and timeline are gathered at a time. */
const INCIDENTS_AT_A_TIME = 25;

/** One change as JSON, its document as it lies in the store: parsing 100,000 of them would be most of the work. */
function changeText({ collection, id, version, deleted, scope, docText }: StoredChange): string {
  const head = JSON.stringify({ collection, id, version, deleted, scope });
  return `${head.slice(0, -1)},"doc":${docText ?? 'null'}}`;
}

function pageText(hot: boolean, changes: readonly StoredChange[]): string {
  return `{"kind":"page","hot":${hot},"changes":[${changes.map(changeText).join(',')}]}`;
}

/**
 * All that the caller may read, as NDJSON lines without their line feed, hot records first, then newest first.
 * Fuzzy: each page is read when it is sent and the cursor is the version at the beginning, so a pull from there brings
 * whatever changed meanwhile. Undefined when the caller may read nothing.
 */
export async function snapshotText(
  store: Store,
  clock: Clock,
  caller: Caller,
): Promise<AsyncIterable<string> | undefined> {
  const start = await store.read(async (tx) => {
    const scopes = await readableScopes(tx, caller);
    if (!scopes) return undefined;
    const { version, epoch } = await tx.workspace();
    return { scopes, epoch, cursor: version, total: await tx.countLive(scopes) };
  });
  return start && lines(store, clock, caller, start);
}

async function* lines(
  store: Store,
  clock: Clock,
  caller: Caller,
  start: { scopes: string[]; epoch: string; cursor: number; total: number },
): AsyncGenerator<string> {
  const { scopes, epoch, cursor, total } = start;
  yield JSON.stringify({ kind: 'begin', epoch, total, scopes, serverTime: clock.now() } satisfies SnapshotLine);
  const sent = new Set<number>();
  const incidents: string[] = [];
  const unsent = (page: readonly StoredChange[]) =>
    page.filter((one) => one.version <= cursor && !sent.has(one.version));
  // A long download outlives rights: what was taken away meanwhile is not sent any more.
  const stillReadable = async (tx: StoreRead) => {
    const now = await readableScopes(tx, caller);
    return scopes.filter((one) => now?.includes(one));
  };

  for (const part of ['reference', 'hot', 'all'] as const) {
    const hot = part !== 'all';
    for (let upTo = cursor; ; ) {
      const page = await store.read(async (tx) =>
        tx.newest({ scopes: await stillReadable(tx), upTo, limit: PAGE, part }),
      );
      const fresh = unsent(page);
      if (hot) {
        for (const one of fresh) sent.add(one.version);
        incidents.push(...fresh.filter((one) => one.collection === 'incident').map((one) => one.id));
      }
      if (fresh.length > 0) yield pageText(hot, fresh);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      upTo = last.version - 1;
    }
    if (part !== 'hot') continue;
    while (incidents.length > 0) {
      const ids = incidents.splice(0, INCIDENTS_AT_A_TIME);
      const found = await store.read(async (tx) => {
        const all: StoredChange[] = [];
        for (const id of ids) {
          all.push(...(await tx.referring('alert', id)), ...(await tx.referring('timelineEntry', id)));
        }
        const readable = await stillReadable(tx);
        return all.filter((one) => readable.includes(one.scope));
      });
      const fresh = unsent(found);
      for (const one of fresh) sent.add(one.version);
      for (let from = 0; from < fresh.length; from += PAGE) yield pageText(true, fresh.slice(from, from + PAGE));
    }
  }
  yield JSON.stringify({ kind: 'end', cursor } satisfies SnapshotLine);
}

/** The same as objects, for callers in this process. */
export async function* snapshot(store: Store, clock: Clock, caller: Caller): AsyncGenerator<SnapshotLine> {
  const text = await snapshotText(store, clock, caller);
  if (!text) return;
  for await (const line of text) yield snapshotLineSchema.parse(JSON.parse(line));
}
