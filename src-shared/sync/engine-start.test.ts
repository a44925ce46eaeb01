import { describe, expect, it } from 'vitest';
import { createMemoryStore, emptyDisk, type MemoryDisk } from '../../tests/support/memory-store.ts';
import { createVirtualTime } from '../../tests/support/virtual-time.ts';
import { err } from '../contract/errors.ts';
import type { Me } from '../contract/http.ts';
import type { JournalEntry } from '../contract/ipc.ts';
import { instant, SECOND } from '../time/clock.ts';
import { createSyncEngine, type EngineDeps } from './engine.ts';
import { freshMeta } from './meta.ts';
import type { Call, SyncTransport } from './ports.ts';
import { replica } from './replica.ts';

const NOW = instant('2026-11-23T03:00:00Z');
const ME: Me = { person: 'ines', name: 'Inès', role: 'responder', scopes: ['all'], serverTime: NOW };
const VIEW = '01980000-0000-7000-8000-000000000001';
const SAVE = { id: VIEW, doc: { name: 'Mine', owner: 'ines', visibility: 'all', filter: {} } };
const never = <T>(): Call<T> => ({ result: new Promise(() => undefined), cancel() {} });
const SILENT: SyncTransport = { me: never, push: never, pull: never, snapshot: never, live: never };

/** A laptop that was in step once, without a network now; whoever reads `journal` and `disk` sees what a crash leaves. */
async function aLaptop({ disk = emptyDisk(), journal = [] as JournalEntry[], fresh = false } = {}) {
  const local = createMemoryStore(disk);
  if (!fresh) {
    await local.write((tx) =>
      tx.putMeta({ ...freshMeta('laptop'), epoch: 'one', cursor: 0, gen: 1, scopes: ['all'], me: ME }),
    );
  }
  return { disk, journal, local };
}

function start(
  { disk, journal }: { disk: MemoryDisk; journal: JournalEntry[] },
  more: Partial<Pick<EngineDeps, 'replica' | 'shown' | 'transport'>> = {},
) {
  const time = createVirtualTime(NOW);
  const reports: string[] = [];
  const asked = { journal: 0 };
  const engine = createSyncEngine({
    local: createMemoryStore(disk),
    replica: async () => replica,
    transport: SILENT,
    journal: {
      async append(entries) {
        journal.push(...entries);
      },
      settle: async () => undefined,
      async read() {
        asked.journal += 1;
        return { entries: [...journal], damaged: 0 };
      },
    },
    ...time,
    random: () => 0.5,
    newClientId: () => 'another',
    isOurs: () => true,
    report: (what) => reports.push(what),
    ...more,
  });
  const settle = async () => {
    for (let turn = 0; turn < 10; turn += 1) await time.advance(0);
  };
  return { engine, time, reports, asked, settle };
}

const isDone = async (promise: Promise<unknown>): Promise<boolean> => {
  let done = false;
  void promise.then(() => {
    done = true;
  });
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  return done;
};

describe('a start', () => {
  it('shows the copy, who is signed in and what waits before anything is put in step', async () => {
    const laptop = await aLaptop();
    const before = start(laptop);
    await before.engine.mutate('savedView.save', SAVE, 'console');
    await before.settle();
    const shown = Promise.withResolvers<void>();
    const { engine, asked, settle } = start(laptop, {
      shown: shown.promise,
      replica: () => new Promise(() => undefined),
    });
    await settle();
    expect(await isDone(engine.readable)).toBe(true);
    expect(engine.me.getSnapshot()?.person).toBe('ines');
    expect(engine.status.getSnapshot()).toMatchObject({ phase: 'starting', pending: 1 });
    expect(asked.journal).toBe(0);
    shown.resolve();
    await settle();
    expect(asked.journal).toBe(1);
  });

  it('takes a change before the first page is shown, and the code that makes it is read for that', async () => {
    const laptop = await aLaptop();
    const code = Promise.withResolvers<typeof replica>();
    const { engine, settle } = start(laptop, { shown: new Promise(() => undefined), replica: () => code.promise });
    const change = engine.mutate('savedView.save', SAVE, 'console');
    await settle();
    expect(await isDone(change)).toBe(false);
    expect([laptop.disk.pending.size, laptop.journal.length]).toEqual([0, 0]);
    code.resolve(replica);
    const done = await change;
    if (!done.ok) throw new Error(done.error.code);
    await done.value.saved;
    expect(laptop.journal.map(({ mutation }) => [mutation.seq, mutation.name])).toEqual([[1, 'savedView.save']]);
    expect(laptop.disk.pending.size).toBe(1);
  });

  it('that is killed between the key and the code has said nothing was done, and uses up no number', async () => {
    const laptop = await aLaptop();
    const first = start(laptop, { replica: () => new Promise(() => undefined) });
    const change = first.engine.mutate('savedView.save', SAVE, 'console');
    await first.settle();
    expect(await isDone(change)).toBe(false);
    // The process is gone: what it awaited never comes.
    const second = start(laptop);
    const again = await second.engine.mutate('savedView.save', SAVE, 'console');
    expect(again).toMatchObject({ ok: true, value: { seq: 1, outcome: 'applied' } });
  });

  it('with a lost store waits for what the journal gives back before anything is shown', async () => {
    const laptop = await aLaptop();
    const before = start(laptop);
    const done = await before.engine.mutate('savedView.save', SAVE, 'console');
    if (done.ok) await done.value.saved;
    const lost = await aLaptop({ journal: laptop.journal, fresh: true });
    const code = Promise.withResolvers<typeof replica>();
    const after = start(lost, { shown: new Promise(() => undefined), replica: () => code.promise });
    await after.settle();
    expect(await isDone(after.engine.readable)).toBe(false);
    code.resolve(replica);
    await after.engine.readable;
    await after.settle();
    expect(after.reports.join()).toContain('1 changes are back');
    expect([...lost.disk.pending.values()].map(({ clientId, mutation }) => [clientId, mutation.seq])).toEqual([
      ['laptop', 1],
    ]);
    expect(after.engine.status.getSnapshot().pending).toBe(1);
  });

  it('without the code that makes changes shows the copy, refuses each change in plain words, and goes on once it is there', async () => {
    const laptop = await aLaptop();
    let missing = true;
    const { engine, time, reports, settle } = start(laptop, {
      async replica() {
        if (missing) throw new TypeError('Failed to fetch dynamically imported module');
        return replica;
      },
    });
    await settle();
    expect(await isDone(engine.readable)).toBe(true);
    expect(engine.status.getSnapshot().problem).toEqual({ code: 'partMissing' });
    expect(await engine.mutate('savedView.save', SAVE, 'console')).toEqual({
      ok: false,
      error: { code: 'partMissing' },
    });
    expect([laptop.disk.pending.size, laptop.journal.length]).toEqual([0, 0]);
    expect(reports.join()).toContain('Failed to fetch');
    missing = false;
    for (let turn = 0; turn < 10; turn += 1) await time.advance(60 * SECOND);
    expect(await engine.mutate('savedView.save', SAVE, 'console')).toMatchObject({ ok: true });
  });

  it('with a store that is behind the journal gives back what it lacks before a change takes its number', async () => {
    const laptop = await aLaptop();
    const before = start(laptop);
    const done = await before.engine.mutate('savedView.save', SAVE, 'console');
    if (done.ok) await done.value.saved;
    // The power went before the store's last transaction was on the disk.
    const behind = await aLaptop({ journal: laptop.journal });
    const { engine, settle } = start(behind, { shown: new Promise(() => undefined) });
    await settle();
    expect(behind.disk.pending.size).toBe(0);
    const again = await engine.mutate('savedView.save', { ...SAVE, doc: { ...SAVE.doc, name: 'Ours' } }, 'console');
    expect(again).toMatchObject({ ok: true, value: { seq: 2, outcome: 'applied' } });
    expect([...behind.disk.pending.values()].map(({ mutation }) => mutation.seq)).toEqual([1, 2]);
  });

  it('without a network shows the copy, says that it is offline and takes changes', async () => {
    const laptop = await aLaptop();
    const { engine, time, settle } = start(laptop, {
      transport: { ...SILENT, me: () => ({ result: Promise.resolve(err({ code: 'offline' })), cancel() {} }) },
    });
    await engine.readable;
    await settle();
    await time.advance(SECOND);
    expect(engine.status.getSnapshot()).toMatchObject({ phase: 'retrying', problem: { code: 'offline' } });
    expect(await engine.mutate('savedView.save', SAVE, 'console')).toMatchObject({ ok: true, value: { seq: 1 } });
    expect(engine.status.getSnapshot().pending).toBe(1);
  });

  it('that is stopped before it began changes nothing', async () => {
    const laptop = await aLaptop();
    const { engine, asked, settle } = start(laptop, { shown: new Promise(() => undefined) });
    await settle();
    const stopped = engine.stop();
    await settle();
    await stopped;
    expect(asked.journal).toBe(0);
    expect(await engine.mutate('savedView.save', SAVE, 'console')).toMatchObject({ ok: false });
    expect([laptop.disk.pending.size, laptop.journal.length]).toEqual([0, 0]);
  });
});
