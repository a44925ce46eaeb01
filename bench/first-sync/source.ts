import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from '../harness/figure.ts';

export interface SourceRecord {
  id: string;
  /** Its collection; RxDB keeps that name for itself. */
  type: string;
  version: number;
  scope: string;
  ref: string;
  doc: unknown;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

/**
 * Where the peers copy from: all records in memory, answered as RxDB's pull handler and PouchDB's replication ask for
 * them (CouchDB's replication protocol, the reading half). Faster than any database of theirs would be.
 */
export async function startSource(ctx: Context, records: readonly SourceRecord[]): Promise<string> {
  const at = new Map(records.map((one, n) => [one.id, n]));
  const revision = '1-0123456789abcdef0123456789abcdef';
  const pouchDoc = ({ id, ...rest }: SourceRecord) => ({ _id: id, _rev: revision, ...rest });

  const answer = async (request: IncomingMessage): Promise<{ status?: number; body: unknown }> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bench');
    const since = Number(searchParams.get('since') ?? 0);
    const limit = Number(searchParams.get('limit') ?? records.length);
    const some = records.slice(since, since + limit);
    if (pathname === '/rxdb') {
      const documents = some.map((one) => ({ ...one, _deleted: false }));
      return { body: { documents, checkpoint: { since: since + some.length } } };
    }
    if (pathname.startsWith('/pouch/_local/')) {
      if (request.method === 'PUT') return { status: 201, body: { ok: true, id: 'local', rev: '0-1' } };
      return { status: 404, body: { error: 'not_found', reason: 'missing' } };
    }
    if (pathname === '/pouch/_changes') {
      const results = some.map((one, n) => ({ seq: since + n + 1, id: one.id, changes: [{ rev: revision }] }));
      return { body: { results, last_seq: since + some.length, pending: records.length - since - some.length } };
    }
    if (pathname === '/pouch/_bulk_get') {
      const asked = (await bodyOf(request)) as { docs: { id: string }[] };
      const results = asked.docs.map(({ id }) => {
        const record = records[at.get(id) ?? -1];
        return { id, docs: [record ? { ok: pouchDoc(record) } : { error: { id, error: 'not_found' } }] };
      });
      return { body: { results } };
    }
    return {
      body: { db_name: 'pouch', doc_count: records.length, update_seq: records.length, instance_start_time: '0' },
    };
  };

  const server = createServer(async (request, response) => {
    const headers = {
      'access-control-allow-origin': request.headers.origin ?? '*',
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': 'content-type, accept, authorization',
      'access-control-allow-methods': 'GET, POST, PUT, OPTIONS',
      'content-type': 'application/json',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, headers).end();
      return;
    }
    const { status = 200, body } = await answer(request);
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ctx.atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
