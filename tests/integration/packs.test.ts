import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
