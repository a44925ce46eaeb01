import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { incidentId, personId } from '../../src-shared/model/ids.ts';
import { followUpId } from '../../src-shared/model/post-mortem.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { readWhenThere, saveDownloadsAs } from '../support/downloads.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, FIRST, LOOKS, look } from '../support/looks.ts';
import { layWire } from '../support/wire.ts';

const P0 = incidentId('01990000-0000-7000-8000-0000000000a0');
const HOSTILE = 'Paiement <img src=x onerror=alert(1)> [cliquez](https://evil.example)';

async function resolvedP0(device: Device, id = P0, title = HOSTILE): Promise<void> {
  await device.mutate('incident.open', { id, title, priority: 'P0' });
  await device.mutate('incident.acknowledge', { id });
  await device.mutate('incident.note', { id, text: 'Le disque **/var** est plein' });
  await device.mutate('incident.resolve', { id, text: 'Espace libéré' });
}

const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);

async function typeAtEnd(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`\n${text}`);
}

test('a P0 ends in a post-mortem that two people write, whose follow-ups are tracked to their end', async ({
  server,
  openConsole,
}) => {
  const token = await server.token('ines', 'lead');
  const other = await connectDevice(server.url, await server.token('max'));
  await resolvedP0(other);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t, visit } = screen;

  await visit('/post-mortems');
  await expect(page.getByRole('link', { name: /P0/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: t('postMortem.start') }).click();
  const preview = page.getByRole('region', { name: t('postMortem.preview') });
  await expect(preview.getByRole('heading', { name: 'Cause racine' })).toBeVisible();
  // What a sender wrote stays text: nothing in it is a link, a picture or markup.
  await expect(
    preview
      .getByRole('listitem')
      .filter({ hasText: HOSTILE.slice(0, 40) })
      .first(),
  ).toBeVisible();
  await expect(preview.getByRole('link')).toHaveCount(0);
  await expect(preview.locator('img, strong:has-text("/var")')).toHaveCount(0);

  // Two people write at once, and what both wrote is in it.
  await typeAtEnd(page, 'Le disque était plein.');
  await expect.poll(async () => (await other.records('postMortem')).length).toBe(1);
  const [head] = await other.records('postMortem');
  const revision = (await other.records('revision')).find(({ doc }) => doc.of.id === P0 && doc.number === 1);
  const theirs = revision?.doc.body.replace('## Impact', '## Impact\n\nTous les paiements en échec.') ?? '';
  await other.mutate('postMortem.save', { id: P0, base: 1, title: head?.doc.title ?? '', body: theirs });
  await expect(page.getByText(t('postMortem.newer', { number: 2 }))).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(t('postMortem.saved'))).toBeVisible();
  await expect(preview.getByText('Tous les paiements en échec.')).toBeVisible();
  await expect(preview.getByText('Le disque était plein.')).toBeVisible();

  // Something is learnt later: the facts follow, and what was written stays.
  expect((await other.mutate('incident.note', { id: P0, text: 'Le fournisseur confirme' })).status).toBe('applied');
  await page.getByRole('button', { name: t('postMortem.bringUpToDate') }).click();
  await expect(preview.getByText('Le fournisseur confirme')).toBeVisible();
  await expect(preview.getByText('Le disque était plein.')).toBeVisible();
  await page.keyboard.press('Control+s');
  await expect(page.getByText(t('postMortem.newFacts'))).toHaveCount(0);

  const add = page.getByRole('form', { name: t('followUp.add') });
  await add.getByRole('textbox', { name: t('followUp.field.title') }).fill('Alerter à 80 % du disque');
  // As French reads a day, whatever the system says: the day first.
  const due = add.getByRole('group', { name: t('followUp.field.due') });
  await due.getByRole('spinbutton').first().focus();
  await page.keyboard.type(day(-2).split('-').reverse().join(''));
  await add.getByRole('textbox', { name: t('followUp.field.title') }).press('Enter');
  await expect(page.getByRole('button', { name: 'Alerter à 80 % du disque', exact: true })).toBeVisible();
  await expect.poll(async () => (await other.records('followUp')).map(({ doc }) => doc.due)).toEqual([day(-2)]);
  await page.getByRole('button', { name: t('postMortem.publish') }).click();
  await expect(page.getByText(t('postMortem.status.published'), { exact: true })).toBeVisible();
  await expect
    .poll(async () => (await other.records('postMortem')).map(({ doc }) => doc.status))
    .toEqual(['published']);
  const late = await other.mutate('postMortem.save', { id: P0, base: 3, title: 'x', body: 'x' });
  expect(late.status).toBe('rejected');

  // Late, counted in the sidebar, done by the keyboard.
  await expect(page.getByRole('img', { name: t('nav.followUpsLate', { count: 1 }) })).toBeVisible();
  await visit('/post-mortems/follow-ups');
  await page.getByRole('radio', { name: new RegExp(`^${t('followUp.view.late')}`) }).click();
  await page.getByRole('button', { name: 'Alerter à 80 % du disque', exact: true }).focus();
  await page.keyboard.press('d');
  await expect(page.getByText(t('followUp.empty.late'))).toBeVisible();
  await expect.poll(async () => (await other.records('followUp')).map(({ doc }) => doc.status)).toEqual(['done']);
  await visit(`/incidents/${P0}`);
  await expect(screen.timeline.getByText(/a publié le post-mortem|avez publié le post-mortem/)).toBeVisible();
});

test('a draft outlives the console that it was written in', async ({ server, openConsole }) => {
  const token = await server.token('ines');
  const device = await connectDevice(server.url, token);
  await resolvedP0(device, P0, 'Base lente');
  const first = await openConsole({ server: server.url, token });
  const { t, visit } = consolePage(first.page);
  await visit(`/incidents/${P0}`);
  await expect(first.page.getByRole('button', { name: t('postMortem.start') })).toBeVisible();
  await first.page.keyboard.press('m');
  await typeAtEnd(first.page, 'Gardé sans enregistrer.');
  await expect(first.page.getByText(/brouillon gardé ici/)).toHaveAttribute('aria-busy', 'false');
  await first.page.reload();
  await visit('/board');
  await visit(`/post-mortems/${P0}`);
  await expect(first.page.getByText(t('postMortem.found'))).toBeVisible();
  await expect(first.page.getByRole('region', { name: t('postMortem.preview') })).toContainText(
    'Gardé sans enregistrer.',
  );
});

test('a text that two people wrote apart is settled under « À revoir », published, and leaves on paper', async ({
  server,
  openConsole,
}, info) => {
  test.setTimeout(180_000);
  const faults: Faults = [];
  const wire = await layWire(server.url);
  const omar = await connectDevice(server.url, await server.token('omar', 'lead'));
  await resolvedP0(omar, P0, 'Base lente');
  const body = '## Résumé\n\nLe disque était plein.\n';
  const save = (text: string) =>
    omar.mutate('postMortem.save', { id: P0, base: 1, title: 'P0 · Base lente', body: text });
  await omar.mutate('postMortem.start', {
    id: P0,
    title: 'P0 · Base lente',
    body,
    language: 'fr',
    zone: 'Europe/Paris',
    owner: personId(omar.person),
  });
  const { app, page } = await openConsole({ server: wire.url, token: await server.token('ines', 'lead') });
  const screen = consolePage(page);
  const { t, visit } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await visit(`/post-mortems/${P0}`);
  await expect(page.locator('.cm-content')).toBeVisible();

  wire.cut();
  await typeAtEnd(page, 'Les journaux ne tournaient plus.');
  await page.keyboard.press('Control+s');
  await expect(screen.pending(1)).toBeVisible();
  expect((await save(`${body}\nUne sauvegarde a débordé.\n`)).status).toBe('applied');
  wire.mend();
  await screen.status.getByRole('button', { name: t('statusLine.retry') }).click();
  await expect(screen.status).toContainText(t('statusLine.review', { count: 1 }));

  await test.step('the card has both texts, in every look', async () => {
    await visit('/review');
    for (const as of LOOKS) {
      await dress(page, as);
      const words = consolePage(page, as.language).t;
      const difference = page.getByRole('region', { name: words('review.text.diff') });
      await expect(difference).toContainText('Les journaux ne tournaient plus.');
      await expect(difference).toContainText('Une sauvegarde a débordé.');
      await look(page, 'review-text', as, faults);
    }
    await dress(page, FIRST);
  });

  await test.step('its page holds both, keeps from publishing until one is made of them, and leaves the card behind', async () => {
    await page.getByRole('link', { name: t('review.text.open') }).click();
    await expect(page).toHaveURL(/\/settle\//);
    const conflict = page.getByRole('group', { name: 'Conflit 1 sur 1' });
    for (const as of LOOKS) {
      await dress(page, as);
      await expect(page.getByText(consolePage(page, as.language).t('postMortem.settle'))).toBeVisible();
      await look(page, 'post-mortem-settle', as, faults);
    }
    await dress(page, FIRST);
    await expect(page.getByRole('button', { name: t('postMortem.publish') })).toBeDisabled();
    await page.locator('.cm-content').focus();
    await page.keyboard.press('F8');
    await page.keyboard.press('Alt+3');
    await expect(conflict).toHaveCount(0);
    await page.keyboard.press('Control+s');
    await expect(page).toHaveURL(/#\/post-mortems\/1$/);
    await page.getByRole('button', { name: t('postMortem.publish') }).click();
    await expect(page.getByText(t('postMortem.status.published'), { exact: true })).toBeVisible();
    await expect(screen.status).not.toContainText(t('statusLine.review', { count: 1 }));
  });

  const leaveAs = async (way: 'pdf' | 'print') => {
    await page.getByRole('button', { name: t('postMortem.export') }).click();
    await page.getByRole('menuitem', { name: t(`postMortem.way.${way}`) }).click();
  };
  await test.step('the PDF says all of it, and nothing of the console', async () => {
    const pdf = info.outputPath('post-mortem.pdf');
    await saveDownloadsAs(app, pdf);
    await leaveAs('pdf');
    expect((await readWhenThere(pdf)).subarray(0, 5).toString()).toBe('%PDF-');
    const said = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
    for (const part of ['P0 · Base lente', 'Les journaux ne tournaient plus.', 'Une sauvegarde a débordé.']) {
      expect(said).toContain(part);
    }
    for (const shell of [t('place.incidents'), t('postMortem.facts'), t('postMortem.export')]) {
      expect(said).not.toContain(shell);
    }
  });

  await test.step('a machine without a printer is told so, and how it goes without one', async (step) => {
    const printers = await app.evaluate(async ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.getPrintersAsync(),
    );
    step.skip(printers?.length !== 0, 'this machine has a printer: the desktop would ask for one');
    await leaveAs('print');
    await expect(page.getByText(t('document.failed'))).toBeVisible();
    await expect(page.getByText(/L’export en PDF reste possible/)).toBeVisible();
  });
  expect(faults).toEqual([]);
  await wire.stop();
});

test('post-mortems and follow-ups in every look', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const token = await server.token('ines');
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  for (const as of LOOKS) {
    const { t, visit } = consolePage(page, as.language);
    await dress(page, as);
    await visit('/post-mortems');
    await expect(page.getByText(t('postMortem.none'), { exact: true })).toBeVisible();
    await look(page, 'post-mortems-empty', as, faults);
    await visit('/post-mortems/follow-ups');
    await expect(page.getByText(t('followUp.empty.open'), { exact: true })).toBeVisible();
    await look(page, 'follow-ups-empty', as, faults);
  }

  const ids = ['b', 'c', 'd', 'e'].map((end) => incidentId(`01990000-0000-7000-8000-0000000000${end}0`));
  const [awaited = P0, draft = P0, published = P0, overdue = P0] = ids;
  const titles = [
    'Paiement indisponible',
    'Certificat du portail échu',
    'Sauvegarde nocturne incomplète',
    'Latence de la recherche',
  ];
  for (const [index, id] of ids.entries()) await resolvedP0(lead, id, titles[index]);
  const begin = (id: typeof P0, title: string) =>
    lead.mutate('postMortem.start', {
      id,
      title: `P0 · ${title}`,
      body: '## Résumé\n\nLe disque des sauvegardes était plein.\n\n## Causes\n\n### Cause racine\n\nRotation des journaux arrêtée.\n',
      language: 'fr',
      zone: 'Europe/Paris',
      owner: personId(lead.person),
    });
  await begin(draft, titles[1] ?? '');
  await begin(published, titles[2] ?? '');
  await begin(overdue, titles[3] ?? '');
  await lead.mutate('postMortem.publish', { id: published, revision: 1 });
  await lead.mutate('postMortem.describe', { id: overdue, set: { due: Date.now() - 3 * 86_400_000 } });
  const said = [
    ['Alerter à 80 % du disque', -4],
    ['Tester la restauration chaque mois', 0],
    ['Documenter la rotation des journaux', 12],
    ['Renouveler le certificat sans personne', undefined],
  ] as const;
  for (const [index, [title, due]] of said.entries()) {
    await lead.mutate('followUp.create', {
      id: followUpId(`follow-up-${index}`),
      incident: ids[index % 2 === 0 ? 2 : 1] ?? P0,
      title,
      ...(index < 3 ? { owner: personId(lead.person) } : {}),
      ...(due === undefined ? {} : { due: day(due) }),
      ...(index === 0
        ? { url: 'https://tickets.example/812', detail: 'Sur tous les volumes, pas seulement les bases' }
        : {}),
    });
  }
  await lead.mutate('followUp.create', {
    id: followUpId('follow-up-done'),
    incident: published,
    title: 'Libérer l’espace',
  });
  await lead.mutate('followUp.close', { id: followUpId('follow-up-done'), as: { status: 'done' } });

  for (const as of LOOKS) {
    const { t, visit } = consolePage(page, as.language);
    await dress(page, as);
    await visit('/post-mortems');
    await expect(page.getByRole('heading', { name: t('postMortem.section.published') })).toBeVisible();
    await look(page, 'post-mortems', as, faults);
    await visit('/post-mortems/follow-ups');
    await expect(page.getByText('Alerter à 80 % du disque')).toBeVisible();
    await look(page, 'follow-ups', as, faults);
    await page.keyboard.press('x');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await expect(page.getByText(t('followUp.marked', { count: 2 }))).toBeVisible();
    await look(page, 'follow-ups-marked', as, faults);
    await page.keyboard.press('Escape');
    for (const [name, id] of Object.entries({ draft, published, overdue, 'not-started': awaited })) {
      await visit(`/post-mortems/${id}`);
      await expect(
        page.getByText(name === 'not-started' ? t('postMortem.start') : t('postMortem.facts'), { exact: true }).first(),
      ).toBeVisible();
      if (name === 'draft' || name === 'overdue') await expect(page.locator('.cm-content')).toBeVisible();
      await look(page, `post-mortem-${name}`, as, faults);
    }
    await visit(`/incidents/${published}`);
    await expect(page.getByText(t('postMortem.heading'), { exact: true })).toBeVisible();
    await page.keyboard.press('f');
    await expect(page.getByRole('dialog', { name: t('followUp.addTitle') })).toBeVisible();
    await look(page, 'follow-up-dialog', as, faults);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.getByText(t('followUp.heading'), { exact: true }).scrollIntoViewIfNeeded();
    await look(page, 'incident-afterwards', as, faults);
  }
  expect(faults).toEqual([]);
});
