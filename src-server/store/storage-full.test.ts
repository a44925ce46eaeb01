import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorBodySchema, healthSchema } from '../../src-shared/contract/http.ts';
import { personId } from '../../src-shared/model/ids.ts';
import { instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../../tests/support/server-app.ts';
import { createIdentity } from '../identity/identity.ts';
import { createIntakeKey } from '../intake/keys.ts';
import { storageProblem } from './failure.ts';
import { createSqliteStore } from './sqlite.ts';

const NOW = instant('2026-11-22T03:00:00Z');
const OWNER = personId('ines');

/** A file system of its own of so many bytes; undefined where this user may not make one. */
function smallDisk(bytes: number): { path: string; release(): void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'vigie-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    release() {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true });
    },
  };
}

const probe = process.platform === 'linux' ? smallDisk(4_096) : undefined;
probe?.release();

describe.skipIf(!probe)('on a full disk', () => {
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
