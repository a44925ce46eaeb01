import { afterEach, describe, expect, it } from 'vitest';
import { meSchema, type PushResponse, pullResponseSchema, pushResponseSchema } from '../../src-shared/contract/http.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
afterEach(() => server.dispose());

const ROUNDS = 5;
const WRITERS = 4;
const ACKNOWLEDGED_A_ROUND = 60;

function api(token: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const get = async (path: string) => (await fetch(server.url + path, { headers })).json();
  return {
    me: async () => meSchema.parse(await get('/api/me')),
    pull: async () => pullResponseSchema.parse(await get('/api/sync/pull?since=0&limit=5000')),
    async push(clientId: string, seq: number, name: string, args: unknown): Promise<PushResponse> {
      const body = JSON.stringify({ clientId, mutations: [{ seq, name, args, at: Date.now(), via: 'console' }] });
      const answer = await fetch(`${server.url}/api/sync/push`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return pushResponseSchema.parse(await answer.json());
    },
  };
}

describe('a server that is killed', () => {
  it('loses nothing it acknowledged and does nothing twice', async () => {
    server = await startServer();
    const token = await server.token('ines', 'responder');
    const { me, pull, push } = api(token);
    const { person } = await me();
    const acknowledged = new Map<string, string>();
    const next = Array.from({ length: WRITERS }, () => 1);

    for (let round = 0; round < ROUNDS; round += 1) {
      let inRound = 0;
      const writers = next.map(async (_, writer) => {
        for (;;) {
          const seq = next[writer]!;
          const id = `view-${writer}-${seq}`;
          const doc = { name: id, owner: person, visibility: 'all', filter: {} };
          // After a kill the same number is sent again: done already or not, it ends up done once.
          const answer = await push(`writer-no-${writer}`, seq, 'savedView.save', { id, doc }).catch(() => undefined);
          if (!answer) return;
          expect(answer).toMatchObject({ lastSeq: seq, results: [{ seq, status: 'applied' }] });
          acknowledged.set(id, doc.name);
          next[writer] = seq + 1;
          inRound += 1;
        }
      });
      await expect.poll(() => inRound, { timeout: 60_000, interval: 5 }).toBeGreaterThan(ACKNOWLEDGED_A_ROUND);
      await server.kill();
      await Promise.all(writers);
      await server.start();
    }

    const { changes } = await pull();
    const views = changes.filter((one) => one.collection === 'savedView');
    const kept = new Set(views.map((one) => one.id));
    expect([...acknowledged.keys()].filter((id) => !kept.has(id))).toEqual([]);
    // At most one push a writer was committed but not answered at the last kill.
    expect(kept.size - acknowledged.size).toBeLessThanOrEqual(WRITERS);
    expect(new Set(views.map((one) => one.version)).size).toBe(views.length);
    expect(await server.vigie('log', 'verify')).toBe('the log is whole');
  });
});
