import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import french from '../../../resources/packs/procedures.fr.json' with { type: 'json' };
import { type CollectionName, refOf } from '../../../src-shared/model/collections.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { phaseRunId } from '../../../src-shared/model/run.ts';
import { createMemoryRecords, type MemoryRecords } from '../../../src-shared/mutators/memory.ts';
import type { MutatorContext } from '../../../src-shared/mutators/mutator.ts';
import { NO_CALENDARS } from '../../../src-shared/sla/working-time.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createDatabase, tableOf, type VigieDatabase } from '../../data/database.ts';
import { createPhaseLacks, type PhaseLacks } from './phase-lacks.ts';

const T = instant('2026-11-22T03:00:00Z');
const ines = personId('ines');
const uuid = (n: number) => `019ab000-0000-7000-8000-${String(n).padStart(12, '0')}`;

let records: MemoryRecords;
let db: VigieDatabase;
let lacks: PhaseLacks;
let changes: number;
let count: number;

const as = (at: number, role: 'responder' | 'system' = 'responder'): MutatorContext => ({
  actor: { ref: role === 'system' ? { kind: 'system' } : { kind: 'person', id: ines }, role },
  via: 'console',
  at,
  newId: () => `n${String(++count).padStart(6, '0')}`,
});

async function copyOf<C extends CollectionName>(collection: C): Promise<void> {
  const rows = records.all(collection).map(({ id, doc }): Row<C> => {
    const ref = refOf(collection, doc);
    return { collection, id, version: 1, gen: 0, scope: 'all', doc, ...(ref === undefined ? {} : { ref }) };
  });
  await tableOf(db, collection).bulkPut(rows);
}
/** Brings the database to what the mutators have made. */
async function copy(): Promise<void> {
  for (const one of ['procedure', 'revision', 'run', 'runEntry', 'timelineEntry'] as const) await copyOf(one);
}
const read = () =>
  lacks.of({
    incidents: records.all('incident'),
    people: records.all('person'),
    policies: new Map(),
    calendars: NO_CALENDARS,
    me: ines,
    now: T + 2 * MINUTE,
  });
const numbers = () => [...read()].map(([id, list]) => [id, list.map((one) => [one.window.clock, one.lacking])]);

async function taken(n: number, priority = 'P0'): Promise<void> {
  await records.run('incident.open', { id: uuid(n), title: 'x', priority }, as(T));
  await records.run('incident.acknowledge', { id: uuid(n) }, as(T + MINUTE));
}

// Live queries look for the browser's own.
Object.assign(Dexie.dependencies, { indexedDB: new IDBFactory(), IDBKeyRange });

beforeEach(async () => {
  count = 0;
  changes = 0;
  records = createMemoryRecords();
  db = createDatabase({ indexedDB: new IDBFactory(), IDBKeyRange });
  await records.run('pack.load', { pack: french }, as(T - MINUTE, 'system'));
  await records.run(
    'person.provision',
    { id: ines, doc: { name: 'Inès', role: 'responder', teams: [] } },
    as(T, 'system'),
  );
  lacks = createPhaseLacks({
    data: { db },
    changed: () => {
      changes += 1;
    },
  });
});
afterEach(() => {
  lacks.stop();
  db.close();
});

test('tells what phases lack once it is read, and again when a step is done', async () => {
  await taken(1);
  await taken(2, 'P4');
  await copy();
  await vi.waitFor(() =>
    expect(numbers()).toEqual([
      [
        uuid(1),
        [
          ['response', 6],
          ['resolution', 8],
          ['postIncident', 8],
        ],
      ],
    ]),
  );
  const before = read().get(uuid(1));
  expect(read().get(uuid(1))).toBe(before);
  const run = phaseRunId(uuid(1), { priority: 'P0', clock: 'response' });
  await records.run(
    'run.start',
    { id: run, procedure: 'incident.p0.response', revision: 1, incident: uuid(1) },
    as(T + MINUTE),
  );
  const event = { kind: 'text', text: 'cartes' };
  await records.run('run.record', { run, step: 'assess-impact-and-scope', event }, as(T + MINUTE));
  await copy();
  await vi.waitFor(() => expect(numbers()[0]?.[1]).toContainEqual(['response', 5]));
  expect(changes).toBeGreaterThan(0);
});

test('in a storm it looks into what was begun and nothing else', async () => {
  for (let n = 0; n < 40; n += 1) await taken(n);
  const run = phaseRunId(uuid(7), { priority: 'P0', clock: 'response' });
  await records.run(
    'run.start',
    { id: run, procedure: 'incident.p0.response', revision: 1, incident: uuid(7) },
    as(T + MINUTE),
  );
  await copy();
  await vi.waitFor(() => expect(numbers().map(([id]) => id)).toEqual([uuid(7)]));
});
