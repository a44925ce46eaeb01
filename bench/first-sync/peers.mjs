// What RxDB and PouchDB need for the same first copy, in the same page: their own replication over HTTP.
import PouchDB from 'pouchdb-browser';
import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

/** Records of one answer; both peers are given the larger batches that suit them. */
const BATCH = 2_000;

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 200 },
    ref: { type: 'string', maxLength: 200 },
    type: { type: 'string' },
    version: { type: 'number' },
    scope: { type: 'string' },
    doc: { type: 'object' },
  },
  required: ['id', 'ref'],
  indexes: ['ref'],
};

/** Until everything that `source` (a plain HTTP server of the bench) holds is in the collection. */
async function rxdb(source) {
  const db = await createRxDatabase({ name: 'rxdb', storage: getRxStorageDexie(), multiInstance: false });
  await db.addCollections({ records: { schema } });
  const began = performance.now();
  const replication = replicateRxCollection({
    collection: db.records,
    replicationIdentifier: 'bench',
    live: false,
    pull: {
      batchSize: BATCH,
      async handler(checkpoint, limit) {
        const answer = await fetch(`${source}/rxdb?since=${checkpoint?.since ?? 0}&limit=${limit}`);
        return answer.json();
      },
    },
  });
  await replication.awaitInitialReplication();
  const took = performance.now() - began;
  await db.remove();
  return took;
}

async function pouchdb(source) {
  const db = new PouchDB('pouchdb');
  const began = performance.now();
  await PouchDB.replicate(`${source}/pouch`, db, { batch_size: BATCH, batches_limit: 3 });
  const took = performance.now() - began;
  await db.destroy();
  return took;
}

Object.assign(globalThis, { peers: { rxdb, pouchdb } });
