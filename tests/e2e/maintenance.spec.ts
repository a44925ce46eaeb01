import { expect, type Page } from '@playwright/test';
import { occurrenceId, type PlanTerms, planId } from '../../src-shared/model/plan.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { localDate } from '../../src-shared/time/zone.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';

const ZONE = 'Europe/Paris';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CHECK = procedureId('health-check');
const BODY = `- [ ] Ouvrir le tableau de bord {#board}
- [ ] Lire les journaux {#logs}
- [ ] Ce qui a été constaté {#seen .text}
`;

const today = () => localDate(Date.now(), ZONE);
/** Of the week to come, or a day `later`. */
const monday = (later = 0) => {
  const now = Math.floor(Date.now() / DAY);
  return localDate((now + 7 - ((now + 3) % 7) + later) * DAY + DAY / 2, ZONE);
};
const terms = (rest: Partial<PlanTerms> = {}): PlanTerms => ({
  from: today(),
  anchor: today(),
  rrule: 'FREQ=DAILY',
  duration: HOUR / 2,
  zone: ZONE,
  grace: 4 * HOUR,
  holidays: 'keep',
  ...rest,
});
/** An hour of today, later or earlier than now, that stays within the day. */
const wall = (minutes: number) => {
  const [hour = 0, minute = 0] = new Intl.DateTimeFormat('en-GB', {
    timeZone: ZONE,
    hour: '2-digit',
    minute: '2-digit',
  })
    .format(Date.now())
    .split(':')
    .map(Number);
  const at = Math.min(23 * 60 + 59, Math.max(0, hour * 60 + minute + minutes));
  return `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
};

async function writeProcedure(lead: Device): Promise<void> {
  const made = await lead.mutate('procedure.create', {
    id: CHECK,
    kind: 'maintenance',
    title: 'Contrôle du matin',
    body: BODY,
    tags: [],
    services: [],
    reviewEvery: 90,
  });
  expect(made.status).toBe('applied');
}

async function makePlan(lead: Device, id: string, title: string, when: PlanTerms, rest: object = {}): Promise<void> {
  const made = await lead.mutate('plan.create', { id: planId(id), title, procedure: CHECK, terms: when, ...rest });
  expect(made).toMatchObject({ status: 'applied' });
}

const row = (page: Page, title: string) => page.locator('[data-row]').filter({ hasText: title });

// The written procedures with their plans, but where a test says otherwise.
test.use({ serverFlags: ['--pack', 'fr'] });

test.describe('with no plans but its own', () => {
  test.use({ serverFlags: ['--pack', 'none'] });

  test('a task of today is begun, ticked and completed with what was found, and the server has it', async ({
    server,
    openConsole,
  }) => {
    test.setTimeout(120_000);
    const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
    await writeProcedure(lead);
    await makePlan(lead, 'morning', 'Contrôle du matin', terms());
    const once = terms({ rrule: 'FREQ=DAILY;COUNT=1', time: '00:00', duration: 60_000, grace: 0 });
    await makePlan(lead, 'missed', 'Sauvegarde à vérifier', once);
    const { page } = await openConsole({ server: server.url, token: await server.token('ines') });
    const { t, status } = consolePage(page);
    await expect(status).toContainText(/à jour \d\d:\d\d/);

    // What was missed is late on the page, in the sidebar and on the board.
    await expect(page.getByRole('img', { name: t('nav.maintenanceLate', { count: 1 }) })).toBeVisible();
    await expect(page.getByText('Sauvegarde à vérifier')).toBeVisible();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    const late = page.getByRole('list', { name: t('maintenance.late'), exact: true });
    await expect(late.locator('[data-row]')).toHaveCount(1);
    await expect(late).toContainText(t('maintenance.state.missed'));

    await page.getByRole('button', { name: 'Contrôle du matin', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/runs\/morning/);
    const steps = page.getByRole('group', { name: t('runs.steps'), exact: true });
    await steps.getByRole('checkbox', { name: 'Ouvrir le tableau de bord' }).click();
    await steps.getByRole('checkbox', { name: 'Lire les journaux' }).click();
    const strip = page.getByRole('region', { name: t('maintenance.one'), exact: true });
    await strip.getByRole('button', { name: t('maintenance.act.complete') }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(t('maintenance.lacking', { count: 1 }));
    await dialog.getByRole('textbox').fill('Rien à signaler dans les journaux');
    await page.keyboard.press('Enter');
    await expect(strip).toContainText(t('maintenance.state.done'));

    const id = occurrenceId(planId('morning'), today());
    await expect
      .poll(async () =>
        (await lead.records('occurrence')).find((one) => one.id === id)?.doc.events.map(({ kind }) => kind),
      )
      .toEqual(['started', 'completed']);
    const [run] = (await lead.records('run')).filter((one) => one.id === id);
    expect(run?.doc).toMatchObject({ occurrence: id, endReason: 'Rien à signaler dans les journaux' });
    expect((await lead.records('runEntry')).filter(({ doc }) => doc.event.kind === 'done')).toHaveLength(2);

    // Taken back, it is to be done again; skipped, it says why.
    await page.keyboard.press('Control+z');
    await expect(strip).toContainText(t('maintenance.state.inProgress'));
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await late.getByRole('button', { name: 'Sauvegarde à vérifier', exact: true }).focus();
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('textbox').fill('Le serveur était arrêté');
    await page.keyboard.press('Enter');
    await expect(late).toHaveCount(0);
    await expect
      .poll(async () => (await lead.records('occurrence')).find((one) => one.doc.plan === 'missed')?.doc.events[0])
      .toMatchObject({ kind: 'skipped', reason: 'Le serveur était arrêté' });
  });
});

test('a plan is made and edited with its days to come in sight, and moved by hand once', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const other = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(other);
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead') });
  const { t, visit, status } = consolePage(page);
  await expect(status).toContainText(/à jour \d\d:\d\d/);
  await visit('/maintenance/plans/new');
  await page.getByRole('button', { name: new RegExp(t('plans.field.procedure')) }).click();
  await page.getByRole('option', { name: 'Contrôle du matin' }).click();
  await expect(page.getByRole('textbox', { name: t('plans.field.title') })).toHaveValue('Contrôle du matin');
  await page.getByRole('radio', { name: t('plans.every.day'), exact: true }).click();
  const foreseen = page.getByRole('region', { name: t('plans.foreseen'), exact: true }).getByRole('listitem');
  await expect(foreseen).toHaveCount(12);
  await page.getByRole('radio', { name: t('plans.every.text'), exact: true }).click();
  const rule = page.getByRole('textbox', { name: t('plans.field.rrule') });
  await rule.fill('FREQ=HOURLY');
  await expect(page.getByText(t('plans.rule.tooOften', { part: 'FREQ=HOURLY' }))).toBeVisible();
  await rule.fill('FREQ=DAILY');
  await page.getByRole('button', { name: t('plans.make'), exact: true }).click();
  const made = async () => (await other.records('plan')).find(({ doc }) => doc.procedure === CHECK);
  await expect.poll(async () => (await made())?.doc.terms[0]?.rrule).toBe('FREQ=DAILY');

  // Somebody else edits it while it stands open here: that is said, and nothing is lost.
  await page.getByRole('button', { name: 'Contrôle du matin', exact: true }).click();
  const title = page.getByRole('textbox', { name: t('plans.field.title') });
  await title.fill('Contrôle de la nuit');
  const plan = await made();
  if (!plan) throw new Error('no plan');
  await other.mutate('plan.edit', { id: planId(plan.id), revision: 1, set: { signature: true } });
  await expect(page.getByRole('alert')).toContainText('omar');
  await page.getByRole('button', { name: t('plans.keepMine') }).click();
  await page.getByRole('radio', { name: t('plans.every.week'), exact: true }).click();
  await expect(page.getByText(t('plans.fate.gone')).first()).toBeVisible();
  await page.getByRole('button', { name: t('plans.save'), exact: true }).click();
  await expect.poll(async () => (await made())?.doc).toMatchObject({ title: 'Contrôle de la nuit', revision: 3 });

  // One time of a plan is moved: by the keyboard to the next hour, by the mouse to a later one.
  await makePlan(other, 'moved', 'Certificats à relire', terms({ time: '11:00', from: monday(), anchor: monday() }));
  const moves = async (date: string) => {
    const id = occurrenceId(planId('moved'), date);
    const doc = (await other.records('occurrence')).find((one) => one.id === id)?.doc;
    return doc?.events.flatMap((event) => (event.kind === 'moved' ? [event.to - event.from] : []));
  };
  await visit('/maintenance');
  await page.getByRole('button', { name: t('maintenance.view.week'), exact: true }).click();
  await page.getByRole('button', { name: t('maintenance.after'), exact: true }).click();
  const times = page.locator('[data-row^="moved@"]');
  await expect(times).toHaveCount(7);
  await times.first().focus();
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('spinbutton').nth(3).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => moves(monday())).toEqual([HOUR]);
  const box = await page.locator(`[data-row="moved@${monday(3)}"]`).boundingBox();
  if (!box) throw new Error('nothing to drag');
  await page.mouse.move(box.x + 20, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, box.y + 40, { steps: 4 });
  await page.mouse.move(box.x + 20, box.y + 6 + 88, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => moves(monday(3))).toEqual([2 * HOUR]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => moves(monday(3))).toEqual([2 * HOUR, -2 * HOUR]);
});

test('maintenance in every look', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines', 'lead') });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await writeProcedure(lead);
  await makePlan(lead, 'night', 'Sauvegarde à vérifier', terms({ time: '00:00', duration: 60_000, grace: 0 }));
  await makePlan(lead, 'run', 'Contrôle du matin', terms({ time: wall(-10) }));
  await makePlan(lead, 'beside', 'Alertes à relire', terms({ time: wall(-5), duration: 2 * HOUR }));
  await makePlan(lead, 'later', 'Accès à renouveler', terms({ time: wall(60) }), { signature: true });
  await makePlan(lead, 'whole', 'Base de données : vérifications du jour', terms({ grace: DAY }));
  await makePlan(lead, 'weekly', 'Certificats à relire', terms({ rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '02:00' }));
  const revision = 1;
  await lead.mutate('occurrence.start', { id: occurrenceId(planId('run'), today()), revision });
  await lead.mutate('occurrence.complete', { id: occurrenceId(planId('beside'), today()), note: 'Rien à signaler' });
  await lead.mutate('occurrence.block', { id: occurrenceId(planId('later'), today()), reason: 'Accès en attente' });
  for (const as of LOOKS) {
    const { t, visit } = consolePage(page, as.language);
    await dress(page, as);
    await visit('/maintenance');
    await page.getByRole('button', { name: t('maintenance.view.day'), exact: true }).click();
    await expect(row(page, 'Accès à renouveler')).toBeVisible();
    await look(page, 'maintenance-day', as, faults);
    for (const view of ['week', 'month', 'year', 'list', 'numbers'] as const) {
      await page.getByRole('button', { name: t(`maintenance.view.${view}`), exact: true }).click();
      const seen = view === 'year' ? page.locator('[data-kind="missed"]').first() : page.locator('[data-row]').first();
      await expect(view === 'numbers' ? page.getByRole('table') : seen).toBeVisible();
      await look(page, `maintenance-${view}`, as, faults);
    }
    await page.getByRole('button', { name: t('maintenance.view.day'), exact: true }).click();
    await row(page, 'Contrôle du matin').getByRole('button').first().focus();
    await page.keyboard.press('m');
    await page.keyboard.press('d');
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'maintenance-complete', as, faults);
    await page.keyboard.press('Escape');
    await visit('/maintenance/plans');
    await expect(row(page, 'Certificats à relire')).toBeVisible();
    await look(page, 'plans', as, faults);
    await visit('/maintenance/plans/weekly');
    await expect(page.getByRole('textbox', { name: t('plans.field.title') })).toHaveValue('Certificats à relire');
    await look(page, 'plan', as, faults);
    await visit(`/maintenance/${occurrenceId(planId('later'), today())}`);
    await expect(page.getByText('Accès en attente').first()).toBeVisible();
    await look(page, 'occurrence', as, faults);
    await visit(`/runs/${occurrenceId(planId('run'), today())}`);
    await expect(page.getByRole('region', { name: t('maintenance.one'), exact: true })).toBeVisible();
    await look(page, 'run-occurrence', as, faults);
    await visit('/board');
    await expect(page.getByText(t('maintenance.left'), { exact: true })).toBeVisible();
    await look(page, 'board-maintenance', as, faults);
  }
  expect(faults).toEqual([]);
});
