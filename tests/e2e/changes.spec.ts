import { expect, type Page } from '@playwright/test';
import { changeRunId } from '../../src-shared/change/planned.ts';
import {
  type ChangeId,
  changeId,
  changeSilenceId,
  freezeId,
  MONITORING_PROCEDURE,
  monitoringRunId,
} from '../../src-shared/model/change.ts';
import { incidentId, serviceId } from '../../src-shared/model/ids.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { silenceState } from '../../src-shared/silence/state.ts';
import '../support/bare-page.ts';
import { DAY, HOUR, MINUTE } from '../../src-shared/time/clock.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

const ZONE = 'Europe/Paris';
const API = serviceId('api');
const WEB = serviceId('site');

const content = (title: string, from: number, to: number, services = [API]) => ({
  title,
  type: 'security' as const,
  services,
  risk: 'medium' as const,
  window: { from, to, zone: ZONE },
});

/** A change as it is now, as whoever acts on it names it. */
async function seen(device: Device, id: ChangeId): Promise<{ id: ChangeId; contentId: string }> {
  const row = (await device.records('change')).find((one) => one.id === id);
  if (!row) throw new Error(`no change ${id}`);
  return { id, contentId: row.doc.contentId };
}

async function services(lead: Device): Promise<void> {
  await lead.mutate('service.update', { id: API, doc: { name: 'api' } });
  await lead.mutate('service.update', { id: WEB, doc: { name: 'site' } });
}

test('an update goes from its draft to its end: a collision told, another’s approval, which an edit voids, a freeze that holds, gates and eight steps', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(180_000);
  const leadToken = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, leadToken);
  const lea = await connectDevice(server.url, await server.token('lea'));
  await services(omar);
  const now = Date.now();
  await lea.mutate('change.create', {
    id: changeId('other'),
    ...content('Bascule DNS', now + 20 * HOUR, now + 30 * HOUR),
  });
  const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
  const mine = consolePage(page);
  const { t } = mine;
  await expect(mine.status).toContainText(/à jour \d\d:\d\d/);

  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(page.getByRole('link', { name: /Bascule DNS/ })).toBeVisible();
  await page.keyboard.press('c');
  const title = page.getByRole('textbox', { name: t('changes.field.title') });
  await expect(title).toBeFocused();
  await title.fill('Noyau 6.12 sur les serveurs d’API');
  const beside = page.getByRole('region', { name: t('changes.collisions') });
  await expect(beside).toContainText(t('changes.noCollision'));
  await page.getByRole('button', { name: t('changes.field.services'), exact: true }).click();
  await page.getByRole('option', { name: 'api' }).click();
  await page.keyboard.press('Escape');
  await expect(beside).toContainText(t('changes.meets.change', { title: 'Bascule DNS' }));
  await page.getByRole('textbox', { name: t('changes.field.rollback') }).fill('apt install linux-image=6.11');
  await expect(page.getByText(/^Brouillon gardé/)).toBeVisible();
  // Elsewhere and back: the draft is there.
  await mine.visit('/board');
  await mine.visit('/changes/new');
  await expect(title).toHaveValue('Noyau 6.12 sur les serveurs d’API');
  await page.getByRole('button', { name: t('changes.create') }).click();
  await expect(mine.heading('Noyau 6.12 sur les serveurs d’API')).toBeVisible();
  const collisions = page.getByRole('list', { name: t('changes.collisions') });
  await expect(collisions.getByRole('listitem')).toHaveCount(1);
  const bar = page.getByRole('toolbar', { name: t('changes.actions') });
  await bar.getByRole('button', { name: t('changes.act.propose') }).click();
  await expect(bar.getByRole('button', { name: t('changes.act.approve') })).toHaveAttribute('aria-disabled', 'true');
  const one = async () => (await omar.records('change')).find(({ id }) => id !== 'other');
  await expect.poll(async () => (await one())?.doc.status).toBe('proposed');
  const id = changeId((await one())?.id ?? '');

  // The lead's own console.
  const { page: theirs } = await openConsole({ server: server.url, token: leadToken });
  const lead = consolePage(theirs);
  await lead.visit(`/changes/${id}`);
  const leadBar = theirs.getByRole('toolbar', { name: t('changes.actions') });
  await leadBar.getByRole('button', { name: t('changes.act.approve') }).click();
  await expect(bar.getByRole('button', { name: t('changes.act.start') })).toBeVisible();

  // Another content asks for another approval.
  await mine.visit(`/changes/${id}/edit`);
  await expect(page.getByText(t('changes.voidsSaid'))).toBeVisible();
  await page.getByRole('textbox', { name: t('changes.field.riskText') }).fill('Deux minutes sans API.');
  await page.getByRole('button', { name: t('changes.save') }).click();
  await expect(bar.getByRole('button', { name: t('changes.act.approve') })).toBeVisible();
  await leadBar.getByRole('button', { name: t('changes.act.approve') }).click();

  // A freeze holds the start; an exception by the lead lets it go ahead.
  await omar.mutate('freeze.create', {
    id: freezeId('soldes'),
    title: 'Soldes',
    window: { from: now - HOUR, to: now + 9 * DAY, zone: ZONE },
    services: [],
    reason: 'trois fois le trafic',
  });
  await expect(page.getByRole('note')).toContainText('Soldes');
  const start = bar.getByRole('button', { name: t('changes.act.start') });
  await expect(start).toHaveAttribute('aria-disabled', 'true');
  expect(await lea.mutate('change.start', { ...(await seen(lea, id)), silence: false, reason: 'x' })).toMatchObject({
    status: 'rejected',
    reason: 'frozen',
  });
  // Whoever wrote it sees the way out, and may not take it.
  await expect(page.getByRole('button', { name: t('changes.act.except') })).toHaveAttribute('aria-disabled', 'true');
  await theirs
    .getByRole('note')
    .getByRole('button', { name: t('changes.act.except') })
    .click();
  await theirs.getByRole('textbox', { name: t('changes.ask.reason') }).fill('faille exploitée');
  await theirs.getByRole('button', { name: t('changes.ask.exceptDo') }).click();
  await expect(start).not.toHaveAttribute('aria-disabled', 'true');

  await start.click();
  const ask = page.getByRole('dialog');
  await expect(ask.getByRole('switch', { name: t('changes.ask.silence') })).toBeChecked();
  // Its window opens tomorrow: it takes a reason.
  await ask.getByRole('button', { name: t('changes.ask.startDo') }).click();
  await expect(ask.getByText(t('changes.ask.reasonMissing'))).toBeVisible();
  await ask.getByRole('textbox', { name: t('changes.ask.reason') }).fill('La faille est exploitée.');
  await ask.getByRole('button', { name: t('changes.ask.startDo') }).click();
  const silence = async () => (await omar.records('silence')).find((row) => row.id === changeSilenceId(id))?.doc;
  await expect.poll(async () => (await silence())?.matchers).toMatchObject([{ name: 'service', value: 'api' }]);

  await bar.getByRole('button', { name: t('changes.act.extend') }).click();
  await ask.getByRole('textbox', { name: t('changes.ask.reason') }).fill('La copie est lente.');
  await ask.getByRole('button', { name: t('changes.ask.extendDo') }).click();
  await expect.poll(async () => (await one())?.doc.until === (await silence())?.endsAt).toBe(true);
  await expect.poll(async () => ((await one())?.doc.until ?? 0) - Date.now()).toBeGreaterThan(2 * HOUR);

  // Gates in their order, the next one alone to be passed.
  const gates = page.getByRole('list', { name: t('changes.gates') });
  for (const gate of ['test', 'staging', 'production']) {
    await expect(gates.getByRole('button', { name: t('changes.act.pass') })).toHaveCount(1);
    await gates.getByRole('button', { name: t('changes.act.pass') }).click();
    await ask.getByRole('textbox').fill(`vérifié : ${gate}`);
    await ask.getByRole('button', { name: t('changes.ask.gateDo') }).click();
    await expect(gates.getByText(`vérifié : ${gate}`)).toBeVisible();
  }

  const steps = page.getByRole('group', { name: t('changes.steps') }).getByRole('checkbox');
  await expect(steps).toHaveCount(8);
  // Without all of its steps it is completed with a word alone.
  await bar.getByRole('button', { name: t('changes.act.complete') }).click();
  await expect(ask.getByText(t('changes.ask.lacking', { count: 8 }))).toBeVisible();
  await ask.getByRole('button', { name: t('changes.ask.completeDo') }).click();
  await expect(ask.getByText(t('changes.ask.reasonMissing'))).toBeVisible();
  await page.keyboard.press('Escape');
  await steps.first().focus();
  for (let done = 0; done < 8; done += 1) await page.keyboard.press('Space');
  await expect(page.getByText(t('phases.count', { done: 8, total: 8 }))).toBeVisible();
  const ticks = async () => (await omar.records('runEntry')).filter(({ doc }) => doc.run === changeRunId(id)).length;
  await expect.poll(ticks).toBe(8);

  await bar.getByRole('button', { name: t('changes.act.complete') }).click();
  await expect(theirs.getByText(t('changes.status.done'), { exact: true })).toBeVisible();
  await expect
    .poll(async () => silenceState((await silence()) ?? { startsAt: 0, endsAt: 9e15 }, Date.now()))
    .toBe('expired');
  expect((await one())?.doc.acts.map(({ kind }) => kind)).toEqual([
    'created',
    'proposed',
    'approved',
    'edited',
    'approved',
    'excepted',
    'started',
    'extended',
    'gatePassed',
    'gatePassed',
    'gatePassed',
    'done',
  ]);
});

async function busyMonth(lead: Device, lea: Device): Promise<void> {
  const now = Date.now();
  await services(lead);
  const make = (
    id: string,
    from: number,
    to: number,
    more: Partial<ReturnType<typeof content>> & { type?: never } = {},
  ) =>
    lea.mutate('change.create', {
      id: changeId(id),
      ...content(id, now + from * HOUR, now + to * HOUR),
      ...more,
      riskText: 'La latence peut doubler pendant dix minutes.',
      rollback: 'systemctl stop api\napt install api=4.1\nsystemctl start api',
    });
  await make('Noyau 6.12 sur les serveurs d’API', 20, 22);
  await make('PostgreSQL 17', 21, 25);
  await make('Bibliothèques du site', 44, 46, { services: [WEB] });
  await make('Certificats des passerelles', -3, 1);
  await make('Cache des sessions', -50, -48);
  for (const one of ['PostgreSQL 17', 'Bibliothèques du site', 'Certificats des passerelles', 'Cache des sessions']) {
    await lea.mutate('change.propose', await seen(lea, changeId(one)));
  }
  await lead.mutate('change.refuse', {
    ...(await seen(lead, changeId('PostgreSQL 17'))),
    reason: 'Il manque la durée du retour arrière.',
  });
  for (const one of ['Certificats des passerelles', 'Cache des sessions']) {
    const it = await seen(lead, changeId(one));
    await lead.mutate('change.approve', it);
    await lea.mutate('change.start', { ...it, silence: true, reason: 'Le fournisseur est prêt.' });
    await lea.mutate('change.passGate', { ...it, gate: 'test', note: 'Les essais sont verts.' });
    await lea.mutate('change.passGate', { ...it, gate: 'staging' });
  }
  const cache = await seen(lea, changeId('Cache des sessions'));
  await lea.mutate('change.rollBack', { ...cache, reason: 'Les sessions se perdaient.' });
  await lead.mutate('freeze.create', {
    id: freezeId('soldes'),
    title: 'Soldes d’hiver',
    window: { from: now + 22 * HOUR, to: now + 96 * HOUR, zone: ZONE },
    services: [],
    reason: 'Trois fois le trafic',
  });
  const incident = incidentId('01990000-0000-7000-8000-0000000000c1');
  await lea.mutate('incident.open', {
    id: incident,
    title: 'La passerelle refuse un certificat',
    priority: 'P2',
    service: API,
  });
  await lea.mutate('run.start', {
    id: monitoringRunId('api'),
    procedure: procedureId(MONITORING_PROCEDURE),
    revision: 1,
    service: API,
  });
  for (const step of ['system-metrics-cpu-memory-disk', 'automatic-alerts']) {
    await lea.mutate('run.record', { run: monitoringRunId('api'), step, event: { kind: 'done' } });
  }
}

test('the screens of changes in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  const lea = await connectDevice(server.url, await server.token('lea'));
  const address = await server.intakeUrl('alertmanager');
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  const each = async (screens: (as: (typeof LOOKS)[number], t: ReturnType<typeof consolePage>) => Promise<void>) => {
    for (const as of LOOKS) {
      await dress(page, as);
      await screens(as, consolePage(page, as.language));
    }
  };
  await each(async (as, { t, visit }) => {
    await visit('/changes');
    await expect(page.getByText(t('changes.empty.open'), { exact: true })).toBeVisible();
    await look(page, 'changes-empty', as, faults);
  });
  await busyMonth(omar, lea);
  const sent = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      version: '4',
      groupKey: 'g',
      status: 'firing',
      alerts: [
        {
          status: 'firing',
          labels: { alertname: 'LatenceHaute', service: 'site', severity: 'info' },
          annotations: {},
          startsAt: new Date(Date.now() - MINUTE).toISOString(),
          endsAt: '0001-01-01T00:00:00Z',
          fingerprint: 'f',
        },
      ],
    }),
  });
  expect(sent.ok).toBe(true);
  await each((as, screen) => shown(page, as, screen, faults));
  expect(faults).toEqual([]);
});

async function shown(
  page: Page,
  as: (typeof LOOKS)[number],
  { t, visit, heading }: ReturnType<typeof consolePage>,
  faults: Faults,
): Promise<void> {
  const view = (name: string) =>
    page.getByRole('navigation', { name: t('changes.views') }).getByRole('button', { name });
  await visit('/changes');
  await view(t('changes.view.open')).click();
  await expect(page.getByRole('link', { name: /PostgreSQL 17/ })).toBeVisible();
  await look(page, 'changes', as, faults);
  await view(t('changes.view.over')).click();
  await expect(page.getByRole('link', { name: /Cache des sessions/ })).toBeVisible();
  await look(page, 'changes-over', as, faults);
  await view(t('changes.view.calendar')).click();
  await expect(page.getByRole('button', { name: /PostgreSQL 17/ }).first()).toBeVisible();
  await look(page, 'changes-calendar', as, faults);
  await page.keyboard.press('Shift+F');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'changes-freeze', as, faults);
  await page.keyboard.press('Escape');
  await visit(`/changes/${encodeURIComponent('PostgreSQL 17')}`);
  await expect(heading('PostgreSQL 17')).toBeVisible();
  await look(page, 'change-refused', as, faults);
  await visit(`/changes/${encodeURIComponent('Certificats des passerelles')}`);
  await expect(heading('Certificats des passerelles')).toBeVisible();
  await expect(page.getByText(t('changes.suggested'))).toBeVisible();
  await look(page, 'change-working', as, faults);
  await visit(`/changes/${encodeURIComponent('PostgreSQL 17')}/edit`);
  await expect(page.getByRole('textbox', { name: t('changes.field.title') })).toHaveValue('PostgreSQL 17');
  await look(page, 'change-edit', as, faults);
  await visit('/changes/monitoring');
  await expect(page.getByRole('table', { name: t('changes.monitoring.title') })).toBeVisible();
  await expect(page.getByRole('img', { name: new RegExp(t('changes.monitoring.fresh')) })).toHaveCount(2);
  await look(page, 'changes-monitoring', as, faults);
}

test('the questions about changes, the board and an incident in both languages and themes', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const token = await server.token('omar', 'lead');
  const omar = await connectDevice(server.url, token);
  const lea = await connectDevice(server.url, await server.token('lea'));
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await busyMonth(omar, lea);
  const core = changeId('Noyau 6.12 sur les serveurs d’API');
  await lea.mutate('change.propose', await seen(lea, core));
  await omar.mutate('change.approve', await seen(lea, core));
  const working = changeId('Certificats des passerelles');
  const [incident] = await omar.records('incident');
  const [run] = await omar.records('run');
  if (!incident || !run) throw new Error('no incident, or no run');
  await lea.mutate('change.link', { id: working, incident: incidentId(incident.id), on: true });
  await lea.mutate('change.linkRun', { id: working, run: runId(run.id), on: true });
  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit, heading } = consolePage(page, as.language);
    const dialog = page.getByRole('dialog');
    const open = async (id: string, act: string, name: string) => {
      await visit(`/changes/${encodeURIComponent(id)}`);
      await expect(heading(id)).toBeVisible();
      await page.getByRole('button', { name: t(`changes.act.${act}`), exact: true }).click();
      await expect(dialog).toBeVisible();
      await look(page, name, as, faults);
      await page.keyboard.press('Escape');
      await expect(dialog).toHaveCount(0);
    };
    await open(core, 'start', 'change-start');
    await open(working, 'extend', 'change-extend');
    await expect(page.getByRole('link', { name: run.doc.title })).toBeVisible();
    await look(page, 'change-linked', as, faults);
    await page.getByRole('button', { name: t('changes.linkRun') }).click();
    await expect(dialog).toBeVisible();
    await look(page, 'change-link', as, faults);
    await page.keyboard.press('Escape');
    await visit(`/changes/${encodeURIComponent('Bibliothèques du site')}`);
    await expect(page.getByRole('note')).toContainText('Soldes d’hiver');
    await look(page, 'change-held', as, faults);
    await page.getByRole('button', { name: t('changes.linkIncident') }).click();
    await page.keyboard.press('Space');
    await page.getByRole('option').first().press('Enter');
    await look(page, 'change-link-incident', as, faults);
    await page.keyboard.press('Escape');
    await open('Bibliothèques du site', 'except', 'change-except');
    await visit('/board');
    await expect(page.getByText(t('changes.waitForMe', { count: 1 }))).toBeVisible();
    await look(page, 'board-approvals', as, faults);
    await visit(`/incidents/${incident.id}`);
    await expect(page.getByRole('list', { name: t('changes.onService') }).getByRole('listitem')).toHaveCount(2);
    await look(page, 'incident-changes', as, faults);
  }
  expect(faults).toEqual([]);
});
