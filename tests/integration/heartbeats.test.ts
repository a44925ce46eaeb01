import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pingLines } from '../../src-shared/heartbeat/ping-lines.ts';
import { stateAt } from '../../src-shared/heartbeat/state.ts';
import { HOUR, instant, MINUTE } from '../../src-shared/time/clock.ts';
import { startTestApp, type TestApp } from '../support/server-app.ts';

/** 03:00 in Paris, on a Sunday. */
const NOW = instant('2026-11-22T02:00:00Z');
const KEY = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const execute = promisify(execFile);
let server: TestApp;
let address: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'vigie-heartbeats-'));
  server = await startTestApp(NOW);
  server.timers.start();
  address = `${await server.app.listen({ port: 0, host: '127.0.0.1' })}/ping/${KEY}`;
  await server.asSystem('heartbeat.create', {
    id: 'nightly',
    key: KEY,
    name: 'Sauvegarde RDS',
    tags: [],
    priority: 'P0',
    schedule: { kind: 'cron', expression: '0 3 * * *', zone: 'Europe/Paris', grace: HOUR },
  });
});
afterEach(async () => {
  server.app.server.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const pings = async (id = 'nightly') =>
  (await server.deps.store.read((tx) => tx.list('ping', id))).map(({ doc }) => doc).sort((a, b) => a.n - b.n);
const state = async () => {
  const found = await server.deps.store.read((tx) => tx.get('heartbeat', 'nightly'));
  return found && stateAt(found, server.clock.now()).state;
};
const incidents = async () => (await server.deps.store.read((tx) => tx.all('incident'))).map(({ doc }) => doc);
const open = async () => (await incidents()).filter(({ status }) => status === 'triggered');

/** As cron runs a line: by /bin/sh, in the home folder, with next to no environment. */
const runAsCron = (command: string) =>
  execute('/bin/sh', ['-c', command], {
    cwd: folder,
    env: { HOME: folder, LOGNAME: 'job', SHELL: '/bin/sh', PATH: '/usr/bin:/bin' },
  });

describe('a job that cron runs', () => {
  it('is seen to start, to succeed, to be late, to be down with an incident, to fail and to come back', async () => {
    const job = path.join(folder, 'my-job');
    const does = async (script: string) => {
      await writeFile(job, `#!/bin/sh\n${script}\n`);
      await chmod(job, 0o755);
    };
    const line = pingLines(address, { cron: '0 3 * * *' }).find(({ client }) => client === 'crontab')?.text ?? '';
    const command = line.split(' ').slice(5).join(' ').replace('/usr/local/bin/my-job', job);

    await does('exit 0');
    await runAsCron(command);
    expect((await pings()).map(({ kind, exitCode }) => [kind, exitCode])).toEqual([
      ['start', undefined],
      ['success', 0],
    ]);
    expect((await pings())[0]?.agent).toMatch(/^curl\//);
    expect(await state()).toBe('up');

    // The night after, cron is dead.
    await server.clock.advance(24 * HOUR + MINUTE);
    expect(await state()).toBe('late');
    expect(await open()).toEqual([]);
    await server.clock.advance(HOUR);
    expect(await state()).toBe('down');
    expect(await open()).toMatchObject([{ title: 'Sauvegarde RDS · no ping', priority: 'P0' }]);

    // Somebody runs it by hand.
    await runAsCron(command);
    expect(await state()).toBe('up');
    expect(await incidents()).toMatchObject([{ status: 'resolved' }]);

    await does('exit 3');
    await runAsCron(command);
    expect(await state()).toBe('down');
    expect((await pings()).at(-1)).toMatchObject({ kind: 'fail', exitCode: 3 });
    expect(await open()).toHaveLength(1);
  });

  it('that hangs after its start is down after the grace', async () => {
    await runAsCron(`curl -fsS -m 10 --retry 5 -o /dev/null ${address}/start`);
    await server.clock.advance(HOUR - 1);
    expect(await state()).toBe('started');
    await server.clock.advance(MINUTE);
    expect(await open()).toHaveLength(1);
  });
});
