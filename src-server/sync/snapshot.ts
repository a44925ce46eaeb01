import { type SnapshotLine, snapshotLineSchema } from '../../src-shared/contract/http.ts';
import type { SnapshotPiece } from '../../src-shared/sync/ports.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Store, StoredChange, StoreRead } from '../store/store.ts';
import { COLD_PAGES, type ColdPageSizes, createColdPager, isPaged } from './cold-pages.ts';
import { readableScopes } from './pull.ts';
import type { Caller } from './push.ts';

/** Changes on one line. */
const PAGE = 250;
/** Records read at a time where they go out in pages. */
const READ = 1_000;
/** Hot incidents whose alerts and timeline are gathered at a time. */
const INCIDENTS_AT_A_TIME = 25;
/** What happened last counts as hot, closed or not: « Récemment » shows it. */
const RECENT = 500;

export interface SnapshotOptions {
  /** The console keeps closed history in pages. */
  cold: boolean;
  sizes?: ColdPageSizes;
  recent?: number;
}

/** One change as JSON, its document as it lies in the store: parsing 100,000 of them would be most of the work. */
function changeText({ collection, id, version, deleted, scope, docText }: StoredChange): string {
  const head = JSON.stringify({ collection, id, version, deleted, scope });
  return `${head.slice(0, -1)},"doc":${docText ?? 'null'}}`;
}

function pageText(hot: boolean, changes: readonly StoredChange[]): string {
  return `{"kind":"page","hot":${hot},"changes":[${changes.map(changeText).join(',')}]}`;
}

function* pageTexts(hot: boolean, changes: readonly StoredChange[]): Generator<string> {
  for (let from = 0; from < changes.length; from += PAGE) yield pageText(hot, changes.slice(from, from + PAGE));
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
  options: SnapshotOptions,
): Promise<AsyncIterable<string> | undefined> {
  const start = await store.read(async (tx) => {
    const scopes = await readableScopes(tx, caller);
    if (!scopes) return undefined;
    const { version, epoch } = await tx.workspace();
    return { scopes, epoch, cursor: version, total: await tx.countLive(scopes) };
  });
  return start && lines(store, clock, caller, start, options);
}

async function* lines(
  store: Store,
  clock: Clock,
  caller: Caller,
  start: { scopes: string[]; epoch: string; cursor: number; total: number },
  { cold, sizes = COLD_PAGES, recent = RECENT }: SnapshotOptions,
): AsyncGenerator<string> {
  const { scopes, epoch, cursor, total } = start;
  yield JSON.stringify({ kind: 'begin', epoch, total, scopes, serverTime: clock.now() } satisfies SnapshotLine);
  const sent = new Set<number>();
  const incidents: string[] = [];
  const unsent = <T extends StoredChange>(page: readonly T[]) =>
    page.filter((one) => one.version <= cursor && !sent.has(one.version));
  // A long download outlives rights: what was taken away meanwhile is not sent any more.
  const stillReadable = async (tx: StoreRead) => {
    const now = await readableScopes(tx, caller);
    return scopes.filter((one) => now?.includes(one));
  };

  for (const part of ['reference', 'hot'] as const) {
    for (let upTo = cursor; ; ) {
      const page = await store.read(async (tx) =>
        tx.newest({ scopes: await stillReadable(tx), upTo, limit: PAGE, part }),
      );
      const fresh = unsent(page);
      for (const one of fresh) sent.add(one.version);
      incidents.push(...fresh.filter((one) => one.collection === 'incident').map((one) => one.id));
      if (fresh.length > 0) yield pageText(true, fresh);
      const last = page.at(-1);
      if (!last || page.length < PAGE) break;
      upTo = last.version - 1;
    }
  }
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
    yield* pageTexts(true, fresh);
  }

  const pager = createColdPager(sizes);
  let rows = cold ? recent : Number.POSITIVE_INFINITY;
  for (let upTo = cursor; ; ) {
    const limit = cold && rows <= 0 ? READ : PAGE;
    const page = await store.read(async (tx) =>
      tx.newest({ scopes: await stillReadable(tx), upTo, limit, part: 'all' }),
    );
    const fresh = unsent(page);
    const paged = rows > 0 ? [] : fresh.filter(isPaged);
    yield* pageTexts(false, rows > 0 ? fresh : fresh.filter((one) => !isPaged(one)));
    rows -= page.length;
    for (const two of pager.add(paged)) yield* two;
    const last = page.at(-1);
    if (!last || page.length < limit) break;
    upTo = last.version - 1;
  }
  for (const two of pager.end()) yield* two;
  yield JSON.stringify({ kind: 'end', cursor } satisfies SnapshotLine);
}

/** The same as objects, for callers in this process. */
export async function* snapshot(
  store: Store,
  clock: Clock,
  caller: Caller,
  options: SnapshotOptions = { cold: true },
): AsyncGenerator<SnapshotPiece> {
  const text = await snapshotText(store, clock, caller, options);
  if (!text) return;
  let announced: Extract<SnapshotLine, { kind: 'cold' }> | null = null;
  for await (const line of text) {
    if (announced) {
      const { kind, ...page } = announced;
      announced = null;
      yield { kind, page: { ...page, docs: line } };
      continue;
    }
    const parsed = snapshotLineSchema.parse(JSON.parse(line));
    if (parsed.kind === 'cold') announced = parsed;
    else yield parsed;
  }
}
