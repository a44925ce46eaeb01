import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { uuidv7 } from 'uuidv7';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createData } from '../../src-renderer/data/create-data.ts';
import type { Data } from '../../src-renderer/data/data.ts';
import { createFakeBridge, type FakeBridge } from '../../src-renderer/platform/fake-bridge.ts';
import { type IncidentId, incidentId } from '../../src-shared/model/ids.ts';
import { incidentSchema } from '../../src-shared/model/incident.ts';
import type { Role } from '../../src-shared/model/person.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');

/** A laptop whose console can be closed and opened, its network cut, its database lost. */
interface Laptop {
  data: Data;
  bridge: FakeBridge;
  /** What takes the place of the network; null is the network. */
  network: { instead: typeof fetch | null };
  reports: string[];
  reopen(how?: { wiped: boolean }): Promise<void>;
}

let server: TestApp;
let origin: string;
let laptops: Laptop[] = [];

beforeEach(async () => {
  server = await startTestApp(NOW);
  origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(async () => {
  for (const { data } of laptops) await data.stop();
  laptops = [];
  // Node's fetch keeps its connections: the server would wait for them.
  server.app.server.closeAllConnections();
  await server.close();
});

const NO_NETWORK: typeof fetch = () => Promise.reject(new TypeError('no network'));

async function aLaptop(login: string, role: Role, instead: typeof fetch | null = null): Promise<Laptop> {
  const { authorization } = await server.signedIn(login, role);
  const token = authorization.replace('Bearer ', '');
  const bridge = createFakeBridge();
  const connection = { server: origin, token, tokenInMemoryOnly: false };
  const network = { instead };
  const reports: string[] = [];
  let disk = new IDBFactory();
  const open = () =>
    createData({
      bridge,
      connection,
      clock: server.clock,
      indexedDb: { indexedDB: disk, IDBKeyRange },
      fetch: (input, init) => (network.instead ?? fetch)(input, init),
      locks: { request: (_name, run) => run() },
      report: (what) => reports.push(what),
    });
  const laptop: Laptop = {
    data: await open(),
    bridge,
    network,
    reports,
    async reopen({ wiped } = { wiped: false }) {
      await laptop.data.stop();
      if (wiped) disk = new IDBFactory();
      laptop.data = await open();
    },
  };
  laptops.push(laptop);
  return laptop;
}

const soon = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 4_000, interval: 20 });
const live = ({ data }: Laptop) => soon(() => expect(data.status.getSnapshot().phase).toBe('live'));

async function anIncident({ data }: Laptop): Promise<string> {
  const id = incidentId(uuidv7());
  const opened = await data.mutate('incident.open', { id, title: 'Database is slow', priority: 'P1' });
  expect(opened).toMatchObject({ ok: true, value: { seq: expect.any(Number), outcome: 'applied' } });
  if (opened.ok) await opened.value.saved;
  return id;
}

describe('two consoles and a server', () => {
  it('shows a change at once, unconfirmed, then with its number, and on the other console', async () => {
    const a = await aLaptop('ines', 'responder');
    const b = await aLaptop('marc', 'responder');
    await live(a);
    await live(b);
    const id = await anIncident(a);
    expect((await a.data.db.incident.get(id))?.doc.title).toBe('Database is slow');
    await soon(async () => expect((await b.data.db.incident.get(id))?.doc.number).toBe(1));
    await soon(async () => expect((await a.data.db.incident.get(id))?.doc.number).toBe(1));
    await soon(async () => expect(await a.data.db.undo.count()).toBe(0));
    const calm = { pending: 0, unsaved: 0, review: 0, repairs: 0, storage: 'disk' };
    await soon(() => expect(a.data.status.getSnapshot()).toMatchObject(calm));
    expect(await b.data.db.incident.count()).toBe(1);
    expect(server.bugs).toEqual([]);
  });

  it('keeps what was done without network and brings it when the network is back', async () => {
    const a = await aLaptop('ines', 'responder');
    const b = await aLaptop('marc', 'responder');
    await live(a);
    await live(b);
    const id = incidentId(await anIncident(a));
    await soon(async () => expect(await b.data.db.incident.get(id)).toBeDefined());
    b.network.instead = NO_NETWORK;
    const acknowledged = await b.data.mutate('incident.acknowledge', { id });
    expect(acknowledged.ok).toBe(true);
    expect((await b.data.db.incident.get(id))?.doc.status).toBe('acknowledged');
    expect(await b.data.db.undo.get(['incident', id])).toBeDefined();
    await soon(() => expect(b.data.status.getSnapshot()).toMatchObject({ pending: 1, unsaved: 0 }));
    expect((await a.data.db.incident.get(id))?.doc.status).toBe('triggered');
    b.network.instead = null;
    b.data.syncNow();
    await soon(async () => expect((await a.data.db.incident.get(id))?.doc.status).toBe('acknowledged'));
    await soon(async () => expect(await b.data.db.undo.count()).toBe(0));
  });

  it('sends 50 changes that waited when IndexedDB was lost, each once', async () => {
    const a = await aLaptop('ines', 'responder');
    await live(a);
    const id = incidentId(await anIncident(a));
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(0));
    a.network.instead = NO_NETWORK;
    for (let n = 1; n <= 50; n += 1) {
      const noted = await a.data.mutate('incident.note', { id, text: `note ${n}` });
      if (noted.ok) await noted.value.saved;
    }
    await a.reopen({ wiped: true });
    expect(a.reports.join()).toContain('changes are back');
    a.network.instead = null;
    a.data.syncNow();
    await live(a);
    await soon(() => expect(a.data.status.getSnapshot()).toMatchObject({ pending: 0, review: 0 }));
    const entries = await server.deps.store.read((tx) => tx.list('timelineEntry', id));
    const notes = entries.flatMap(({ doc }) => (doc.event.kind === 'note' ? [doc.event.text] : []));
    expect(notes.toSorted()).toEqual(Array.from({ length: 50 }, (_, n) => `note ${n + 1}`).toSorted());
    await soon(async () => expect(await a.data.db.timelineEntry.where('ref').equals(id).count()).toBe(51));
  });

  it('puts what the server refused under review, with who came first, until it is discarded', async () => {
    const a = await aLaptop('ines', 'responder');
    const b = await aLaptop('marc', 'responder');
    await live(a);
    await live(b);
    const id = incidentId(await anIncident(a));
    await soon(async () => expect(await b.data.db.incident.get(id)).toBeDefined());
    b.network.instead = NO_NETWORK;
    await b.data.mutate('incident.acknowledge', { id });
    await a.data.mutate('incident.acknowledge', { id });
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(0));
    b.network.instead = null;
    b.data.syncNow();
    await soon(() => expect(b.data.status.getSnapshot()).toMatchObject({ pending: 0, review: 1 }));
    const [row] = await b.data.db.review.toArray();
    expect(row).toMatchObject({ reason: 'alreadyAcknowledged', detail: { by: expect.any(String) } });
    if (!row) return;
    expect(JSON.parse(b.data.review.copy(row))).toMatchObject({ change: 'incident.acknowledge', id });
    expect(await b.data.review.retry(row)).toMatchObject({ ok: false, error: { reason: 'alreadyAcknowledged' } });
    expect(await b.data.db.review.count()).toBe(1);
    await b.data.review.discard(row);
    await soon(() => expect(b.data.status.getSnapshot().review).toBe(0));
  });

  it("drops nothing on a captive portal's page", async () => {
    const a = await aLaptop('ines', 'responder');
    await live(a);
    const id = incidentId(await anIncident(a));
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(0));
    a.network.instead = async () =>
      new Response('<html>Sign in to the hotel</html>', { headers: { 'content-type': 'text/html' } });
    await a.data.mutate('incident.note', { id, text: 'from the hotel' });
    a.data.syncNow();
    await soon(() => expect(a.data.status.getSnapshot()).toMatchObject({ problem: { code: 'notVigie' }, pending: 1 }));
    expect(await a.data.db.incident.count()).toBe(1);
    a.network.instead = null;
    a.data.syncNow();
    await soon(() => expect(a.data.status.getSnapshot()).toMatchObject({ phase: 'live', pending: 0 }));
  });

  it('goes on after a restart without network, from its own copy', async () => {
    const a = await aLaptop('ines', 'responder');
    await live(a);
    const id = await anIncident(a);
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(0));
    a.network.instead = NO_NETWORK;
    await a.reopen();
    expect(a.data.me.getSnapshot()?.name).toBe('ines');
    expect((await a.data.db.incident.get(id))?.doc.number).toBe(1);
    expect((await a.data.mutate('incident.acknowledge', { id: incidentId(id) })).ok).toBe(true);
  });

  it('asks for a new sign-in when the token no longer holds, and keeps the queue', async () => {
    const a = await aLaptop('ines', 'responder');
    await live(a);
    const id = incidentId(await anIncident(a));
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(0));
    a.bridge.emit('connection', { server: origin, token: 'vigie_wrong', tokenInMemoryOnly: false });
    await soon(() => expect(a.data.status.getSnapshot().phase).toBe('signedOut'));
    expect((await a.data.mutate('incident.note', { id, text: 'still here' })).ok).toBe(true);
    await soon(() => expect(a.data.status.getSnapshot().pending).toBe(1));
  });
});

describe('closed history', () => {
  /** Incidents closed long ago, each with notes, as a server holds them by the thousand. */
  async function aPast(count: number): Promise<IncidentId[]> {
    const ids = Array.from({ length: count }, () => incidentId(uuidv7()));
    await server.deps.store.write(async (tx) => {
      for (const [n, id] of ids.entries()) {
        const by = { kind: 'system' } as const;
        const doc = incidentSchema.parse({
          number: n + 1,
          title: `Past ${n + 1}`,
          priority: 'P2',
          status: 'closed',
          policy: 'default',
          openedAt: NOW - 1_000_000 + n,
          openedBy: by,
          resolvedAt: NOW - 900_000,
          closedAt: NOW - 800_000,
          links: [],
          alertsTotal: 0,
          alertsFiring: 0,
          clocks: { response: { segments: [] } },
        });
        const notes = Array.from({ length: 19 }, (_, at) => ({
          collection: 'timelineEntry' as const,
          id: `${id}-${at}`,
          doc: { incident: id, event: { kind: 'note' as const, text: `note ${at}` }, by, via: 'server' as const, at },
        }));
        tx.apply([{ collection: 'incident', id, doc }, ...notes]);
      }
    });
    return ids;
  }
  const notesOf = async ({ data }: Laptop, id: string) =>
    (await data.records.referring('timelineEntry', id)).flatMap(({ doc }) =>
      doc.event.kind === 'note' ? [doc.event.text] : [],
    );

  it('comes in pages, and is there to be opened, found and added to', async () => {
    const ids = await aPast(100);
    const [old, other] = ids;
    if (!old || !other) throw new Error('there is no past');
    const a = await aLaptop('ines', 'responder');
    await live(a);
    const { db, records } = a.data;
    expect((await db.incident.count()) + (await db.timelineEntry.count())).toBeLessThan(600);
    expect(await db.pageBodies.count()).toBeGreaterThan(0);
    expect((await records.get('incident', old))?.doc.title).toBe('Past 1');
    expect((await records.incidentByNumber(2))?.id).toBe(other);
    expect(await notesOf(a, old)).toHaveLength(19);
    a.data.incidents.subscribe(() => {});
    a.data.incidents.loadClosed();
    await soon(() => expect(a.data.incidents.getSnapshot().rows.size).toBe(100));

    // Without network: the laptop's own change to it shows at once.
    a.network.instead = NO_NETWORK;
    expect((await a.data.mutate('incident.note', { id: old, text: 'seen again' })).ok).toBe(true);
    expect(await notesOf(a, old)).toContain('seen again');
    a.network.instead = null;
    a.data.syncNow();
    await live(a);
    await soon(async () => expect(await db.undo.count()).toBe(0));
    expect(await notesOf(a, old)).toHaveLength(20);
    expect(a.data.status.getSnapshot()).toMatchObject({ pending: 0, review: 0, repairs: 0 });

    // What another laptop changes of it arrives here, and the copies agree.
    const b = await aLaptop('marc', 'responder');
    await live(b);
    await server.deps.store.write(async (tx) => {
      const doc = await tx.get('incident', other);
      if (doc) tx.apply([{ collection: 'incident', id: other, doc: { ...doc, title: 'Past, as it is now' } }]);
    });
    await soon(async () => expect((await records.get('incident', other))?.doc.title).toBe('Past, as it is now'));
    expect((await db.incident.get(other))?.doc.title).toBe('Past, as it is now');
    await b.data.mutate('incident.note', { id: incidentId(old), text: 'from the other' });
    await soon(async () => expect(await notesOf(a, old)).toContain('from the other'));
    await a.reopen();
    await live(a);
    expect(await notesOf(a, old)).toHaveLength(21);
    expect(a.reports).toEqual([]);
  });
});

describe('a laptop whose IndexedDB cannot be opened', () => {
  it('works from memory, says so, and loses nothing', async () => {
    const { authorization } = await server.signedIn('ines', 'responder');
    const token = authorization.replace('Bearer ', '');
    const bridge = createFakeBridge();
    const connection = { server: origin, token, tokenInMemoryOnly: false };
    const broken = new IDBFactory();
    broken.open = () => {
      throw new DOMException('Internal error opening backing store', 'UnknownError');
    };
    const reports: string[] = [];
    const open = (factory: IDBFactory) =>
      createData({
        bridge,
        connection,
        clock: server.clock,
        indexedDb: { indexedDB: factory, IDBKeyRange },
        locks: { request: (_name, run) => run() },
        report: (what) => reports.push(what),
      });
    const data = await open(broken);
    await soon(() => expect(data.status.getSnapshot()).toMatchObject({ phase: 'live', storage: 'memory' }));
    expect(reports.join()).toContain('kept in memory');
    const id = incidentId(uuidv7());
    const opened = await data.mutate('incident.open', { id, title: 'Seen from memory', priority: 'P2' });
    if (opened.ok) await opened.value.saved;
    await soon(() => expect(data.status.getSnapshot().pending).toBe(0));
    await data.stop();
    const later = await open(new IDBFactory());
    await soon(async () => expect((await later.db.incident.get(id))?.doc.number).toBe(1));
    expect(later.status.getSnapshot().storage).toBe('disk');
    await later.stop();
  });
});
