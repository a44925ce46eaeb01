// Where the peers of `change` meet, each as its documentation says: HTTP with server-sent events for RxDB, PouchDB's own
// CouchDB-compatible server in memory, and the least that a change can take. Prints its address.
import express from 'express';
import expressPouch from 'express-pouchdb';
import memory from 'pouchdb-adapter-memory';
import PouchDB from 'pouchdb-core';

const app = express();
app.use((request, response, next) => {
  response.set({
    'access-control-allow-origin': request.headers.origin ?? '*',
    'access-control-allow-credentials': 'true',
    'access-control-allow-headers': 'content-type, accept, authorization',
    'access-control-allow-methods': 'GET, POST, PUT, DELETE, OPTIONS',
  });
  if (request.method === 'OPTIONS') response.status(204).end();
  else next();
});

/** A stream of server-sent events for all who listen. */
function broadcast(path) {
  const listeners = new Set();
  app.get(path, (request, response) => {
    request.socket.setNoDelay(true);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(': here\n\n');
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  });
  return (event) => {
    const text = `data: ${JSON.stringify(event)}\n\n`;
    for (const one of listeners) one.write(text);
  };
}

// RxDB: push answers with conflicts, pull goes by a checkpoint, the stream carries what a pull would.
const documents = [];
const states = new Map();
const tellRxdb = broadcast('/rxdb/stream');
app.get('/rxdb/pull', (request, response) => {
  const since = Number(request.query.since ?? 0);
  const some = documents.slice(since, since + Number(request.query.limit));
  response.json({ documents: some, checkpoint: { since: since + some.length } });
});
app.post('/rxdb/push', express.json(), (request, response) => {
  const conflicts = [];
  const taken = [];
  for (const { newDocumentState, assumedMasterState } of request.body) {
    const current = states.get(newDocumentState.id);
    if (current && JSON.stringify(current) !== JSON.stringify(assumedMasterState)) conflicts.push(current);
    else taken.push(newDocumentState);
  }
  for (const one of taken) {
    states.set(one.id, one);
    documents.push(one);
  }
  if (taken.length > 0) tellRxdb({ documents: taken, checkpoint: { since: documents.length } });
  response.json(conflicts);
});

const tellBare = broadcast('/bare/stream');
app.post('/bare/push', express.json(), (request, response) => {
  tellBare(request.body);
  response.json({});
});

const Memory = PouchDB.plugin(memory).defaults({ adapter: 'memory' });
app.use('/pouch', expressPouch(Memory, { mode: 'minimumForPouchDB' }));

const server = app.listen(0, '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});
