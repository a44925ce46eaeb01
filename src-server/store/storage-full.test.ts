import { createHash, randomBytes } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorBodySchema, healthSchema } from '../../src-shared/contract/http.ts';
import { personId } from '../../src-shared/model/ids.ts';
import { instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { hasSmallDisks, smallDisk } from '../../tests/support/small-disk.ts';
import { createFileIntake } from '../blobs/take-in.ts';
import { createIdentity } from '../identity/identity.ts';
import { createIntakeKey } from '../intake/keys.ts';
import { storageProblem } from './failure.ts';
import { createSqliteStore } from './sqlite.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const OWNER = personId('ines');

describe.skipIf(!hasSmallDisks())('on a full disk', () => {
  it('nothing is half-written, everything can be read, and it goes on when there is space', async () => {
    const disk = smallDisk(4_000_000);
    if (!disk) throw new Error('no small disk');
    const filler = join(disk.path, 'filler');
    const clock = { now: () => NOW };
    const store = await createSqliteStore({ file: join(disk.path, 'vigie.db') });
    const identity = await createIdentity({ file: join(disk.path, 'identity.db'), clock });
    try {
      const { id } = await identity.add({ login: 'ines', name: 'Inès' });
      const { token } = await identity.createToken(id, 'test');
      const view = (n: number) =>
        store.write(async (tx) =>
          tx.apply([
            {
              collection: 'savedView',
              id: `v${n}`,
              doc: { name: 'x', owner: OWNER, visibility: 'all', filter: {} },
            },
          ]),
        );
      await view(0);
      try {
        writeFileSync(filler, Buffer.alloc(4_000_000));
      } catch {
        // As much as there was room for.
      }
      let written = 0;
      let failure: unknown;
      while (failure === undefined && written < 10_000) {
        written += 1;
        failure = await view(written).then(
          () => undefined,
          (error: unknown) => error,
        );
      }
      expect(storageProblem(failure)).toBe('full');
      const versionOf = async () => (await store.read((tx) => tx.workspace())).version;
      expect(await versionOf()).toBe(written);
      // A token stays good although its use cannot be written down.
      expect(await identity.verify(token)).toMatchObject({ person: id });
      rmSync(filler);
      await view(written);
      expect(await versionOf()).toBe(written + 1);
      expect(await store.verifyLog()).toBeUndefined();
    } finally {
      await store.close();
      await identity.close();
      disk.release();
    }
  });
});

describe.skipIf(!hasSmallDisks())('a file on a full disk', () => {
  it('is refused whole, and taken when there is space', async () => {
    const disk = smallDisk(6_000_000);
    if (!disk) throw new Error('no small disk');
    const store = await createSqliteStore({ file: join(disk.path, 'vigie.db') });
    const intake = createFileIntake({ blobs: store.blobs, clock: { now: () => NOW }, quota: 1e9 });
    const bytes = randomBytes(1_600_000);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const take = () => intake.take(hash, Readable.from([bytes]), bytes.length);
    const filler = join(disk.path, 'filler');
    try {
      try {
        writeFileSync(filler, Buffer.alloc(5_000_000));
      } catch {
        // As much as there was room for.
      }
      const failure = await take().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(storageProblem(failure)).toBe('full');
      expect(await store.blobs.find(hash)).toBeUndefined();
      rmSync(filler);
      expect(await take()).toEqual({ kind: 'new', size: bytes.length });
      const { upload } = (await store.blobs.find(hash)) ?? { upload: '' };
      const parts = await Promise.all([0, 1, 2, 3].map((n) => store.blobs.part(upload, n)));
      expect(Buffer.concat(parts.map((part) => part ?? new Uint8Array())).equals(bytes)).toBe(true);
    } finally {
      await store.close();
      disk.release();
    }
  });
});

describe('the API over a store that fails', () => {
  let server: TestApp;
  beforeEach(async () => {
    server = await startTestApp(NOW);
  });
  afterEach(() => server.close());

  it.each([
    ['SQLITE_FULL', 507, 'storageFull'],
    ['SQLITE_BUSY', 503, 'storageFailed'],
    ['SQLITE_IOERR_WRITE', 503, 'storageFailed'],
    ['SQLITE_CORRUPT', 503, 'storageFailed'],
  ])('answers %s with %i and what to do, and goes on afterwards', async (code, status, error) => {
    const { id, authorization } = await server.signedIn('ines', 'responder');
    const { key } = await createIntakeKey(server.deps, { source: 'generic' });
    const payload = {
      clientId: 'laptop-of-ines',
      mutations: [{ seq: 1, name: 'person.setDuty', args: { person: id, on: true }, at: NOW, via: 'console' }],
    };
    const push = () =>
      server.app.inject({ method: 'POST', url: '/api/sync/push', headers: { authorization }, payload });
    const alert = () =>
      server.app.inject({ method: 'POST', url: `/intake/generic/${key}`, payload: { title: 'Disk full' } });

    const { write } = server.deps.store;
    server.deps.store.write = () => Promise.reject(new Database.SqliteError('/var/lib/vigie', code));
    for (const answer of [await push(), await alert()]) {
      expect(answer.statusCode).toBe(status);
      expect(answer.headers['retry-after']).toBe('10');
      expect(errorBodySchema.parse(answer.json()).error).toBe(error);
      expect(answer.body).not.toContain('/var/lib');
    }
    server.timers.start();
    const health = async () => {
      await server.clock.advance(6 * SECOND);
      const answer = await server.app.inject({ url: '/healthz' });
      return { code: answer.statusCode, ...healthSchema.parse(answer.json()) };
    };
    const store = code === 'SQLITE_FULL' ? 'full' : 'failed';
    expect(await health()).toMatchObject({ code: 503, status: 'degraded', store });
    server.deps.store.write = write;
    expect(await health()).toMatchObject({ code: 200, status: 'ok', store: 'ok' });
    await server.clock.advance(MINUTE);
    expect((await push()).json()).toMatchObject({ lastSeq: 1, results: [{ status: 'applied' }] });
    expect((await alert()).statusCode).toBe(200);
  });
});
