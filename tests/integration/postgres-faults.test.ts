import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPostgresIdentity } from '../../src-server/identity/postgres.ts';
import { createIntake } from '../../src-server/intake/intake.ts';
import { ConnectionLost, isOutage, storageProblem } from '../../src-server/store/failure.ts';
import { createPostgresStore, type PostgresStoreDeps } from '../../src-server/store/postgres.ts';
import { createPostgresBus, type PostgresBus } from '../../src-server/store/postgres-bus.ts';
import type { Commit, Store, Timer } from '../../src-server/store/store.ts';
import { push } from '../../src-server/sync/push.ts';
import { runMutation, systemActor } from '../../src-server/sync/run-mutation.ts';
import { createTimerLoop } from '../../src-server/timers/loop.ts';
import { personId } from '../../src-shared/model/ids.ts';
import { systemClock } from '../../src-shared/time/clock.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';

let postgres: Postgres;
let url: string;
const stores: Store[] = [];
const buses: PostgresBus[] = [];
const proxies: TcpProxy[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
beforeEach(async () => {
  url = await postgres.createDatabase();
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  for (const bus of buses.splice(0)) await bus.close();
  for (const proxy of proxies.splice(0)) await proxy.close();
});
afterAll(() => postgres.dispose());

async function aStore(deps: Partial<PostgresStoreDeps> = {}): Promise<Store> {
  const store = await createPostgresStore({ url, onListenerError: () => undefined, ...deps });
  stores.push(store);
  return store;
}
async function aBus(): Promise<PostgresBus> {
  const bus = createPostgresBus(url);
  buses.push(bus);
  await bus.start();
  return bus;
}
const team = (store: Store, id: string) =>
  store.write(async (tx) => tx.apply([{ collection: 'team', id, doc: { name: id } }]));
const teams = async (store: Store) => (await store.read((tx) => tx.all('team'))).map((one) => one.id);
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

async function asAdmin(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}
const endSessions = () =>
  asAdmin(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'vigie%' and datname = current_database()",
  );

/** A store whose way to the database can be cut. */
async function behindProxy(): Promise<{ store: Store; proxy: TcpProxy }> {
  const { hostname, port } = new URL(url);
  const proxy = await startTcpProxy({ host: hostname, port: Number(port) });
  proxies.push(proxy);
  const cuttable = new URL(url);
  cuttable.port = String(proxy.port);
  const store = await aStore({ url: cuttable.href });
  // Its first read has ended: the next COMMIT is that of a write.
  await pause(50);
  return { store, proxy };
}

describe('PostgreSQL that fails', () => {
  it('is never taken for success: what was not committed is refused, and all goes on afterwards', async () => {
    const bus = await aBus();
    const store = await aStore({ bus });
    await team(store, 'a');
    let lose = true;
    const unlucky = await failureOf(
      store.write(async (tx) => {
        tx.apply([{ collection: 'team', id: 'b', doc: { name: 'b' } }]);
        if (lose) await endSessions();
        lose = false;
      }),
    );
    expect(storageProblem(unlucky)).toBe('unavailable');
    await vi.waitFor(() => team(store, 'c'), { timeout: 5_000 });
    expect(await teams(store)).toEqual(['a', 'c']);
    expect((await store.read((tx) => tx.workspace())).version).toBe(2);
    await vi.waitFor(() => expect(bus.hears()).toBe(true), { timeout: 5_000 });
  });

  it('answers no one while it is away, quickly, and everyone when it is back', async () => {
    const store = await aStore();
    await team(store, 'a');
    await postgres.kill();
    const began = performance.now();
    const asked = [team(store, 'b'), team(store, 'c'), store.read((tx) => tx.workspace()), store.poll()];
    for (const failure of await Promise.all(asked.map(failureOf))) {
      expect(storageProblem(failure)).toBe('unavailable');
    }
    expect(performance.now() - began).toBeLessThan(5_000);
    await postgres.start();
    await vi.waitFor(() => team(store, 'd'), { timeout: 10_000 });
    expect(await teams(store)).toEqual(['a', 'd']);
  });

  it('that loses the answer to a commit makes no laptop and no sender do anything twice', async () => {
    const { store, proxy } = await behindProxy();
    const ines = personId('ines');
    await store.write((tx) =>
      runMutation(tx, {
        name: 'person.provision',
        args: { id: ines, doc: { name: 'Inès', role: 'responder', teams: [] } },
        actor: systemActor(),
        via: 'cli',
        at: 1,
        receivedAt: 1,
        origin: { kind: 'server', id: 'ines' },
      }),
    );
    const at = systemClock.now();
    const args = { id: 'v1', doc: { name: 'v', owner: ines, visibility: 'all', filter: {} } };
    const request = {
      clientId: 'laptop-of-ines',
      mutations: [{ seq: 1, name: 'savedView.save', args, at, via: 'console' as const }],
    };
    const pushed = () => push(store, systemClock, { person: ines }, request);
    proxy.cutAfter('COMMIT');
    const lost = await failureOf(pushed());
    expect(lost).toBeInstanceOf(ConnectionLost);
    await proxy.cut;
    // It was done all the same, and is known when it comes again.
    const again = await vi.waitFor(pushed, { timeout: 5_000 });
    expect(again).toMatchObject({ kind: 'done', body: { lastSeq: 1, results: [{ status: 'applied', version: 2 }] } });
    expect((await store.read((tx) => tx.workspace())).version).toBe(2);
    expect((await store.read((tx) => tx.log({ after: 0, limit: 10 }))).length).toBe(2);
  });

  it('that loses the answer to an alert gets it again as the same alert', async () => {
    const { store, proxy } = await behindProxy();
    const alert = {
      dedupKey: 'disk',
      status: 'firing' as const,
      title: 'Disk full',
      labels: {},
      annotations: {},
      startsAt: systemClock.now(),
    };
    const intake = createIntake({ store, clock: systemClock, onBug: () => expect.unreachable() });
    const taken = () => intake.receive('generic', [{ group: { key: 'disk' }, alerts: [alert] }]);
    proxy.cutAfter('COMMIT');
    expect(await failureOf(taken())).toBeInstanceOf(ConnectionLost);
    await proxy.cut;
    await vi.waitFor(taken, { timeout: 5_000 });
    expect(await store.read(async (tx) => [(await tx.all('alert')).length, (await tx.openIncidents()).length])).toEqual(
      [1, 1],
    );
    expect(await store.verifyLog()).toBeUndefined();
  });

  it('puts a process that stops in the middle of its turn out of it, so that the others go on', async () => {
    const [frozen, other] = [await aStore(), await aStore()];
    await team(frozen, 'a');
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const stuck = failureOf(
      frozen.write(async (tx) => {
        tx.apply([{ collection: 'team', id: 'never', doc: { name: 'never' } }]);
        await asleep;
      }),
    );
    await pause(100);
    const began = performance.now();
    await team(other, 'b');
    expect(performance.now() - began).toBeLessThan(9_500);
    wake();
    expect(isOutage(await stuck)).toBe(true);
    await vi.waitFor(() => team(frozen, 'c'), { timeout: 5_000 });
    expect(await teams(other)).toEqual(['a', 'b', 'c']);
  }, 30_000);
});

describe('the command line over PostgreSQL', () => {
  const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
  const secret = 'sehr-geheim-é';
  const withPassword = (change: (wrong: URL) => void) => {
    const wrong = new URL(url);
    wrong.password = encodeURIComponent(secret);
    change(wrong);
    return wrong.href;
  };

  it('says what is wrong with a database that it cannot use, and never the password', async () => {
    const data = mkdtempSync(join(tmpdir(), 'vigie-cli-'));
    const said = (database: string) =>
      new Promise<string>((resolve) => {
        const env = { ...process.env, VIGIE_DATABASE: database };
        execFile(process.execPath, [cli, 'user', 'list', '--data', data], { env }, (_error, stdout, stderr) =>
          resolve(stdout + stderr),
        );
      });
    const closed = withPassword((wrong) => {
      wrong.port = '1';
    });
    const answers = await Promise.all([
      said(withPassword(() => undefined)),
      said(closed),
      said(closed.replace('postgres://', 'mysql://')),
    ]);
    expect(answers[0]).toMatch(/password authentication failed/);
    expect(answers[1]).toMatch(/PostgreSQL does not answer: .*ECONNREFUSED/);
    expect(answers[2]).toMatch(/database: is not an address such as .*environment VIGIE_DATABASE/);
    for (const answer of answers) expect(decodeURIComponent(answer)).not.toContain(secret);
    rmSync(data, { recursive: true });
  });
});

describe('several processes over one PostgreSQL', () => {
  it('hear of each other’s commits without looking', async () => {
    const [a, b] = [await aStore({ bus: await aBus() }), await aStore({ bus: await aBus() })];
    const heard: Commit[] = [];
    b.onCommit((commit) => heard.push(commit));
    await team(a, 'a');
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 15_000, interval: 2 });
    for (let n = 0; n < 30; n += 1) await team(a, `t${n}`);
    await vi.waitFor(() => expect(heard.at(-1)?.to).toBe(31), { timeout: 15_000, interval: 2 });
    expect(heard.map((one) => one.prev)).toEqual([0, ...heard.slice(0, -1).map((one) => one.to)]);
    expect(heard.flatMap((one) => one.changes ?? [])).toHaveLength(31);
  });

  it('share the timers that are due, each of which takes effect once', async () => {
    const [a, b] = [await aStore(), await aStore()];
    const timers = Array.from(
      { length: 60 },
      (_, n): Timer => ({ key: `t${String(n).padStart(2, '0')}`, fireAt: n, kind: 'x', payload: {}, owner: 'o' }),
    );
    await a.write(async (tx) => tx.replaceTimers('o', timers));
    const taken = await Promise.all([a, b, a, b].map((store) => store.takeTimers({ upTo: 100, limit: 20 })));
    const keys = taken.flat().map((one) => one.key);
    expect([...keys].sort()).toEqual([...new Set(keys)].sort());
    expect(keys).toHaveLength(60);
    expect(await b.takeTimers({ upTo: 100, limit: 20 })).toEqual([]);
    const claims = await Promise.all(
      timers.flatMap(({ key }) => [a, b].map(async (store) => (await store.write((tx) => tx.claimTimer(key))).value)),
    );
    expect(claims.filter(Boolean)).toHaveLength(60);
    // What a process took and did not fire is given to another after a while.
    await a.write(async (tx) => tx.replaceTimers('o', timers.slice(0, 1)));
    expect(await a.takeTimers({ upTo: 100, limit: 20 })).toHaveLength(1);
    await asAdmin('update timer set taken_until = 1');
    expect(await b.takeTimers({ upTo: 100, limit: 20 })).toHaveLength(1);
  });

  it('refuse a token as soon as any of them revoked it', async () => {
    const [here, there] = [await aBus(), await aBus()];
    const one = await createPostgresIdentity({ url, bus: here, clock: systemClock });
    const other = await createPostgresIdentity({ url, bus: there, clock: systemClock });
    const { id: person } = await one.add({ login: 'ines', name: 'Inès', password: 'correct horse' });
    const { id, token } = await other.createToken(person, 'laptop');
    for (const identity of [one, other]) expect(await identity.verify(token)).toEqual({ person, tokenId: id });
    expect(await other.checkPassword('INES', 'correct horse')).toMatchObject({ id: person });
    const dropped: string[] = [];
    one.onRevoked((tokenId) => dropped.push(tokenId));
    await other.revokeToken(id);
    await vi.waitFor(() => expect(dropped).toEqual([id]), { timeout: 15_000, interval: 1 });
    expect(await one.verify(token)).toBeUndefined();
    await Promise.all([one.close(), other.close()]);
  });

  it('run each timer that is due once, whichever loop takes it', async () => {
    const opened = [await aStore(), await aStore()];
    const timers = Array.from(
      { length: 80 },
      (_, n): Timer => ({ key: `t${n}`, fireAt: n, kind: 'no.such', payload: {}, owner: `o${n}` }),
    );
    await opened[0]!.write(async (tx) => {
      for (const one of timers) tx.replaceTimers(one.owner, [one]);
    });
    const scheduler = { after: () => ({ cancel: () => undefined }) };
    const fired: string[] = [];
    const loops = opened.map((store) =>
      createTimerLoop({ store, clock: systemClock, scheduler, onFired: (timer) => fired.push(timer.key) }),
    );
    const counts = await Promise.all(loops.map((loop) => loop.runDue()));
    expect(counts[0]! + counts[1]!).toBe(80);
    expect(fired.sort()).toEqual(timers.map((one) => one.key).sort());
    expect((await opened[0]!.read((tx) => tx.log({ after: 0, limit: 200 }))).length).toBe(80);
    expect(await opened[0]!.verifyLog()).toBeUndefined();
  });

  it('make the tables together, whoever starts first', async () => {
    const opened = await Promise.all([1, 2, 3, 4].map(() => aStore()));
    const epochs = await Promise.all(opened.map((store) => store.read((tx) => tx.workspace())));
    expect(new Set(epochs.map((one) => one.epoch)).size).toBe(1);
    const bus = await aBus();
    const identities = await Promise.all([1, 2, 3].map(() => createPostgresIdentity({ url, bus, clock: systemClock })));
    await Promise.all(identities.map((identity) => identity.close()));
  });
});
