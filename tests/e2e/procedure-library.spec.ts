import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { procedureId } from '../../src-shared/model/procedure.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

const DISK = `Le volume se remplit en une heure environ.

## Constater

- [ ] Lire l’occupation avec \`df -h\` {#df}
- [ ] Chercher ce qui grossit dans \`/var/log\` {#log}

## Libérer

- [ ] Purger les journaux : \`journalctl --vacuum-size=500M\` {#purge}
`;

const RUNBOOKS = [
  {
    id: 'rb-disk',
    title: 'Disque plein sur un nœud',
    body: DISK,
    tags: ['linux', 'stockage'],
    match: { alertNames: ['DisquePlein'], matchers: [] },
    reviewEvery: 90,
  },
  {
    id: 'rb-pg',
    title: 'Connexions PostgreSQL saturées',
    body: 'Lire `pg_stat_activity`.\n\n- [ ] Redémarrer le pooler {#pool}\n',
    tags: ['postgres', 'base'],
  },
  {
    id: 'rb-pods',
    title: 'Pods crash looping',
    body: 'Describe the pod, then restart the failing deployment.\n\n- [ ] Read its logs {#logs}\n',
    tags: ['kubernetes'],
    language: 'en',
  },
] as const;

async function writeRunbooks(lead: Device): Promise<void> {
  for (const { id, ...about } of RUNBOOKS) {
    const made = await lead.mutate('procedure.create', {
      services: [],
      ...structuredClone(about),
      tags: [...about.tags],
      id: procedureId(id),
      kind: 'runbook',
    } as never);
    expect(made.status).toBe('applied');
  }
}

const alert = (name: string, service = 'stockage', severity = 'critical') => ({
  version: '4',
  groupKey: `{}:{alertname="${name}"}`,
  status: 'firing',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: name, severity, service },
      annotations: { summary: `${name} sonne sur ${service}`, runbook_url: `https://wiki.example.org/${name}` },
      startsAt: new Date(Date.now() - 30_000).toISOString(),
      endsAt: '0001-01-01T00:00:00Z',
      fingerprint: `${name} ${service}`,
    },
  ],
});

const rows = (page: Page, name: string) => page.getByRole('listbox', { name, exact: true }).getByRole('option');

test('the library is read by the document, by filters and by words, from the keyboard', async ({
  server,
  openConsole,
}) => {
  await writeRunbooks(await connectDevice(server.url, await server.token('omar', 'lead')));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const { t } = consolePage(page);
  const { keyboard } = page;
  const list = rows(page, t('place.procedures'));
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await keyboard.press('g');
  await keyboard.press('p');

  await test.step('every section of the written document is there, with what comes from it', async () => {
    const rail = page.getByRole('navigation', { name: t('procedures.views') });
    for (const section of ['Vue d’ensemble', 'Maintenance préventive', 'Support utilisateurs', 'Documentation']) {
      await expect(rail.getByRole('button', { name: new RegExp(section.replace('’', "['’]")) }).first()).toBeVisible();
    }
    await rail.getByRole('button', { name: /Structure de l['’]équipe/ }).click();
    await expect(list).toHaveCount(1);
    await rail.getByRole('button', { name: /Incident P0/ }).click();
    await expect(list).toHaveCount(3);
    await rail.getByRole('button', { name: new RegExp(`^${t('procedures.view.runbooks')}`) }).click();
    await expect(list).toHaveCount(3);
  });

  await test.step('it is searched as one types: accents, stems, typos, code', async () => {
    await page.getByRole('button', { name: new RegExp(`^${t('procedures.view.all')}`) }).click();
    await keyboard.press('/');
    const field = page.getByRole('searchbox', { name: t('procedures.search') });
    await expect(field).toBeFocused();
    for (const [query, title] of [
      ['noeud disque', 'Disque plein sur un nœud'],
      ['pg_stat_act', 'Connexions PostgreSQL saturées'],
      ['redémarrer le pooler', 'Connexions PostgreSQL saturées'],
      ['/var/log', 'Disque plein sur un nœud'],
      ['restarting deployments', 'Pods crash looping'],
      ['postgrsql', 'Connexions PostgreSQL saturées'],
    ] as const) {
      await field.fill(query);
      await expect(list.first()).toContainText(title);
    }
    await field.fill('vacuum-size');
    await expect(list.first().locator('mark').first()).toHaveText(/vacuum-size/);
    await field.fill('xylophone');
    await expect(page.getByText(t('procedures.noHit', { query: 'xylophone' }))).toBeVisible();
    await page.getByRole('button', { name: t('procedures.showAll') }).click();
    await expect(list.first()).toBeVisible();
  });

  await test.step('the arrows lead from the search into the list, J and K on, Enter opens', async () => {
    await keyboard.press('/');
    await keyboard.type('pod');
    await expect(list.first()).toContainText('Pods crash looping');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Pods crash looping' }).first()).toBeVisible();
  });

  await test.step('the palette finds it too, and starts it', async () => {
    await keyboard.press('Control+k');
    await keyboard.type('disque plein');
    const palette = page.getByRole('dialog', { name: t('palette.title') });
    await expect(palette.getByRole('option', { selected: true })).toContainText('Disque plein sur un nœud');
    await keyboard.press('Shift+Enter');
    await expect(page).toHaveURL(/#\/runs\//);
  });
});

test('from the toast to the first step of its runbook in three presses, with a network and without', async ({
  desktop,
  server,
  openConsole,
}) => {
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeRunbooks(lead);
  const address = await server.intakeUrl('alertmanager');
  const { app, page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const screen = consolePage(page);
  const { t } = screen;
  const isVisible = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  /** An alert while the window is closed; answers its toast, alone on the screen. */
  const alerted = async (service: string) => {
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await expect.poll(isVisible).toBe(false);
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify(alert('DisquePlein', service));
    expect((await fetch(address, { method: 'POST', headers, body })).ok).toBe(true);
    return desktop.notification((one) => one.title.includes(`DisquePlein sonne sur ${service}`));
  };
  const first = page.getByRole('checkbox', { name: /^Lire l’occupation/ });
  /** Every key that reaches the page. */
  const pressed = await page.evaluateHandle(() => {
    const keys: string[] = [];
    addEventListener('keydown', ({ key }) => keys.push(key), { capture: true });
    return keys;
  });
  const threePresses = async (toast: { id: number }, service: string, does: 'Return' | 'space') => {
    await desktop.pressNotification(toast.id);
    await expect(screen.heading(`DisquePlein sonne sur ${service}`)).toBeVisible();
    await desktop.pressKey('r');
    await expect(first).toBeFocused();
    await expect(first).not.toBeChecked();
    await desktop.pressKey(does);
    await expect(first).toBeChecked();
    await expect(page.getByText(t('runs.doneOf', { done: 1, total: 3 })).first()).toBeVisible();
  };
  const runs = async () => (await lead.records('run')).filter(({ doc }) => doc.kind === 'runbook');

  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await desktop.closeNotifications();
  await threePresses(await alerted('stockage'), 'stockage', 'Return');
  await expect.poll(runs).toHaveLength(1);
  // R goes on with the run that is open, and does not start another.
  const run = new URL(page.url()).hash;
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await expect(screen.boardRow('DisquePlein')).toBeVisible();
  await page.keyboard.press('r');
  await expect.poll(() => new URL(page.url()).hash).toBe(run);

  await desktop.closeNotifications();
  const toast = await alerted('sauvegarde');
  await page.context().setOffline(true);
  await threePresses(toast, 'sauvegarde', 'space');
  expect(await pressed.jsonValue()).toEqual(['r', 'Enter', 'g', 'b', 'r', 'r', ' ']);
  await page.context().setOffline(false);
  await expect.poll(runs).toHaveLength(2);
});

test('a runbook is found by hand, pinned for the next time, and unpinned', async ({ server, openConsole }) => {
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeRunbooks(lead);
  const address = await server.intakeUrl('alertmanager');
  await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(alert('BaseLente', 'stockage', 'warning')),
  });
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.boardRow('BaseLente')).toBeVisible();
  await page.keyboard.press('Enter');
  const runbooks = page.getByRole('region', { name: t('runbooks.label') });
  await expect(runbooks.getByText(t('runbooks.none', { alert: 'BaseLente' }))).toBeVisible();
  await expect(runbooks.getByText('https://wiki.example.org/BaseLente')).toBeVisible();
  await page.keyboard.press('r');
  const field = runbooks.getByRole('searchbox');
  await expect(field).toBeFocused();
  await page.keyboard.type('conexions');
  await runbooks.getByRole('button', { name: t('runbooks.pin', { alert: 'BaseLente' }) }).click();
  await expect(runbooks.getByText(t('runbooks.why.alertName', { alert: 'BaseLente' }))).toBeVisible();
  const pinned = async () =>
    (await lead.records('procedure')).find(({ id }) => id === 'rb-pg')?.doc.match?.alertNames ?? [];
  await expect.poll(pinned).toEqual(['BaseLente']);
  await page.keyboard.press('Control+z');
  await expect.poll(pinned).toEqual([]);
  await expect(runbooks.getByText(t('runbooks.none', { alert: 'BaseLente' }))).toBeVisible();
});

test('the screens of the library', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  await writeRunbooks(await connectDevice(server.url, await server.token('omar', 'lead')));
  const address = await server.intakeUrl('alertmanager');
  for (const name of ['DisquePlein', 'BaseLente']) {
    await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      // Of no priority whose alarm would stand before the pictures.
      body: JSON.stringify(alert(name, 'stockage', 'warning')),
    });
  }
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  await expect(consolePage(page).boardRow('BaseLente')).toBeVisible();
  for (const as of LOOKS) {
    const { t, visit, boardRow } = consolePage(page, as.language);
    await dress(page, as);
    const list = rows(page, t('place.procedures'));
    await visit('/procedures');
    await expect(list.first()).toBeVisible();
    await look(page, 'library', as, faults);
    const field = page.getByRole('searchbox', { name: t('procedures.search') });
    await field.fill('journaux disque');
    await expect(list.first().locator('mark').first()).toBeVisible();
    await look(page, 'library-search', as, faults);
    await field.fill('xylophone');
    await expect(page.getByText(t('procedures.noHit', { query: 'xylophone' }))).toBeVisible();
    await look(page, 'library-no-hit', as, faults);
    await page.getByRole('button', { name: t('procedures.showAll') }).click();
    await page.getByRole('button', { name: new RegExp(`^${t('procedures.view.archived')}`) }).click();
    await expect(page.getByText(t('procedures.emptyView.archived'))).toBeVisible();
    await look(page, 'library-empty', as, faults);
    await page.getByRole('button', { name: new RegExp(`^${t('procedures.view.all')}`) }).click();
    await page.keyboard.press('Control+k');
    await page.keyboard.type('disque');
    await expect(page.getByRole('option').filter({ hasText: 'Disque plein sur un nœud' }).last()).toBeVisible();
    await look(page, 'palette-procedures', as, faults);
    await page.keyboard.press('Escape');
    for (const name of ['DisquePlein', 'BaseLente']) {
      await visit('/board');
      await boardRow(name).click();
      await expect(page.getByRole('region', { name: t('runbooks.label') })).toBeVisible();
      await look(page, `incident-runbooks-${name}`, as, faults);
    }
  }
  expect(faults).toEqual([]);
});

/** `VIGIE_LIBRARY=10000`: a library of that many runbooks, and how long each key takes in the window. */
const MANY = Number(process.env.VIGIE_LIBRARY ?? 0);

/** Files of some 2 KB, in words that are common and words that are not. */
function writeCollection(folder: string, count: number): void {
  const common = 'service base disque nœud alerte pod redémarrer vérifier journal réseau latence sauvegarde'.split(' ');
  const word = (at: number) => (at % 3 === 0 ? `mot${(at * 7_919) % 20_000}` : (common[at % common.length] ?? ''));
  const words = (from: number, many: number) => Array.from({ length: many }, (_, at) => word(from + at)).join(' ');
  for (let file = 0; file < count; file += 1) {
    const inside = join(folder, `part-${file % 50}`);
    mkdirSync(inside, { recursive: true });
    const sections = [0, 1, 2, 3].map((part) => `## ${words(file + part, 3)}\n\n${words(file * 31 + part, 60)}\n`);
    const steps = `- [ ] Lire \`kubectl logs app-${file}\`\n- [ ] Redémarrer ${word(file)}\n`;
    writeFileSync(
      join(inside, `runbook-${file}.md`),
      `# Runbook ${file} ${words(file, 3)}\n\n${sections.join('\n')}\n${steps}`,
    );
  }
}

test('a large library answers as one types', async ({ server, openConsole }) => {
  test.skip(MANY === 0, 'VIGIE_LIBRARY says how many');
  test.setTimeout(900_000);
  const folder = mkdtempSync(join(tmpdir(), 'vigie-library-'));
  writeCollection(folder, MANY);
  await server.vigie('runbooks', 'import', folder);
  rmSync(folder, { recursive: true });
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const { t, visit } = consolePage(page);
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/, { timeout: 120_000 });
  const began = Date.now();
  await visit('/procedures');
  const field = page.getByRole('searchbox', { name: t('procedures.search') });
  await field.fill('runbook 77');
  await expect(rows(page, t('place.procedures')).first()).toContainText('Runbook 77', { timeout: 300_000 });
  const indexed = Date.now() - began;
  await field.fill('');
  // From the key to the frame after the list has changed.
  await page.evaluate(() => {
    const times: number[] = [];
    let pressed = 0;
    addEventListener('keydown', () => {
      pressed = performance.now();
    });
    new MutationObserver((changes) => {
      const list = document.querySelector('#library-list');
      if (pressed === 0 || !list?.querySelector('mark')) return;
      if (!changes.some(({ target }) => list.contains(target))) return;
      const from = pressed;
      pressed = 0;
      requestAnimationFrame(() => times.push(performance.now() - from));
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    Object.assign(window, { keyTimes: times });
  });
  for (const query of ['redémarrer le service', 'kubectl logs app-4242', 'suavegarde disque']) {
    await field.fill('');
    await field.pressSequentially(query, { delay: 200 });
  }
  const times = await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  console.log(
    `${MANY} runbooks: usable after ${indexed} ms, a key p50 ${at(0.5)} p95 ${at(0.95)} ms of ${sorted.length}`,
  );
  expect(sorted.length).toBeGreaterThan(20);
});
