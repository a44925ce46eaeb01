import { createHash, randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAppendFile } from '../../src-main/journal/append-file.ts';
import { createJournal } from '../../src-main/journal/journal.ts';
import { createIdentity } from '../../src-server/identity/identity.ts';
import { refuseDamage } from '../../src-server/store/damage.ts';
import { createSqliteStore } from '../../src-server/store/sqlite.ts';
import { meSchema, pushResponseSchema } from '../../src-shared/contract/http.ts';
import { systemClock } from '../../src-shared/time/clock.ts';
import { createRandom, type Random } from '../simulator/world.ts';
import { cutPower, type DiskEvent, readTrace, recorded } from '../support/power-cut.ts';
import { freePort, startProgram, until } from '../support/processes.ts';
import { startServer } from '../support/server.ts';

/** `VIGIE_POWER_CUTS=20 VIGIE_POWER_SEED=7`: so many cuts, other ones. */
const CUTS = Number(process.env.VIGIE_POWER_CUTS ?? 5);
const SEED = Number(process.env.VIGIE_POWER_SEED ?? 1);
const WRITERS = 4;

const cli = fileURLToPath(new URL('../../src-server/cli.ts', import.meta.url));
const writer = fileURLToPath(new URL('../support/journal-writer.ts', import.meta.url));
/** libuv may hand file calls to the kernel in a way that no tracer sees. */
const env = { ...process.env, UV_USE_IO_URING: '0' };
/** The server as it would be with one setting of its database wrong. */
const CARELESS = `data:text/javascript,${encodeURIComponent(
  `import Database from ${JSON.stringify(import.meta.resolve('better-sqlite3'))};
   const { pragma } = Database.prototype;
   Database.prototype.pragma = function (text, ...rest) {
     return pragma.call(this, text.replace('synchronous = FULL', 'synchronous = OFF'), ...rest);
   };`,
)}`;

interface Recording {
  before: Map<string, Buffer>;
  events: DiskEvent[];
  /** What was acknowledged, with the first millisecond after it. */
  acknowledged: { what: string; by: number }[];
  token: string;
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vigie-power-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));

const filesOf = (path: string) =>
  new Map(
    readdirSync(path, { withFileTypes: true })
      .flatMap((one) => (one.isFile() ? [one.name] : []))
      .map((name) => [name, readFileSync(join(path, name))]),
  );

/** Runs a program under the recorder until `work` is done, then ends it with `signal`. */
async function record(
  trace: string,
  command: readonly string[],
  ready: RegExp,
  signal: NodeJS.Signals,
  work: (match: RegExpMatchArray) => Promise<void>,
) {
  const [strace, args] = recorded(trace, process.execPath, command);
  const program = startProgram(strace, args, env);
  try {
    await work(await program.line(ready));
    const children = readFileSync(`/proc/${program.child.pid}/task/${program.child.pid}/children`, 'utf8');
    process.kill(Number(children.trim().split(' ')[0]), signal);
    await until('the end of the program', () => program.child.exitCode !== null || program.child.signalCode !== null);
  } finally {
    await program.stop();
  }
  return program.output();
}

/** A real server under real pushes and alerts: stopped once in between, killed at the end. */
async function recordServer(flags: string[] = []): Promise<Recording> {
  const setUp = await startServer();
  const data = join(folder, 'data');
  const token = await setUp.token('ines');
  const intake = new URL(await setUp.intakeUrl('generic')).pathname;
  await setUp.stop();
  cpSync(setUp.data, data, { recursive: true });
  await setUp.dispose();
  const before = filesOf(data);
  const acknowledged: Recording['acknowledged'] = [];
  const events: DiskEvent[] = [];
  const next = Array.from({ length: WRITERS }, () => 1);

  for (const [session, signal] of (['SIGTERM', 'SIGKILL'] as const).entries()) {
    const trace = join(folder, `trace-${session}`);
    const serve = [...flags, cli, 'serve', '--data', data, '--port', String(await freePort()), '--log-level', 'fatal'];
    await record(trace, serve, /listening on (\S+)/, signal, async ([, url]) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const { person } = meSchema.parse(await (await fetch(`${url}/api/me`, { headers })).json());
      const post = async (path: string, body: unknown) => {
        const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
        return answer.json();
      };
      let pushes = 0;
      const end = performance.now() + 15_000;
      const writing = next.map(async (_, who) => {
        while (pushes < 60 && performance.now() < end) {
          pushes += 1;
          const seq = next[who] ?? 0;
          const ids = Array.from({ length: 3 }, (_none, n) => `view-${who}-${seq + n}`);
          const mutations = ids.map((id, n) => ({
            seq: seq + n,
            name: 'savedView.save',
            args: { id, doc: { name: id, owner: person, visibility: 'all', filter: {} } },
            at: Date.now(),
            via: 'console',
          }));
          next[who] = seq + 3;
          const done = pushResponseSchema.parse(
            await post('/api/sync/push', { clientId: `writer-no-${who}`, mutations }),
          );
          expect(done.results.map((one) => one.status)).toEqual(['applied', 'applied', 'applied']);
          for (const id of ids) acknowledged.push({ what: id, by: Date.now() + 1 });
          if (pushes % 6 > 0) continue;
          const title = `alert ${session} ${pushes}`;
          await post(intake, { title });
          acknowledged.push({ what: title, by: Date.now() + 1 });
          // Of one part, or of two.
          const bytes = randomBytes(pushes % 12 > 0 ? 20_000 : 600_000);
          const hash = createHash('sha256').update(bytes).digest('hex');
          const asBytes = { ...headers, 'content-type': 'application/octet-stream' };
          const put = await fetch(`${url}/api/blobs/${hash}`, { method: 'PUT', headers: asBytes, body: bytes });
          if (!put.ok) throw new Error(`file: ${put.status} ${await put.text()}`);
          acknowledged.push({ what: hash, by: Date.now() + 1 });
        }
      });
      await Promise.all(writing);
    });
    const first = events.length;
    const read = readTrace(trace, data);
    for (const event of read) events.push(event.kind === 'sync' ? { ...event, since: event.since + first } : event);
    rmSync(trace);
  }
  return { before, events, acknowledged, token };
}

/** The folder as the power cut before event `at` leaves it. */
function folderAfter(
  { before, events }: Pick<Recording, 'before' | 'events'>,
  at: number,
  random: Random,
  name: string,
) {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, bytes] of cutPower(before, events, at, random)) writeFileSync(join(path, file), bytes);
  return path;
}

/** Opens what is left with the product and says what is wrong with it. */
async function faultsOf(path: string, { acknowledged, token }: Recording, cutAt: number): Promise<string[]> {
  const faults: string[] = [];
  try {
    // A torn end is no damage: the server starts.
    for (const name of ['vigie.db', 'identity.db']) refuseDamage(join(path, name));
    const store = await createSqliteStore({ file: join(path, 'vigie.db') });
    const identity = await createIdentity({ file: join(path, 'identity.db'), clock: systemClock });
    try {
      const broken = await store.verifyLog();
      if (broken !== undefined) faults.push(`the log breaks at ${broken}`);
      if (!(await identity.verify(token))) faults.push('the token is gone');
      const { views, titles, log, live } = await store.read(async (tx) => ({
        views: await tx.all('savedView'),
        titles: (await tx.all('incident')).map((one) => one.doc.title),
        log: await tx.log({ after: 0, limit: 1_000_000 }),
        live: await tx.newest({ scopes: ['all'], upTo: Number.MAX_SAFE_INTEGER, limit: 1_000_000, part: 'all' }),
      }));
      const files: string[] = [];
      for (const { hash, upload, size } of await store.blobs.madeBefore(Number.MAX_SAFE_INTEGER)) {
        const found = createHash('sha256');
        let bytes = 0;
        for (let n = 0, part = await store.blobs.part(upload, n); part; part = await store.blobs.part(upload, ++n)) {
          found.update(part);
          bytes += part.length;
        }
        if (bytes === size && found.digest('hex') === hash) files.push(hash);
        else faults.push(`file ${hash} is not whole`);
      }
      const kept = new Set([...views.map((one) => one.id), ...titles, ...files]);
      for (const { what, by } of acknowledged) if (by <= cutAt && !kept.has(what)) faults.push(`lost: ${what}`);
      const numbers = log.flatMap((one) => (one.client ? [`${one.client}/${one.seq}`] : []));
      if (numbers.length !== views.length) faults.push(`${numbers.length} changes made ${views.length} views`);
      if (new Set(titles).size !== titles.length) faults.push('an alert is there twice');
      if (new Set(live.map((one) => one.version)).size !== live.length) faults.push('a version is there twice');
    } finally {
      await store.close();
      await identity.close();
    }
  } catch (error) {
    faults.push(String(error));
  }
  return faults;
}

/** As many cuts as asked for, spread over the recording, and what each broke. */
async function cutAgainAndAgain(recording: Recording, check: (path: string, cutAt: number) => Promise<string[]>) {
  const random = createRandom(SEED);
  const broken: { cut: number; faults: string[] }[] = [];
  for (let n = 0; n < CUTS; n += 1) {
    const share = recording.events.length / CUTS;
    const at = Math.floor(n * share + random.next() * share);
    const cutAt = recording.events[at]?.at ?? Number.POSITIVE_INFINITY;
    const path = folderAfter(recording, at, random, `cut-${n}`);
    const faults = await check(path, cutAt);
    if (faults.length > 0) broken.push({ cut: at, faults });
    rmSync(path, { recursive: true });
  }
  return broken;
}

describe.skipIf(process.platform !== 'linux')('a power cut', { timeout: 600_000 }, () => {
  it('leaves a database that opens, with all that was acknowledged, once', async () => {
    const recording = await recordServer();
    expect(recording.events.filter((one) => one.kind === 'sync').length).toBeGreaterThan(50);
    expect(await cutAgainAndAgain(recording, (path, cutAt) => faultsOf(path, recording, cutAt))).toEqual([]);
  });

  it('is noticed by this very test when the database does not wait for the disk', async () => {
    const recording = await recordServer(['--import', CARELESS]);
    const broken = await cutAgainAndAgain(recording, (path, cutAt) => faultsOf(path, recording, cutAt));
    expect(broken.length).toBeGreaterThan(0);
  });

  async function recordJournal(...plant: string[]): Promise<Recording> {
    const data = join(folder, 'journal');
    mkdirSync(data);
    const trace = join(folder, 'trace');
    const out = await record(trace, [writer, data, ...plant], /saved (\d+)/, 'SIGKILL', async () => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
    });
    const acknowledged = [...out.matchAll(/saved (\d+) (\d+) (\d+)/g)].flatMap(([, first, last, at]) =>
      Array.from({ length: Number(last) - Number(first) + 1 }, (_, n) => ({
        what: String(Number(first) + n),
        by: Number(at) + 1,
      })),
    );
    return { before: new Map(), events: readTrace(trace, data), acknowledged, token: '' };
  }

  async function journalFaults(path: string, { acknowledged }: Recording, cutAt: number): Promise<string[]> {
    const file = createAppendFile({ folder: path, name: 'outbox' });
    const journal = createJournal({ file, clock: systemClock });
    const { entries } = await journal.read();
    const kept = new Set(entries.map((one) => String(one.mutation.seq)));
    const faults = acknowledged.flatMap(({ what, by }) => (by <= cutAt && !kept.has(what) ? [`lost: ${what}`] : []));
    if (kept.size !== entries.length) faults.push('an entry is there twice');
    // And it goes on.
    const mutation = { seq: 1_000_000, name: 'incident.note', args: {}, at: 0, via: 'console' as const };
    const added = await journal.append([{ clientId: 'laptop-of-ines', mutation }]);
    const after = await journal.read();
    if (!added.ok || after.entries.length !== entries.length + 1) faults.push('it does not take another entry');
    await file.close();
    return faults;
  }

  it('leaves a journal with all that was called saved', async () => {
    const recording = await recordJournal();
    expect(recording.acknowledged.length).toBeGreaterThan(100);
    expect(await cutAgainAndAgain(recording, (path, cutAt) => journalFaults(path, recording, cutAt))).toEqual([]);
  });

  it('is noticed by this very test when the journal does not wait for the disk', async () => {
    const recording = await recordJournal('no-fsync');
    const broken = await cutAgainAndAgain(recording, (path, cutAt) => journalFaults(path, recording, cutAt));
    expect(broken.length).toBeGreaterThan(0);
  });
});
