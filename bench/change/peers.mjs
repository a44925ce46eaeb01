// One end of each peer in a page: `write` stores a note as its documentation says, and every note that arrives is shown.
import PouchDB from 'pouchdb-browser';
import { createRxDatabase } from 'rxdb';
import { replicateRxCollection } from 'rxdb/plugins/replication';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { Subject } from 'rxjs';

const list = document.createElement('ol');
document.body.append(list);
const shown = new Set();
function show(text) {
  if (shown.has(text)) return;
  shown.add(text);
  const item = document.createElement('li');
  item.textContent = text;
  list.append(item);
}

const schema = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 200 }, text: { type: 'string' } },
  required: ['id', 'text'],
};

async function rxdb(source) {
  const db = await createRxDatabase({ name: 'rxdb', storage: getRxStorageDexie(), multiInstance: false });
  const { notes } = await db.addCollections({ notes: { schema } });
  const pulled = new Subject();
  const events = new EventSource(`${source}/rxdb/stream`);
  events.onmessage = ({ data }) => pulled.next(JSON.parse(data));
  events.onerror = () => pulled.next('RESYNC');
  const replication = replicateRxCollection({
    collection: notes,
    replicationIdentifier: 'bench',
    live: true,
    push: {
      async handler(rows) {
        const answer = await fetch(`${source}/rxdb/push`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(rows),
        });
        return answer.json();
      },
    },
    pull: {
      stream$: pulled.asObservable(),
      async handler(checkpoint, limit) {
        return (await fetch(`${source}/rxdb/pull?since=${checkpoint?.since ?? 0}&limit=${limit}`)).json();
      },
    },
  });
  await replication.awaitInitialReplication();
  notes.find().$.subscribe((docs) => {
    for (const doc of docs) show(doc.text);
  });
  return (text) => notes.insert({ id: crypto.randomUUID(), text });
}

async function pouchdb(source) {
  const db = new PouchDB('pouchdb');
  db.changes({ since: 'now', live: true, include_docs: true }).on('change', ({ doc }) => show(doc.text));
  await PouchDB.sync(db, `${source}/pouch/notes`);
  PouchDB.sync(db, `${source}/pouch/notes`, { live: true, retry: true });
  return (text) => db.put({ _id: crypto.randomUUID(), text });
}

/** The least: a row here, a request, an event, a row there. Nobody could be faster who stores a change at both ends. */
async function bare(source) {
  const db = await new Promise((resolve, reject) => {
    const opening = indexedDB.open('bare', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('notes', { keyPath: 'id' });
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
  const store = (note) =>
    new Promise((resolve, reject) => {
      const tx = db.transaction('notes', 'readwrite', { durability: 'relaxed' });
      tx.objectStore('notes').put(note);
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error);
    });
  const events = new EventSource(`${source}/bare/stream`);
  events.onmessage = async ({ data }) => {
    const note = JSON.parse(data);
    await store(note);
    show(note.text);
  };
  await new Promise((resolve) => {
    events.onopen = resolve;
  });
  return async (text) => {
    const note = { id: crypto.randomUUID(), text };
    await store(note);
    await fetch(`${source}/bare/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(note),
    });
  };
}

Object.assign(globalThis, { peers: { rxdb, pouchdb, bare } });
