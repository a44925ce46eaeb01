import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backupId } from '../../src-shared/model/backup.ts';
import { packSchema } from '../../src-shared/model/pack.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { connectDevice } from '../support/device.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'vigie-packs-'));
});
afterAll(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true });
});

const shipped = new URL('../../resources/packs/procedures.fr.json', import.meta.url);
const read = (file: string | URL) => packSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

describe('content packs beside a running server', () => {
  it('go out as the team has them and come in without touching what it has edited', async () => {
    const lead = await connectDevice(server.url, await server.token('lea', 'lead'));
    await lead.mutate('procedure.save', {
      id: procedureId('incident.p0.response'),
      base: 1,
      title: 'P0 · La nôtre',
      body: '- [ ] Respirer\n',
    });

    expect(await server.vigie('pack', 'diff', shipped.pathname)).toMatch(
      /! procedure incident\.p0\.response {2}P0 · Réponse immédiate\n {6}- - \[ \] Respirer\n/,
    );
    const file = join(folder, 'ours.json');
    await server.vigie('pack', 'export', file, '--id', 'ours');
    const ours = read(file);
    expect(ours.procedures.find(({ id }) => id === 'incident.p0.response')).toMatchObject({
      title: 'P0 · La nôtre',
      body: '- [ ] Respirer\n',
      phase: { priority: 'P0', clock: 'response', from: 0, to: 300_000 },
    });
    // Lists as Markdown, and the text that names the teams.
    expect(ours.procedures).toHaveLength(read(shipped).procedures.length + read(shipped).lists.length + 1);

    expect(ours.plans).toHaveLength(read(shipped).plans.length);
    expect(ours.plans.find(({ id }) => id === 'technical.database.weekly')).toMatchObject({
      rrule: 'FREQ=WEEKLY',
      anchor: '2024-01-01',
      grace: 6 * 86_400_000,
    });

    const newer = join(folder, 'newer.json');
    const pack = read(shipped);
    const procedures = pack.procedures.map((one) =>
      one.id === 'preventive.daily.health-check' || one.id === 'incident.p0.response'
        ? { ...one, title: 'Autre' }
        : one,
    );
    writeFileSync(newer, JSON.stringify({ ...pack, version: '9.0.0', procedures }));
    expect(await server.vigie('pack', 'import', newer)).toMatch(/1 edited here/);
    const after = JSON.parse(await server.vigie('pack', 'diff', newer, '--json')) as { id: string; state: string }[];
    expect(after.filter(({ state }) => state !== 'same')).toMatchObject([
      { id: 'incident.p0.response', state: 'edited' },
    ]);
  });

  it('carry the register of backups to another workspace, without what was noted of it here', async () => {
    const lead = await connectDevice(server.url, await server.token('lea', 'lead'));
    const rds = backupId('technical.backups.strategy.daily-backups-rds');
    await lead.mutate('backup.edit', { id: rds, set: { retention: 35, sizeAtLeast: 4_000, restoreWithin: 1_800_000 } });
    await lead.mutate('backup.record', { id: rds, entry: 'e1', outcome: 'ok', size: 5_000 });
    await lead.mutate('backup.create', { id: backupId('tapes'), title: 'Bandes', cadence: 'FREQ=MONTHLY' });
    const gone = backupId('technical.backups.strategy.metrics-backups');
    await lead.mutate('backup.edit', { id: gone, set: { archived: true } });
    expect(await server.vigie('pack', 'diff', shipped.pathname)).toMatch(
      /! backup technical\.backups\.strategy\.daily-backups-rds {2}Sauvegardes quotidiennes \(RDS\)\n[\s\S]*- {3}"retention": 35/,
    );
    const file = join(folder, 'register.json');
    await server.vigie('pack', 'export', file, '--id', 'register');
    const { backups } = read(file);
    expect(backups).toHaveLength(8);
    const [first] = backups ?? [];
    expect(first).toEqual({
      id: rds,
      title: 'Sauvegardes quotidiennes (RDS)',
      target: 'RDS',
      cadence: 'FREQ=DAILY',
      retention: 35,
      sizeAtLeast: 4_000,
      restoreWithin: 1_800_000,
    });

    const other = await startServer({ flags: ['--pack', 'none'] });
    try {
      expect(await other.vigie('pack', 'diff', file)).toContain('+ backup tapes  Bandes');
      await other.vigie('pack', 'import', file);
      const eva = await connectDevice(other.url, await other.token('eva', 'lead'));
      const came = await eva.records('backup');
      expect(came).toHaveLength(8);
      expect(came.find(({ id }) => id === rds)?.doc).toMatchObject({ retention: 35, entries: [] });
      const again = JSON.parse(await other.vigie('pack', 'diff', file, '--json')) as { state: string }[];
      expect(again.filter(({ state }) => state !== 'same')).toEqual([]);
    } finally {
      await other.dispose();
    }
  });

  it('that are none are refused with where and why, and nothing is written', async () => {
    const file = join(folder, 'bad.json');
    const pack = read(shipped);
    const [first, ...rest] = pack.plans;
    writeFileSync(file, JSON.stringify({ ...pack, plans: [{ ...first, procedure: 'nowhere' }, ...rest] }));
    await expect(server.vigie('pack', 'import', file)).rejects.toThrow(/plans: .+: there is no nowhere/);
    writeFileSync(file, JSON.stringify({ ...pack, teams: [{ id: 7 }] }));
    await expect(server.vigie('pack', 'import', file)).rejects.toThrow(/teams\.0\.id: /);
    writeFileSync(file, '{');
    await expect(server.vigie('pack', 'import', file)).rejects.toThrow(/bad\.json is no content pack:\n.*JSON/);
  });
});
