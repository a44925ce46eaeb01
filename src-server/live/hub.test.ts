import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LiveBeat, LiveChanges } from '../../src-shared/contract/http.ts';
import { instant } from '../../src-shared/time/clock.ts';
import { settle, startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { push } from '../sync/push.ts';
import { BEAT_EVERY, type LiveEvent } from './hub.ts';

const NOW = instant('2026-11-22T03:00:00Z');
let server: TestApp;
let ines: string;
let marc: string;

beforeEach(async () => {
  server = await startTestApp(NOW);
  ines = (await server.signedIn('ines', 'responder')).id;
  marc = (await server.signedIn('marc', 'responder')).id;
});
afterEach(() => server.close());

interface Heard {
  changes: LiveChanges[];
  beats: LiveBeat[];
  closed: boolean;
  valid: boolean;
  takes: boolean;
  leave: () => void;
}

async function listen(person: string, since?: number): Promise<Heard> {
  const heard: Heard = { changes: [], beats: [], closed: false, valid: true, takes: true, leave: () => undefined };
  heard.leave = server.deps.hub.join(
    {
      person,
      tokenId: `token-of-${person}`,
      send({ event, data }: LiveEvent) {
        if (!heard.takes) return false;
        if (event === 'beat') heard.beats.push(JSON.parse(data));
        else heard.changes.push(JSON.parse(data));
        return true;
      },
      close: () => {
        heard.closed = true;
      },
      stillValid: async () => heard.valid,
    },
    since,
  );
  await settle();
  return heard;
}

let seq = 0;
async function save(id: string, visibility: 'owner' | 'all', owner = ines) {
  seq += 1;
  const doc = { name: `view ${seq}`, owner, visibility, filter: {} };
  const mutations = [{ seq: 1, name: 'savedView.save', args: { id, doc }, at: NOW, via: 'console' as const }];
  const answer = await push(
    server.deps.store,
    server.clock,
    { person: owner },
    { clientId: `client-no-${seq}`, mutations },
  );
  expect(answer).toMatchObject({ kind: 'done', body: { results: [{ status: 'applied' }] } });
  await settle();
}

const ids = (one: LiveChanges | undefined) => one?.changes.map((change) => `${change.deleted ? '-' : ''}${change.id}`);

describe('live', () => {
  it('sends each commit with the cursor before and after it', async () => {
    const heard = await listen(marc);
    await save('v1', 'all');
    await save('v2', 'all');
    expect(heard.changes.map(({ prev, to }) => [prev, to])).toEqual([
      [2, 3],
      [3, 4],
    ]);
    expect(ids(heard.changes[0])).toEqual(['v1']);
  });

  it('sends what was missed first', async () => {
    await save('v1', 'all');
    await save('v2', 'all');
    const heard = await listen(marc, 2);
    expect(heard.changes).toHaveLength(1);
    expect(heard.changes[0]).toMatchObject({ prev: 2, to: 4 });
    expect(ids(heard.changes[0])).toEqual(['v1', 'v2']);
  });

  it('sends only what the person may read, and a tombstone for what left them', async () => {
    const hers = await listen(ines);
    const his = await listen(marc);
    await save('v1', 'owner');
    await save('v1', 'all');
    await save('v1', 'owner');
    expect(hers.changes.map(ids)).toEqual([['v1'], ['v1'], ['v1']]);
    expect(his.changes.map(ids)).toEqual([[], ['v1'], ['-v1']]);
    expect(his.changes.at(-1)?.changes[0]).not.toHaveProperty('doc');
  });

  it('never sends a hole: a cursor that a pull must mend is left alone', async () => {
    await save('v1', 'all');
    await server.deps.store.compact(3);
    const old = await listen(marc, 1);
    const ahead = await listen(marc, 99);
    await save('v2', 'all');
    expect(old.changes.map(({ prev, to }) => [prev, to])).toEqual([[3, 4]]);
    expect(ahead.changes.map(({ prev, to }) => [prev, to])).toEqual([[3, 4]]);
  });

  it('beats every ten seconds, and ends a stream whose token was revoked elsewhere', async () => {
    const heard = await listen(marc);
    await server.clock.advance(3 * BEAT_EVERY);
    expect(heard.beats).toHaveLength(4);
    expect(heard.beats[0]).toMatchObject({ head: 2 });
    heard.valid = false;
    await server.clock.advance(BEAT_EVERY);
    expect({ closed: heard.closed, size: server.deps.hub.size() }).toEqual({ closed: true, size: 0 });
  });

  it('ends at once when the token is revoked here, when nobody reads, and when the person is disabled', async () => {
    const revoked = await listen(marc);
    server.deps.hub.drop(`token-of-${marc}`);
    expect(revoked.closed).toBe(true);
    const deaf = await listen(marc);
    deaf.takes = false;
    await save('v1', 'all');
    expect(deaf.closed).toBe(true);
    const disabled = await listen(marc);
    await server.deps.store.write(async (tx) => {
      const doc = await tx.get('person', marc);
      if (doc) tx.apply([{ collection: 'person', id: marc, doc: { ...doc, disabled: true } }]);
    });
    await settle();
    expect(disabled.closed).toBe(true);
  });

  it('speaks server-sent events over HTTP and resumes from Last-Event-ID', async () => {
    const { authorization } = await server.signedIn('paul', 'viewer');
    const url = await server.app.listen({ host: '127.0.0.1', port: 0 });
    await save('v1', 'all');
    const response = await fetch(new URL('/api/sync/live', url), {
      headers: { authorization, 'last-event-id': '3', origin: 'app://console' },
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('access-control-allow-origin')).toBe('app://console');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes('event: beat')) text += (await reader?.read())?.value ?? '';
    expect(text).toMatch(/event: changes\nid: 4\ndata: \{"prev":3,"to":4,/);
    await reader?.cancel();
    await expect.poll(() => server.deps.hub.size()).toBe(0);
  });
});
