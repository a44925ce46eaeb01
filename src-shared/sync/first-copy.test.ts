import { describe, expect, it } from 'vitest';
import { createMemoryStore, emptyDisk, type MemoryDisk, shownRows } from '../../tests/support/memory-store.ts';
import { err, ok, type Result } from '../contract/errors.ts';
import type { Change } from '../contract/http.ts';
import { instant } from '../time/clock.ts';
import { takeFirstCopy } from './first-copy.ts';
import type { LocalStore } from './local-store.ts';
import { freshMeta } from './meta.ts';
import type { SnapshotPiece, SyncTransport } from './ports.ts';
import { replica } from './replica.ts';

const NOW = instant('2026-11-22T03:00:00Z');

const BEGIN = { kind: 'begin' as const, epoch: 'one', total: 0, scopes: ['all'], serverTime: NOW };
const END: SnapshotPiece = { kind: 'end', cursor: 9_999 };

const view = (n: number): Change => ({
  collection: 'savedView',
  id: `view-${n}`,
  version: n,
  deleted: false,
  scope: 'all',
  doc: { name: `view ${n}`, owner: 'ines', visibility: 'all', filter: {} },
});
const rows = (from: number, count: number): SnapshotPiece => ({
  kind: 'page',
  hot: true,
  changes: Array.from({ length: count }, (_, n) => view(from + n)),
});
const history = (n: number) => ({
  kind: 'cold' as const,
  page: {
    collection: 'timelineEntry' as const,
    scope: 'all',
    ids: [`entry-${n}`],
    versions: [n],
    refs: ['i1'],
    docs: JSON.stringify([
      { incident: 'i1', event: { kind: 'note', text: `${n}` }, by: { kind: 'system' }, via: 'server', at: NOW },
    ]),
  },
});

/** Sends these pieces, and ends with `result`. */
function sending(pieces: readonly SnapshotPiece[], result: Result<void> = ok(undefined)): SyncTransport {
  const nothing = () => ({ result: Promise.resolve(err({ code: 'offline' as const })), cancel() {} });
  return {
    me: nothing,
    push: nothing,
    pull: nothing,
    live: nothing,
    snapshot(onPiece) {
      const run = async () => {
        for (const piece of pieces) await onPiece(piece);
        return result;
      };
      return { result: run(), cancel() {} };
    },
  };
}

async function aCopy(
  pieces: readonly SnapshotPiece[],
  options: { fails?: number; ends?: Result<void>; disk?: MemoryDisk } = {},
) {
  const disk = options.disk ?? emptyDisk();
  let commits = 0;
  const first = createMemoryStore(disk);
  if (!disk.meta.has('meta')) await first.write((tx) => tx.putMeta(freshMeta('client-one')));
  const sizes: number[] = [];
  const real = createMemoryStore(disk, {
    beforeCommit() {
      commits += 1;
      if (commits === options.fails) throw new Error('QuotaExceededError: no room');
    },
  });
  const store: LocalStore = {
    read: real.read,
    async write(fn) {
      const before = shownRows(disk).size;
      const value = await real.write(fn);
      sizes.push(shownRows(disk).size - before);
      return value;
    },
  };
  const result = await takeFirstCopy({
    local: store,
    replica,
    transport: sending(pieces, options.ends),
    clock: { now: () => NOW },
    scheduler: { after: () => ({ cancel() {} }) },
    onHeard() {},
    onApplied() {},
  });
  return { result, disk, sizes };
}

describe('a first copy', () => {
  it('writes the first rows at once and the rest in few transactions, history after rows', async () => {
    const lines = Array.from({ length: 20 }, (_, n) => rows(1 + n * 250, 250));
    const pages = Array.from({ length: 30 }, (_, n) => history(6_000 + n));
    const { result, disk, sizes } = await aCopy([BEGIN, ...lines, ...pages, END]);
    expect(result.ok).toBe(true);
    expect(shownRows(disk).size).toBe(5_030);
    // Beginning and end bring nothing.
    const written = sizes.filter((size) => size > 0);
    expect(written[0]).toBeLessThanOrEqual(500);
    expect(written.length).toBeLessThan(12);
    expect(disk.meta.get('meta')).toMatchObject({ cursor: 9_999, snapshot: null });
    expect([disk.rows.size, disk.pageKeys.size]).toEqual([5_000, 30]);
  });

  it('keeps what is open, and says that the disk is full, when there is no room for history', async () => {
    const { result, disk } = await aCopy([BEGIN, rows(1, 10), history(20), END], { fails: 3 });
    expect(result).toEqual({ ok: false, error: { code: 'storageFull' } });
    expect(disk.rows.size).toBe(10);
    expect(disk.meta.get('meta')).toMatchObject({ cursor: null, snapshot: { gen: 1 } });
  });

  it('begins again after it was cut off, with what waits to be sent untouched', async () => {
    const { disk, result } = await aCopy([BEGIN, rows(1, 10), history(20)], { ends: err({ code: 'offline' }) });
    expect(result.ok).toBe(false);
    await createMemoryStore(disk).write((tx) =>
      tx.putPending([
        {
          order: 1,
          clientId: 'client-one',
          mutation: { seq: 1, name: 'incident.note', args: {}, at: NOW, via: 'console' },
          state: 'journaled',
        },
      ]),
    );
    const again = await aCopy([BEGIN, rows(1, 5), history(30), END], { disk });
    expect(again.result.ok).toBe(true);
    expect([...shownRows(disk).keys()].sort()).toEqual(
      ['savedView/view-1', 'savedView/view-2', 'savedView/view-3', 'savedView/view-4', 'savedView/view-5'].concat([
        'timelineEntry/entry-30',
      ]),
    );
    expect([disk.pending.size, disk.pageKeys.size]).toEqual([1, 1]);
  });

  it('never shows less than an attempt that was cut off did, and keeps its history once', async () => {
    const disk = emptyDisk();
    const store = createMemoryStore(disk);
    await store.write((tx) => tx.putMeta(freshMeta('client-one')));
    const begin = () => store.write((tx) => replica.beginSnapshot(tx, BEGIN, NOW));
    const bring = (n: number) => store.write((tx) => replica.addPagesToSnapshot(tx, [history(n).page], NOW));
    const shown = () => [...shownRows(disk).keys()].sort();
    await begin();
    await bring(20);
    await bring(21);
    await begin();
    await bring(21);
    expect(shown()).toEqual(['timelineEntry/entry-20', 'timelineEntry/entry-21']);
    expect(disk.pageKeys.size).toBe(2);
    await begin();
    await bring(21);
    await store.write((tx) => replica.endSnapshot(tx, 21, NOW));
    expect(shown()).toEqual(['timelineEntry/entry-21']);
    expect(disk.pageKeys.size).toBe(1);
  });
});
