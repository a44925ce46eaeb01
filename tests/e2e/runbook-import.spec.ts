import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { strToU8, zipSync } from 'fflate';
import { type Procedure, procedureId, revisionId } from '../../src-shared/model/procedure.ts';
import { importedId } from '../../src-shared/procedure/links.ts';
import '../support/bare-page.ts';
import { type ConsolePage, consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import { COLLECTION, layCollection } from '../support/runbook-collection.ts';

const idOf = (path: string) => procedureId(importedId({ collection: 'ops', path }));
const POD = 'content/runbooks/kubernetes/KubePodStuck.md';
const DISK = 'content/runbooks/node/NodeDiskFull.md';
const ETCD = 'alerts/cluster-etcd-operator/etcdLeaderLost.md';

let folder: string;
test.beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vigie-runbooks-')), 'ops');
  layCollection(folder);
});
test.afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const imported = async (device: Device): Promise<{ id: string; doc: Procedure }[]> =>
  (await device.records('procedure')).filter(({ doc }) => doc.source?.collection === 'ops' && !doc.archived);

async function bodyOf(device: Device, path: string): Promise<string | undefined> {
  const head = (await device.records('procedure')).find(({ id }) => id === idOf(path))?.doc;
  const wanted = revisionId({ collection: 'procedure', id: idOf(path) }, head?.revision ?? 0);
  return (await device.records('revision')).find(({ id }) => id === wanted)?.doc.body;
}

async function choose(page: Page, screen: ConsolePage, files: string): Promise<void> {
  await screen.visit('/board');
  await screen.visit('/procedures/import');
  await expect(page.getByRole('button', { name: screen.t('import.folder') })).toBeVisible();
  const isFolder = !files.endsWith('.zip');
  await page
    .locator(`input[type=file]${isFolder ? '[webkitdirectory]' : ':not([webkitdirectory])'}`)
    .setInputFiles(files);
}

/** As a forge packs a repository's files. */
function zipOf(files: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const packed = Object.entries(files).map(([path, content]) => [
    `ops-main/${path}`,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(packed));
}

/** Drags a file or a folder of the machine over a place of the page and lets it go there, as a file manager does. */
async function letGo(page: Page, place: Locator, path: string): Promise<void> {
  const box = await place.boundingBox();
  if (!box) throw new Error('there is nothing to let go over');
  const session = await page.context().newCDPSession(page);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', {
      type,
      ...at,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}

const tab = (page: Page, { t }: ConsolePage, view: string, count: number) =>
  page.getByRole('button', { name: `${t(`import.view.${view}`)} ${count}`, exact: true });

test('a folder becomes runbooks; imported again it makes nothing twice and overwrites nothing', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const device = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit('/procedures/import');
  await expect(page.getByText(t('import.drop'))).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'import-choose', as, faults);
  }
  await dress(page, LOOKS[0] ?? { language: 'fr', theme: 'light', contrast: 'normal' });

  await choose(page, screen, folder);
  await expect(tab(page, screen, 'new', 6)).toBeVisible();
  await expect(page.getByRole('textbox', { name: t('import.collection') })).toHaveValue('ops');
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'import-preview', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  await tab(page, screen, 'problems', 4).click();
  await expect(page.getByText('team/latin1.md')).toBeVisible();
  await expect(page.getByText(t('import.reason.encoding'))).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'import-problems', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  await page.getByRole('button', { name: t('import.start', { count: 6 }) }).click();
  await expect(page.getByRole('heading', { name: t('import.written', { count: 6 }) })).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'import-report', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  await expect.poll(async () => (await imported(device)).length).toBe(6);
  expect((await imported(device)).find(({ id }) => id === idOf(POD))?.doc).toMatchObject({
    title: 'Kube Pod Stuck',
    tags: ['kubernetes'],
    match: { alertNames: ['KubePodStuck'] },
  });
  expect(await bodyOf(device, DISK)).toMatch(
    /!\[The graph\]\(blob\/[0-9a-f]{64}\.png\)\n- !\[Gone\]\(img\/gone\.png\)/,
  );
  // A link between two files leads from one runbook to the other.
  await screen.visit(`/procedures/${idOf(POD)}`);
  await page.getByRole('link', { name: 'the disk' }).click();
  await expect(page.getByRole('heading', { name: 'Node Disk Full' }).first()).toBeVisible();

  // The team edits three; upstream four files change and one goes.
  const edit = async (path: string, from: string, to: string) => {
    const body = (await bodyOf(device, path)) ?? '';
    const title = (await imported(device)).find(({ id }) => id === idOf(path))?.doc.title ?? '';
    await device.mutate('procedure.save', { id: idOf(path), base: 1, title, body: body.replace(from, to) });
  };
  await edit(POD, '## Meaning', '## What it means to us');
  await edit(DISK, 'Free what can be freed.', 'Call the storage team.');
  await edit('team/restauration.md', 'Trouver la sauvegarde', 'Trouver la dernière sauvegarde');
  const upstream = (path: string, from: string, to: string) =>
    writeFileSync(join(folder, path), String(COLLECTION[path]).replace(from, to));
  upstream(POD, 'Free what can be freed.', 'Free it, and tell us.');
  upstream(DISK, 'Free what can be freed.', 'Delete old logs.');
  upstream(ETCD, 'No member leads.', 'No member of etcd leads.');
  rmSync(join(folder, 'team/broken.md'));
  // The console has the edits before it compares.
  await screen.visit(`/procedures/${idOf('team/restauration.md')}`);
  await expect(page.getByText('Trouver la dernière sauvegarde')).toBeVisible();

  await choose(page, screen, folder);
  await expect(tab(page, screen, 'edited', 2)).toBeVisible();
  await expect(tab(page, screen, 'changed', 1)).toBeVisible();
  await expect(tab(page, screen, 'gone', 1)).toBeVisible();
  await expect(tab(page, screen, 'same', 2)).toBeVisible();
  await tab(page, screen, 'edited', 2).click();
  await page.getByRole('option', { name: /Node Disk Full/ }).click();
  await expect(page.getByRole('radio', { name: t('import.choice.merge') })).toHaveCount(0);
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'import-edited', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  await page.getByRole('radio', { name: t('import.choice.keep') }).click();
  await page.getByRole('option', { name: /Kube Pod Stuck/ }).click();
  await page.getByRole('radio', { name: t('import.choice.merge') }).click();
  await tab(page, screen, 'gone', 1).click();
  await page.getByRole('radio', { name: t('import.choice.archive') }).click();
  await page.getByRole('button', { name: t('import.start', { count: 4 }) }).click();
  await expect(page.getByRole('heading', { name: t('import.written', { count: 4 }) })).toBeVisible();
  await expect.poll(async () => (await imported(device)).length).toBe(5);
  await expect.poll(() => bodyOf(device, POD)).toMatch(/## What it means to us[\s\S]*Free it, and tell us\./);
  expect(await bodyOf(device, DISK)).toContain('Call the storage team.');
  expect(await bodyOf(device, 'team/restauration.md')).toContain('Trouver la dernière sauvegarde');
  expect(await bodyOf(device, ETCD)).toContain('No member of etcd leads.');

  // Taken back as a whole.
  await page.getByRole('button', { name: t('import.takeBack') }).click();
  await expect(page.getByRole('heading', { name: t('import.takenBack') })).toBeVisible();
  await expect.poll(async () => (await imported(device)).length).toBe(6);
  await expect.poll(() => bodyOf(device, ETCD)).toContain('No member leads.');
  await expect.poll(() => bodyOf(device, POD)).toContain('Free what can be freed.');

  // The same files as an archive of a repository: the same runbooks.
  const zip = join(folder, '..', 'download.zip');
  writeFileSync(zip, zipOf(COLLECTION));
  await choose(page, screen, zip);
  await expect(page.getByRole('textbox', { name: t('import.collection') })).toHaveValue('ops');
  await expect(tab(page, screen, 'new', 0)).toHaveCount(0);
  // That of the page: a toast may offer to take back what was done before, by the same word.
  await page
    .getByRole('main')
    .getByRole('button', { name: t('import.cancel'), exact: true })
    .click();
  writeFileSync(zip, 'no archive');
  await page.locator('input[type=file]:not([webkitdirectory])').setInputFiles(zip);
  await expect(page.getByRole('alert')).toContainText(t('import.reason.damaged'));
  expect(faults).toEqual([]);
});

test('a folder let go over the page, and an archive from the file dialog, are the same runbooks', async ({
  server,
  openConsole,
}) => {
  const device = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit('/procedures/import');

  await test.step('the folder is dropped', async () => {
    await letGo(page, page.getByText(t('import.drop')), folder);
    await expect(tab(page, screen, 'new', 6)).toBeVisible();
    await expect(page.getByRole('textbox', { name: t('import.collection') })).toHaveValue('ops');
    await expect(tab(page, screen, 'problems', 4)).toBeVisible();
    await page.getByRole('button', { name: t('import.start', { count: 6 }) }).click();
    await expect(page.getByRole('heading', { name: t('import.written', { count: 6 }) })).toBeVisible();
    await expect.poll(async () => (await imported(device)).length).toBe(6);
    expect(await bodyOf(device, DISK)).toMatch(/!\[The graph\]\(blob\/[0-9a-f]{64}\.png\)/);
  });

  await test.step('its archive, with one text changed, is chosen: nothing is made twice', async () => {
    const zip = join(folder, '..', 'ops-main.zip');
    const changed = { ...COLLECTION, [ETCD]: String(COLLECTION[ETCD]).replace('No member leads.', 'Nobody leads.') };
    writeFileSync(zip, zipOf(changed));
    await screen.visit('/board');
    await screen.visit('/procedures/import');
    const asked = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: t('import.archive') }).click();
    await (await asked).setFiles(zip);
    await expect(tab(page, screen, 'changed', 1)).toBeVisible();
    await expect(tab(page, screen, 'same', 5)).toBeVisible();
    await expect(tab(page, screen, 'new', 0)).toHaveCount(0);
    await page.getByRole('button', { name: t('import.start', { count: 1 }) }).click();
    await expect.poll(() => bodyOf(device, ETCD)).toContain('Nobody leads.');
    const revisions = (await device.records('revision')).filter(({ doc }) => doc.of.collection === 'procedure');
    const mine = new Set((await imported(device)).map(({ id }) => id));
    expect(mine.size).toBe(6);
    expect(revisions.filter(({ doc }) => mine.has(doc.of.id as never))).toHaveLength(7);
  });

  await test.step('it is taken back', async () => {
    await page.getByRole('button', { name: t('import.takeBack') }).click();
    await expect(page.getByRole('heading', { name: t('import.takenBack') })).toBeVisible();
    await expect.poll(() => bodyOf(device, ETCD)).toContain('No member leads.');
    expect(await imported(device)).toHaveLength(6);
  });
});

test('alerts without a runbook are listed and pinned, and dead links are found', async ({ server, openConsole }) => {
  test.setTimeout(180_000);
  const faults: Faults = [];
  const device = await connectDevice(server.url, await server.token('omar', 'lead'));
  const send = async (name: string) => {
    const alert = {
      status: 'firing',
      labels: { alertname: name, service: 'stockage', severity: 'warning' },
      annotations: { summary: name },
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: name,
    };
    const body = { version: '4', groupKey: name, status: 'firing', alerts: [alert] };
    const answer = await fetch(await server.intakeUrl('alertmanager'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.ok).toBe(true);
  };
  for (const name of ['NodeDiskFull', 'QueueTooLong', 'CertificateExpires']) await send(name);
  await server.vigie('runbooks', 'import', folder);
  expect(await imported(device)).toHaveLength(6);
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit('/procedures/coverage');
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  await expect(row('QueueTooLong')).toBeVisible();
  await expect(row('NodeDiskFull')).toHaveCount(0);
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'coverage', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  await row('QueueTooLong').getByRole('button').click();
  await page.getByRole('searchbox').fill('etcd');
  await page.getByRole('dialog').getByRole('button', { name: 'etcdLeaderLost' }).click();
  await page.getByRole('button', { name: t('coverage.again') }).click();
  await expect(row('QueueTooLong')).toHaveCount(0);
  await expect(row('CertificateExpires')).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`^${t('coverage.view.deadLinks')} 2$`) }).click();
  await expect(row('nowhere.md')).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'coverage-dead-links', as, faults);
  }
  expect(faults).toEqual([]);
});

test('settings show what was edited against the pack, take its version back, and load another one', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(180_000);
  const faults: Faults = [];
  const device = await connectDevice(server.url, await server.token('omar', 'lead'));
  const id = procedureId('incident.p0.response');
  await device.mutate('procedure.save', { id, base: 1, title: 'P0 · La nôtre', body: '- [ ] Respirer\n' });
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await screen.visit('/settings/pack');
  const edited = page.getByRole('button', { name: new RegExp(t('settings.pack.state.edited')) });
  await expect(edited).toHaveCount(1);
  await edited.click();
  await expect(page.getByText('- [ ] Respirer')).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await look(page, 'settings-pack-edited', as, faults);
  }
  await dress(page, { language: 'fr', theme: 'light', contrast: 'normal' });
  const title = async () => (await device.records('procedure')).find((one) => one.id === id)?.doc.title;
  await page.getByRole('button', { name: t('settings.pack.take') }).click();
  await expect.poll(title).toBe('P0 · Réponse immédiate');
  await page.keyboard.press('Control+z');
  await expect.poll(title).toBe('P0 · La nôtre');

  const file = page.locator('input[type=file]');
  await file.setInputFiles({ name: 'bad.json', mimeType: 'application/json', buffer: Buffer.from('{"id":7}') });
  await expect(page.getByRole('alert')).toContainText('id: ');
  const pack = {
    id: 'ours',
    version: '1.0.0',
    language: 'fr',
    title: 'Les nôtres',
    sections: [],
    teams: [],
    slaPolicies: [],
    calendars: [],
    procedures: [{ id: 'ours.restart', kind: 'runbook', title: 'Redémarrer', body: '- [ ] Redémarrer\n' }],
    lists: [],
    plans: [],
    reports: [],
  };
  await file.setInputFiles({
    name: 'ours.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(pack)),
  });
  await page.getByRole('button', { name: t('settings.pack.load', { count: 1 }) }).click();
  await expect
    .poll(async () => (await device.records('procedure')).some((one) => one.doc.fromPack === 'ours@1.0.0/fr'))
    .toBe(true);
  expect(faults).toEqual([]);
});
