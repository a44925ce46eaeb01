import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IncidentStatus } from '../../src-shared/model/incident.ts';
import { incidentSchema } from '../../src-shared/model/incident.ts';
import { type ColdMemory, createColdMemory } from '../../src-shared/sync/cold.ts';
import type { Row } from '../../src-shared/sync/local-store.ts';
import { createDatabase, type VigieDatabase } from './database.ts';
import { createDexieStore } from './dexie-store.ts';
import { createIncidentIndex, type IncidentIndex } from './incident-index.ts';
import { createRecords } from './records.ts';

let db: VigieDatabase;
let index: IncidentIndex;
let memory: ColdMemory;

function anIncident(id: string, status: IncidentStatus = 'triggered', title = id): Row<'incident'> {
  const doc = incidentSchema.parse({
    title,
    priority: 'P1',
    status,
    policy: 'default',
    openedAt: 1,
    openedBy: { kind: 'system' },
    links: [],
    alertsTotal: 0,
    alertsFiring: 0,
    clocks: { response: { segments: [] } },
  });
  return { collection: 'incident', id, version: 1, gen: 0, scope: 'all', doc };
}

const ids = () => [...index.getSnapshot().rows.keys()].sort();

/** Resolves when the index holds what is expected; fails by the test's own time limit. */
const until = (holds: () => boolean) =>
  new Promise<void>((resolve) => {
    if (holds()) return resolve();
    const leave = index.subscribe(() => {
      if (!holds()) return;
      leave();
      resolve();
    });
  });

beforeEach(async () => {
  db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange }, 'incident-index');
  await db.incident.bulkPut([anIncident('a'), anIncident('b', 'acknowledged'), anIncident('z', 'closed')]);
  memory = createColdMemory();
  index = createIncidentIndex(db, createRecords(db, memory));
});

afterEach(() => {
  index.stop();
  db.close();
});

it('reads nothing before somebody listens', () => {
  expect(index.getSnapshot()).toEqual({ rows: new Map(), loaded: 'nothing' });
});

it('brings in what is not closed', async () => {
  index.subscribe(() => {});
  await until(() => index.getSnapshot().loaded === 'open');
  expect(ids()).toEqual(['a', 'b']);
});

it('brings in the closed ones when asked', async () => {
  index.subscribe(() => {});
  index.loadClosed();
  await until(() => index.getSnapshot().loaded === 'all');
  expect(ids()).toEqual(['a', 'b', 'z']);
});

it('follows a change without reading the other rows again', async () => {
  index.subscribe(() => {});
  await until(() => index.getSnapshot().loaded === 'open');
  const other = index.get('b');
  await db.incident.put(anIncident('a', 'triggered', 'changed'));
  await until(() => index.get('a')?.doc.title === 'changed');
  expect(index.get('b')).toBe(other);
});

it('drops an incident that was closed or removed and takes in a new one', async () => {
  index.subscribe(() => {});
  await until(() => index.getSnapshot().loaded === 'open');
  await db.transaction('rw', db.incident, async () => {
    await db.incident.bulkPut([anIncident('a', 'closed'), anIncident('c')]);
    await db.incident.delete('b');
  });
  await until(() => ids().join() === 'c');
  expect(ids()).toEqual(['c']);
});

it('reads everything again after a change of unknown extent', async () => {
  index.subscribe(() => {});
  await until(() => index.getSnapshot().loaded === 'open');
  await db.incident.clear();
  await until(() => ids().length === 0);
  expect(ids()).toEqual([]);
});

it('stops following', async () => {
  index.subscribe(() => {});
  await until(() => index.getSnapshot().loaded === 'open');
  index.stop();
  await db.incident.put(anIncident('c'));
  await Dexie.waitFor(db.incident.count());
  expect(ids()).toEqual(['a', 'b']);
});

/** A page of closed incidents, as a snapshot brings it. */
function pageOf(...rows: Row<'incident'>[]) {
  const page = {
    collection: 'incident' as const,
    scope: 'all',
    gen: 0,
    ids: rows.map((row) => row.id),
    versions: rows.map((row) => row.version),
    refs: rows.map(() => ''),
    docs: JSON.stringify(rows.map((row) => row.doc)),
  };
  return createDexieStore(db, memory).write((tx) => tx.putPages([{ page, shadowed: [] }], () => false));
}

it('reads closed incidents out of pages when they are asked for, and those that come later', async () => {
  await pageOf(anIncident('old1', 'closed'), anIncident('old2', 'closed'));
  await until(() => index.getSnapshot().loaded === 'open');
  expect(ids()).toEqual(['a', 'b']);
  index.loadClosed();
  await until(() => index.getSnapshot().loaded === 'all');
  expect(ids()).toEqual(['a', 'b', 'old1', 'old2', 'z']);
  await pageOf(anIncident('old3', 'closed'));
  await until(() => index.getSnapshot().rows.has('old3'));
});

it('follows an incident out of its page', async () => {
  await pageOf(anIncident('old1', 'closed'), anIncident('old2', 'closed'));
  await until(() => index.getSnapshot().loaded === 'open');
  const reopened = anIncident('old1', 'triggered', 'again');
  await createDexieStore(db, memory).write((tx) => tx.putRows([reopened]));
  await until(() => index.getSnapshot().rows.get('old1')?.doc.title === 'again');
  expect(ids()).toEqual(['a', 'b', 'old1']);
});

it('finds a closed incident by its number', async () => {
  const numbered = anIncident('old1', 'closed');
  await pageOf({ ...numbered, doc: { ...numbered.doc, number: 41 } });
  const records = createRecords(db, memory);
  expect((await records.incidentByNumber(41))?.id).toBe('old1');
  expect(await records.incidentByNumber(42)).toBeUndefined();
});
