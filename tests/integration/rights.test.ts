import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createIntakeKey } from '../../src-server/intake/keys.ts';
import { COLLECTION_NAMES, collections } from '../../src-shared/model/collections.ts';
import type { MutatorName } from '../../src-shared/mutators/registry.ts';
import { instant, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const INCIDENT = '019aabcd-0000-7000-8000-000000000001';

/** What a viewer may try with effect; a mutator that is not here does not compile until somebody has thought of it. */
const VIEWER: Record<MutatorName, 'nothing' | 'own views'> = {
  'incident.open': 'nothing',
  'incident.acknowledge': 'nothing',
  'incident.unacknowledge': 'nothing',
  'incident.assign': 'nothing',
  'incident.setPriority': 'nothing',
  'incident.note': 'nothing',
  'incident.pause': 'nothing',
  'incident.resume': 'nothing',
  'incident.resolve': 'nothing',
  'incident.reopen': 'nothing',
  'incident.close': 'nothing',
  'incident.merge': 'nothing',
  'incident.link': 'nothing',
  'incident.setStatusText': 'nothing',
  'incident.page': 'nothing',
  'incident.answer': 'nothing',
  'incident.recordSla': 'nothing',
  'incident.autoClose': 'nothing',
  'incident.settleFlapping': 'nothing',
  'alert.receive': 'nothing',
  'alert.acknowledge': 'nothing',
  'change.record': 'nothing',
  'change.create': 'nothing',
  'change.edit': 'nothing',
  'change.takeBackEdit': 'nothing',
  'change.propose': 'nothing',
  'change.withdraw': 'nothing',
  'change.takeBackWithdrawal': 'nothing',
  'change.approve': 'nothing',
  'change.takeBackApproval': 'nothing',
  'change.refuse': 'nothing',
  'change.except': 'nothing',
  'change.takeBackException': 'nothing',
  'change.passGate': 'nothing',
  'change.takeBackGate': 'nothing',
  'change.start': 'nothing',
  'change.unstart': 'nothing',
  'change.complete': 'nothing',
  'change.rollBack': 'nothing',
  'change.cancel': 'nothing',
  'change.reopen': 'nothing',
  'change.link': 'nothing',
  'change.linkRun': 'nothing',
  'change.extend': 'nothing',
  'freeze.create': 'nothing',
  'freeze.update': 'nothing',
  'freeze.remove': 'nothing',
  'freeze.restore': 'nothing',
  'person.setDuty': 'nothing',
  'person.provision': 'nothing',
  'person.update': 'nothing',
  'service.update': 'nothing',
  'slaPolicy.update': 'nothing',
  'calendar.update': 'nothing',
  'priorityRules.update': 'nothing',
  'silence.create': 'nothing',
  'silence.update': 'nothing',
  'silence.expire': 'nothing',
  'silence.sweep': 'nothing',
  'savedView.save': 'own views',
  'savedView.remove': 'own views',
  'mapping.save': 'nothing',
  'mapping.remove': 'nothing',
  'procedure.create': 'nothing',
  'procedure.import': 'nothing',
  'procedure.save': 'nothing',
  'procedure.describe': 'nothing',
  'procedure.review': 'nothing',
  'procedure.archive': 'nothing',
  'run.start': 'nothing',
  'run.record': 'nothing',
  'run.end': 'nothing',
  'run.reopen': 'nothing',
  'postMortem.start': 'nothing',
  'postMortem.save': 'nothing',
  'postMortem.describe': 'nothing',
  'postMortem.publish': 'nothing',
  'postMortem.reopen': 'nothing',
  'followUp.create': 'nothing',
  'followUp.edit': 'nothing',
  'followUp.close': 'nothing',
  'followUp.reopen': 'nothing',
  'backup.create': 'nothing',
  'backup.edit': 'nothing',
  'backup.record': 'nothing',
  'backup.unrecord': 'nothing',
  'restoreTest.start': 'nothing',
  'restoreTest.time': 'nothing',
  'restoreTest.measure': 'nothing',
  'restoreTest.conclude': 'nothing',
  'restoreTest.cancel': 'nothing',
  'restoreTest.reopen': 'nothing',
  'plan.create': 'nothing',
  'plan.edit': 'nothing',
  'plan.pause': 'nothing',
  'plan.remove': 'nothing',
  'plan.resume': 'nothing',
  'plan.unpause': 'nothing',
  'plan.end': 'nothing',
  'plan.takeBack': 'nothing',
  'occurrence.start': 'nothing',
  'occurrence.complete': 'nothing',
  'occurrence.sign': 'nothing',
  'occurrence.unsign': 'nothing',
  'occurrence.skip': 'nothing',
  'occurrence.block': 'nothing',
  'occurrence.unblock': 'nothing',
  'occurrence.unstart': 'nothing',
  'occurrence.linkChange': 'nothing',
  'occurrence.unlinkChange': 'nothing',
  'occurrence.move': 'nothing',
  'occurrence.assign': 'nothing',
  'occurrence.reopen': 'nothing',
  'heartbeat.create': 'nothing',
  'heartbeat.edit': 'nothing',
  'heartbeat.pause': 'nothing',
  'heartbeat.resume': 'nothing',
  'heartbeat.remove': 'nothing',
  'heartbeat.restore': 'nothing',
  'heartbeat.newKey': 'nothing',
  'heartbeat.ping': 'nothing',
  'heartbeat.lapse': 'nothing',
  'pack.load': 'nothing',
};

/** Words that stand in records which only some may read: what an answer shows is searched for them, whatever its shape. */
const SECRETS = { owner: 'marker-of-ines-alone', team: 'marker-of-the-team', all: 'marker-for-everybody' };

const apiSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const resultsSchema = z.object({
  results: z.array(z.object({ status: z.string(), reason: z.string().optional() }).loose()),
});

interface Caller {
  id: string;
  authorization: string;
}

let server: TestApp;
let admin: Caller;
let viewer: Caller;
let member: Caller;
let outsider: Caller;
let origin: string;
const seqs = new Map<string, number>();

async function push(caller: Caller, name: string, args: unknown) {
  const seq = (seqs.get(caller.id) ?? 0) + 1;
  seqs.set(caller.id, seq);
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/sync/push',
    headers: { authorization: caller.authorization, 'content-type': 'application/json' },
    payload: JSON.stringify({
      clientId: `laptop-of-${caller.id}`,
      mutations: [{ seq, name, args: args ?? null, at: NOW, via: 'console' }],
    }),
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return resultsSchema.parse(answer.json()).results[0];
}

/** Every record there is, as the store has it. */
const everything = () =>
  server.deps.store.read(async (tx) =>
    Promise.all(COLLECTION_NAMES.map(async (name) => [name, await tx.all(name)] as const)),
  );

const view = (id: string, owner: Caller, name: string, visibility: unknown) => ({
  id,
  doc: { name, owner: owner.id, visibility, filter: {} },
});

beforeAll(async () => {
  server = await startTestApp(NOW);
  origin = await server.app.listen({ port: 0, host: '127.0.0.1' });
  admin = await server.signedIn('ines', 'admin');
  viewer = await server.signedIn('vera', 'viewer');
  member = await server.signedIn('tom', 'responder');
  outsider = await server.signedIn('oona', 'responder');
  await push(admin, 'person.update', { id: member.id, patch: { teams: ['devops'] } });
  const opened = await push(admin, 'incident.open', { id: INCIDENT, title: 'Base injoignable', priority: 'P1' });
  expect(opened?.status).toBe('applied');
  await push(admin, 'savedView.save', view('view-of-ines', admin, SECRETS.owner, 'owner'));
  await push(admin, 'savedView.save', view('view-of-devops', admin, SECRETS.team, { team: 'devops' }));
  await push(admin, 'savedView.save', view('view-of-all', admin, SECRETS.all, 'all'));
});
afterAll(async () => {
  server.app.server.closeAllConnections();
  await server.close();
});

describe('a viewer', () => {
  it('changes nothing by any mutator, whatever its arguments', async () => {
    const ids = fc.constantFrom(INCIDENT, admin.id, viewer.id, 'view-of-ines', 'view-of-all', 'view-of-devops', 'new');
    const args = fc.oneof(
      fc.record({
        id: ids,
        person: ids,
        into: ids,
        title: fc.string(),
        text: fc.string({ minLength: 1 }),
        on: fc.boolean(),
        priority: fc.constantFrom('P0', 'P4'),
        reason: fc.string({ minLength: 1 }),
        patch: fc.record({
          role: fc.constantFrom('admin', 'viewer'),
          name: fc.string({ minLength: 1, maxLength: 20 }),
        }),
        doc: fc.record({
          name: fc.constantFrom('mine', 'theirs'),
          owner: fc.constantFrom(viewer.id, admin.id),
          visibility: fc.constantFrom('owner', 'all', { team: 'devops' }),
          filter: fc.constant({}),
        }),
      }),
      fc.jsonValue({ maxDepth: 2 }),
    );
    const before = await everything();
    for (const [name, may] of Object.entries(VIEWER)) {
      for (const one of fc.sample(args, { numRuns: 8, seed: 20_261_122 })) {
        const result = await push(viewer, name, one);
        if (may === 'nothing') expect([name, result?.reason]).toEqual([name, 'forbidden']);
      }
    }
    const others = (all: Awaited<ReturnType<typeof everything>>) =>
      JSON.stringify(
        all.map(([name, rows]) => [
          name,
          rows.filter(({ doc }) => {
            const owned = collections.savedView.safeParse(doc);
            return !(name === 'savedView' && owned.success && owned.data.owner === viewer.id);
          }),
        ]),
      );
    const after = await everything();
    expect(others(after)).toBe(others(before));
    // And what it may keep is for nobody else's eyes.
    const own = (await server.deps.store.read((tx) => tx.all('savedView'))).filter(
      ({ doc }) => doc.owner === viewer.id,
    );
    for (const { doc } of own) expect(doc.visibility).toBe('owner');
  });

  it('changes nothing by any other route', async () => {
    const { paths } = apiSchema.parse((await server.app.inject({ url: '/openapi.json' })).json());
    const { id: keyId } = await createIntakeKey(server.deps, { source: 'generic' });
    const before = JSON.stringify(await everything());
    const keys = async () =>
      (await server.app.inject({ url: '/api/intake-keys', headers: { authorization: admin.authorization } })).body;
    const keysBefore = await keys();
    let tried = 0;
    for (const [path, methods] of Object.entries(paths)) {
      for (const method of Object.keys(methods)) {
        if (method === 'get' || path === '/api/sync/push' || path === '/api/sign-out') continue;
        tried += 1;
        const answer = await server.app.inject({
          method: method === 'delete' ? 'DELETE' : method === 'put' ? 'PUT' : method === 'patch' ? 'PATCH' : 'POST',
          url: path.replace('{id}', keyId).replace(/\{[^}]+\}/g, 'x'.repeat(43)),
          headers: {
            authorization: viewer.authorization,
            ...(method === 'post' ? { 'content-type': 'application/json' } : {}),
          },
          ...(method === 'post'
            ? { payload: JSON.stringify({ source: 'generic', name: 'x', title: 'x', user: 'vera', password: 'x' }) }
            : {}),
        });
        expect([path, method, answer.statusCode >= 400 && answer.statusCode < 500]).toEqual([path, method, true]);
      }
    }
    expect(tried).toBeGreaterThan(4);
    expect(JSON.stringify(await everything())).toBe(before);
    expect(await keys()).toBe(keysBefore);
  });
});

describe('files, runbooks, runs and post-mortems', () => {
  const bytes = Buffer.from('a capture of the night');
  const hash = createHash('sha256').update(bytes).digest('hex');
  const none = 'e'.repeat(64);
  const blob = (method: 'GET' | 'HEAD' | 'PUT', authorization: string | undefined, of = hash) =>
    server.app.inject({
      method,
      url: `/api/blobs/${of}`,
      headers: {
        ...(authorization === undefined ? {} : { authorization }),
        ...(method === 'PUT' ? { 'content-type': 'application/octet-stream' } : {}),
      },
      ...(method === 'PUT' ? { payload: bytes } : {}),
    });
  const text = { title: 'Disque plein', body: '- [ ] Purger {#purge}\n', tags: [], services: [] };
  const ARGS: [MutatorName, object][] = [
    ['procedure.create', { id: 'p2', kind: 'runbook', ...text }],
    ['procedure.import', { id: 'p3', kind: 'runbook', source: { collection: 'ops', path: 'a.md' }, text }],
    ['procedure.save', { id: 'p1', base: 1, title: 'Autre', body: 'x' }],
    ['procedure.describe', { id: 'p1', set: { tags: ['x'] } }],
    ['procedure.review', { id: 'p1', tested: true }],
    ['procedure.archive', { id: 'p1', archived: true }],
    ['run.start', { id: 'r2', procedure: 'p1', revision: 1 }],
    ['run.record', { run: 'r1', step: 'purge', event: { kind: 'done' } }],
    ['run.end', { id: 'r1', reason: 'x' }],
    ['run.reopen', { id: 'r1' }],
    ['postMortem.save', { id: INCIDENT, base: 1, title: 'x', body: 'x' }],
    ['postMortem.describe', { id: INCIDENT, set: { owner: null } }],
    ['postMortem.publish', { id: INCIDENT, revision: 1 }],
    ['followUp.create', { id: 'f2', incident: INCIDENT, title: 'x' }],
    ['followUp.edit', { id: 'f1', set: { title: 'x' } }],
    ['followUp.close', { id: 'f1', as: { status: 'done' } }],
  ];
  beforeAll(async () => {
    expect((await blob('PUT', admin.authorization)).statusCode).toBe(201);
    for (const [name, args] of [
      ['procedure.create', { id: 'p1', kind: 'runbook', ...text }],
      ['run.start', { id: 'r1', procedure: 'p1', revision: 1 }],
      ['postMortem.start', { id: INCIDENT, title: 'Post-mortem', body: '# Faits\n' }],
      ['followUp.create', { id: 'f1', incident: INCIDENT, title: 'Alerter plus tôt' }],
    ] as const) {
      expect([name, await push(admin, name, args)]).toMatchObject([name, { status: 'applied' }]);
    }
  });

  it.each(ARGS)('are not for a viewer to change: %s', async (name, args) => {
    const before = JSON.stringify(await everything());
    expect(await push(viewer, name, args)).toMatchObject({ reason: 'forbidden' });
    expect(JSON.stringify(await everything())).toBe(before);
  });

  it('are read by a viewer, who sends no file', async () => {
    expect((await blob('GET', viewer.authorization)).body).toBe('a capture of the night');
    const refused = await blob('PUT', viewer.authorization, none);
    expect(refused.json()).toEqual({
      error: 'forbidden',
      message: 'This needs the role responder.',
      requestId: expect.any(String),
    });
    expect(refused.statusCode).toBe(403);
  });

  it('are nothing to a token of another workspace, which is not told what is there', async () => {
    const other = await startTestApp(NOW);
    const stranger = (await other.signedIn('ines', 'admin')).authorization;
    await other.close();
    for (const authorization of [stranger, undefined, 'Bearer x']) {
      for (const method of ['GET', 'HEAD', 'PUT'] as const) {
        const [known, unknown] = [await blob(method, authorization), await blob(method, authorization, none)];
        expect([method, known.statusCode, unknown.statusCode]).toEqual([method, 401, 401]);
        const words = (text: string) => text.replace(/"requestId":"[^"]+"/, '');
        expect(words(known.body)).toBe(words(unknown.body));
      }
      for (const url of ['/api/sync/pull?since=0', '/api/sync/snapshot', '/api/me']) {
        const answer = await server.app.inject({ url, headers: authorization === undefined ? {} : { authorization } });
        expect([url, answer.statusCode]).toEqual([url, 401]);
        expect(answer.body).not.toMatch(/Disque plein|Faits|ines/);
      }
    }
  });

  it('are nothing to somebody whose account was disabled', async () => {
    const gone = await server.signedIn('gone', 'responder');
    await push(admin, 'person.update', { id: gone.id, patch: { disabled: true } });
    for (const method of ['GET', 'HEAD', 'PUT'] as const) {
      expect([method, [401, 403].includes((await blob(method, gone.authorization)).statusCode)]).toEqual([
        method,
        true,
      ]);
    }
  });
});

/** Everything that a token can read: each route that answers a GET, with the parameters that it knows. */
async function allThatIsRead({ authorization }: Caller): Promise<string> {
  const { paths } = apiSchema.parse((await server.app.inject({ url: '/openapi.json' })).json());
  let text = '';
  for (const [path, methods] of Object.entries(paths)) {
    if (!('get' in methods) || path === '/api/sync/live') continue;
    const filled = path.replace(/\{[^}]+\}/g, 'view-of-ines');
    for (const query of ['', '?since=0', '?since=0&limit=5000', '?cold=1']) {
      const answer = await server.app.inject({ url: `${filled}${query}`, headers: { authorization } });
      text += answer.body;
    }
  }
  return text;
}

/** What the live stream says, from the beginning, until it has said `until` or for so long. */
async function heardLive({ authorization }: Caller, during: () => Promise<void>, limit: number): Promise<string> {
  const abort = new AbortController();
  const response = await fetch(`${origin}/api/sync/live?since=0`, { headers: { authorization }, signal: abort.signal });
  const reader = response.body?.getReader();
  let text = '';
  const reading = (async () => {
    for (;;) {
      const next = await reader?.read().catch(() => undefined);
      if (!next || next.done) return;
      text += Buffer.from(next.value).toString('utf8');
    }
  })();
  await during();
  await new Promise((resolve) => setTimeout(resolve, limit));
  abort.abort();
  await reading;
  return text;
}

describe('a token', () => {
  it.each([
    ['of an administrator reads what is its own', () => admin, ['owner', 'all']],
    ['of a team reads what is the team’s', () => member, ['team', 'all']],
    ['of no team reads neither', () => outsider, ['all']],
    ['of a viewer reads neither', () => viewer, ['all']],
  ] as const)('%s, by any route and by the live stream', async (_name, who, allowed) => {
    const expected = Object.entries(SECRETS).map(([key, word]) => [word, (allowed as readonly string[]).includes(key)]);
    const found = (text: string) => Object.values(SECRETS).map((word) => [word, text.includes(word)]);
    expect(found(await allThatIsRead(who()))).toEqual(expected);
    const text = await heardLive(
      who(),
      async () => {
        for (const [id, word, visibility] of [
          ['view-of-ines', SECRETS.owner, 'owner'],
          ['view-of-devops', SECRETS.team, { team: 'devops' }],
          ['view-of-all', SECRETS.all, 'all'],
        ] as const) {
          await push(admin, 'savedView.save', view(id, admin, `${word} ${server.clock.now()} ${who().id}`, visibility));
        }
      },
      300,
    );
    expect(found(text)).toEqual(expected);
  });

  it('sees no more of a record that goes out of its sight than that it has gone', async () => {
    const id = 'view-that-moves';
    await push(admin, 'savedView.save', view(id, admin, 'moves-in-public', 'all'));
    expect(await allThatIsRead(outsider)).toContain('moves-in-public');
    await server.clock.advance(SECOND);
    const heard = await heardLive(
      outsider,
      () => push(admin, 'savedView.save', view(id, admin, 'moved-to-private', 'owner')).then(() => undefined),
      300,
    );
    expect(heard).not.toContain('moved-to-private');
    expect(await allThatIsRead(outsider)).not.toMatch(/moved-to-private|moves-in-public/);
  });
});
