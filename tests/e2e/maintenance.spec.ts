import { expect } from '@playwright/test';
import { serviceId } from '../../src-shared/model/ids.ts';
import { planId } from '../../src-shared/model/plan.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import {
  CHECK,
  DAY,
  day,
  eventsOf,
  HOUR,
  makePlan,
  NOON,
  occurrenceOf,
  row,
  terms,
  wall,
  writeProcedure,
} from '../support/maintenance.ts';
import { raiseAlert } from '../support/raise-alert.ts';

test('a task of today is begun on its page and done by its run, and what was found on it is linked both ways', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(lead);
  await makePlan(lead, 'morning', 'Contrôle du matin', terms());
  const once = terms({ rrule: 'FREQ=DAILY;COUNT=1', time: wall(-120), duration: 60_000, grace: 0 });
  await makePlan(lead, 'missed', 'Sauvegarde à vérifier', once);
  await makePlan(lead, 'evening', 'Contrôle du soir', terms({ time: wall(240) }));
  const { page } = await openConsole({ server: server.url, token: await server.token('ines'), zone: NOON });
  const { t, status } = consolePage(page);
  const kinds = async () => (await eventsOf(lead, 'morning')).map(({ kind }) => kind);
  const found = page.getByRole('region', { name: t('maintenance.found'), exact: true });
  await expect(status).toContainText(/à jour \d\d:\d\d/);

  // What was missed is late on the page, in the sidebar and on the board.
  await expect(page.getByRole('img', { name: t('nav.maintenanceLate', { count: 1 }) })).toBeVisible();
  await expect(page.getByText('Sauvegarde à vérifier')).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  const late = page.getByRole('list', { name: t('maintenance.late'), exact: true });
  await expect(late.locator('[data-row]')).toHaveCount(1);
  await expect(late).toContainText(t('maintenance.state.missed'));

  await test.step('Enter opens its page and begins nothing; O begins, and what is begun by mistake was not', async () => {
    await page.getByRole('button', { name: 'Contrôle du matin', exact: true }).focus();
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/maintenance\/morning/);
    await expect(page.getByRole('toolbar', { name: t('maintenance.acts') })).toBeVisible();
    expect(await kinds()).toEqual([]);
    await page.keyboard.press('o');
    await expect(page).toHaveURL(/#\/runs\/morning/);
    await expect(page.getByRole('checkbox', { name: 'Ouvrir le tableau de bord' })).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect.poll(kinds).toEqual(['started', 'unstarted']);
    await page.goBack();
    await expect(page).toHaveURL(/#\/maintenance\/morning/);
    await page.keyboard.press('o');
    await expect.poll(kinds).toEqual(['started', 'unstarted', 'started']);
  });

  await test.step('on its run, I is an incident and F a follow-up, and each leads back', async () => {
    await page.getByRole('checkbox', { name: 'Ouvrir le tableau de bord' }).click();
    await page.keyboard.press('f');
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: t('followUp.field.title') })
      .fill('Agrandir le disque');
    // Left by accident: what was typed is there again.
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await expect(page.getByText(t('changes.draftFound'))).toBeVisible();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    // Called as its plan is, until something better is typed over it. Opened by mistake, it is resolved and says so.
    await page.keyboard.press('i');
    const name = page.getByRole('dialog').getByRole('textbox', { name: t('incident.ask.title') });
    await expect(name).toHaveValue('Contrôle du matin');
    await page.keyboard.type('Disque presque plein');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/#\/incidents\//);
    await page.keyboard.press('Control+z');
    const resolved = async () => (await lead.records('incident')).map(({ doc }) => [doc.title, doc.status]);
    await expect.poll(resolved).toEqual([['Disque presque plein', 'resolved']]);
    await page.getByRole('complementary').getByRole('link', { name: 'Contrôle du matin' }).click();
    await expect(page).toHaveURL(/#\/maintenance\/morning/);
    await expect(found.getByRole('button')).toHaveCount(2);
    await expect(found).toContainText('#1 Disque presque plein');
    await found.getByRole('button', { name: 'Agrandir le disque' }).click();
    await row(page, 'Agrandir le disque').getByRole('link', { name: 'Contrôle du matin' }).click();
    await expect(page).toHaveURL(/#\/maintenance\/morning/);
    const id = occurrenceOf('morning');
    expect((await lead.records('incident'))[0]?.doc.occurrence).toBe(id);
    expect((await lead.records('followUp'))[0]?.doc.occurrence).toBe(id);
  });

  await test.step('the end of its run completes it, with what it lacks; taken back, it goes on', async () => {
    await page.keyboard.press('o');
    const steps = page.getByRole('group', { name: t('runs.steps'), exact: true });
    await steps.getByRole('checkbox', { name: 'Lire les journaux' }).click();
    await page.getByRole('button', { name: t('runs.endAsk') }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Rien à signaler dans les journaux');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('runs.end') })
      .click();
    const strip = page.getByRole('region', { name: t('maintenance.one'), exact: true });
    await expect(strip).toContainText(t('maintenance.state.done'));
    await expect.poll(async () => (await kinds()).at(-1)).toBe('completed');
    const [run] = (await lead.records('run')).filter((one) => one.id === occurrenceOf('morning'));
    expect(run?.doc).toMatchObject({ endReason: 'Rien à signaler dans les journaux' });
    expect((await lead.records('runEntry')).filter(({ doc }) => doc.event.kind === 'done')).toHaveLength(2);
    await page.keyboard.press('Control+z');
    await expect(strip).toContainText(t('maintenance.state.inProgress'));
  });

  await test.step('what was missed is skipped and says why', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await late.getByRole('button', { name: 'Sauvegarde à vérifier', exact: true }).focus();
    await page.keyboard.press('s');
    await page.getByRole('dialog').getByRole('textbox').fill('Le serveur était arrêté');
    await page.keyboard.press('Enter');
    await expect(late).toHaveCount(0);
    await expect
      .poll(async () => (await eventsOf(lead, 'missed'))[0])
      .toMatchObject({ kind: 'skipped', reason: 'Le serveur était arrêté' });
  });

  await test.step('what is done before its hour is a number at once', async () => {
    await lead.mutate('occurrence.complete', { id: occurrenceOf('evening'), note: 'Fait plus tôt' });
    await page.keyboard.press('6');
    const figures = page.getByRole('row', { name: /^Contrôle du soir/ }).getByRole('cell');
    await expect(figures.first()).toHaveText('1');
  });
});

test('a window that would make open incidents silent names them before the work begins', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(lead);
  await lead.mutate('service.update', { id: serviceId('database'), doc: { name: 'database' } });
  const windowed = { window: true, service: 'database' };
  await makePlan(lead, 'index', 'Index à reconstruire', terms({ time: wall(-10) }), windowed);
  await makePlan(lead, 'purge', 'Purge des journaux', terms({ time: wall(-5) }), windowed);
  await raiseAlert(server, { title: 'Disque presque plein', priority: 'P2' });
  const { page } = await openConsole({ server: server.url, token: await server.token('ines'), zone: NOON });
  const { t, visit } = consolePage(page);
  await expect(page.getByText('Disque presque plein').first()).toBeVisible();
  const kinds = async (of: string) => (await eventsOf(lead, of)).map(({ kind }) => kind);
  const dialog = page.getByRole('dialog', { name: t('maintenance.ask.start', { count: 1 }) });
  const begin = async (title: string) => {
    await visit('/maintenance');
    await page.getByRole('button', { name: title, exact: true }).focus();
    await page.keyboard.press('o');
  };
  const silences = () => lead.records('silence');

  await begin('Index à reconstruire');
  await expect(dialog).toContainText(t('silences.quiets', { count: 1 }));
  await expect(dialog).toContainText('P2');
  await expect(dialog.getByRole('switch')).not.toBeChecked();
  // Escape begins nothing, and the link leads to the incident.
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.keyboard.press('o');
  await dialog.getByRole('link', { name: /Disque presque plein/ }).click();
  await expect(page).toHaveURL(/#\/incidents\/1$/);
  await expect(dialog).toBeHidden();
  expect(await kinds('index')).toEqual([]);

  // Enter begins it without; with its window it begins by the switch.
  await begin('Index à reconstruire');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/runs\/index/);
  expect(await silences()).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => kinds('index')).toEqual(['started', 'unstarted']);
  await begin('Index à reconstruire');
  await dialog.getByRole('switch').focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('switch')).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(page).toHaveURL(/#\/runs\/index/);
  await expect.poll(async () => (await silences()).map(({ id }) => id)).toEqual([`${occurrenceOf('index')}/window`]);
  const run = page.getByRole('region', { name: t('maintenance.one'), exact: true });
  await expect(run.getByRole('link', { name: 'Index à reconstruire' })).toBeVisible();
  await expect(run).toContainText('30\u00a0min');

  // Silent already, it is no question any more.
  await begin('Purge des journaux');
  await expect(page).toHaveURL(/#\/runs\/purge/);
  await expect.poll(() => kinds('purge')).toEqual(['started']);
  expect((await eventsOf(lead, 'purge'))[0]).not.toHaveProperty('window');
});

test('a plan is made and edited with its days to come in sight, paused, ended, and moved by hand once', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(120_000);
  const other = await connectDevice(server.url, await server.token('omar', 'lead'));
  await writeProcedure(other);
  const { page } = await openConsole({
    server: server.url,
    token: await server.token('ines', 'lead'),
    zone: NOON,
  });
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

  await test.step('it pauses from a day to a day, is taken up again, and ends', async () => {
    await page.getByRole('button', { name: 'Contrôle de la nuit', exact: true }).click();
    const life = page.getByRole('region', { name: t('plans.life'), exact: true });
    await life.getByRole('button', { name: t('plans.pauseAsk') }).click();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await made())?.doc.pauses?.length).toBe(1);
    await life.getByRole('button', { name: t('plans.resume') }).click();
    await expect(life).toContainText(t('plans.is.running'));
    await page.keyboard.press('Control+z');
    await expect(life).not.toContainText(t('plans.is.running'));
    await life.getByRole('button', { name: t('plans.resume') }).click();
    await life.getByRole('button', { name: t('plans.end') }).click();
    await expect.poll(async () => (await made())?.doc.endsOn).toBeTruthy();
    await life.getByRole('button', { name: t('plans.goOn') }).click();
    await expect(life).toContainText(t('plans.is.running'));
  });

  // One time of a plan is moved: by the keyboard to the next hour, by the mouse to a later one.
  await makePlan(other, 'moved', 'Certificats à relire', terms({ time: '11:00' }));
  const moves = async (later: number) =>
    (await eventsOf(other, 'moved', later)).flatMap((event) => (event.kind === 'moved' ? [event.to - event.from] : []));
  await visit('/maintenance');
  await page.getByRole('button', { name: t('maintenance.view.week'), exact: true }).click();
  await page.getByRole('button', { name: t('maintenance.after'), exact: true }).click();
  const times = page.locator('[data-row^="moved@"]');
  await expect(times).toHaveCount(7);
  const first = Number((new Date(day()).getUTCDay() + 6) % 7);
  const monday = 7 - first;
  await times.first().focus();
  await page.keyboard.press('m');
  await page.getByRole('dialog').getByRole('spinbutton').nth(3).focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect.poll(() => moves(monday)).toEqual([HOUR]);
  const box = await page.locator(`[data-row="${occurrenceOf('moved', monday + 3)}"]`).boundingBox();
  const target = await page.locator('[data-hour="13"]').boundingBox();
  if (!box || !target) throw new Error('nothing to drag');
  await page.mouse.move(box.x + 20, box.y + 6);
  await page.mouse.down();
  await page.mouse.move(box.x + 20, box.y + 40, { steps: 4 });
  await page.mouse.move(box.x + 20, target.y + 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => moves(monday + 3)).toEqual([2 * HOUR]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => moves(monday + 3)).toEqual([2 * HOUR, -2 * HOUR]);

  // Held over an hour that is over it says at once that it cannot go there; brought back, it has not moved.
  await page.getByRole('button', { name: t('maintenance.toToday'), exact: true }).click();
  const here = await page.locator(`[data-row="${occurrenceOf('moved')}"]`).boundingBox();
  const past = await page.locator('[data-hour="2"]').boundingBox();
  if (!here || !past) throw new Error('nothing to drag');
  await page.mouse.move(here.x + 20, here.y + 6);
  await page.mouse.down();
  await page.mouse.move(here.x + 20, past.y + 2, { steps: 4 });
  await expect(page.getByText(t('maintenance.dropPast'))).toBeVisible();
  await page.mouse.move(here.x + 20, here.y + 6, { steps: 4 });
  await expect(page.getByText(t('maintenance.dropPast'))).toBeHidden();
  await page.mouse.up();
  expect(await moves(0)).toEqual([]);

  // Into a day that is over nothing is moved, and a key that tries says so. Next Monday may lie in another month.
  await page.getByRole('button', { name: t('maintenance.view.month'), exact: true }).click();
  await page.locator(`[data-row="${occurrenceOf('moved')}"]`).focus();
  await page.keyboard.press('Shift+ArrowLeft');
  await expect(page.getByText(t('maintenance.movePast'))).toBeVisible();
  expect(await moves(0)).toEqual([]);
});

test('maintenance in every look', async ({ server, openConsole }) => {
  test.setTimeout(300_000);
  const faults: Faults = [];
  const lead = await connectDevice(server.url, await server.token('omar', 'lead'));
  const { page } = await openConsole({
    server: server.url,
    token: await server.token('ines', 'lead'),
    zone: NOON,
  });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);
  await writeProcedure(lead);
  await makePlan(lead, 'night', 'Sauvegarde à vérifier', terms({ time: wall(-300), duration: 60_000, grace: 0 }));
  await makePlan(lead, 'run', 'Contrôle du matin', terms({ time: wall(-10) }));
  await lead.mutate('service.update', { id: serviceId('database'), doc: { name: 'database' } });
  const windowed = { window: true, service: 'database' };
  await makePlan(lead, 'window', 'Index à reconstruire', terms({ time: wall(-8) }), windowed);
  await raiseAlert(server, { title: 'Disque presque plein sur le premier nœud', priority: 'P2' });
  await makePlan(lead, 'beside', 'Alertes à relire', terms({ time: wall(-5), duration: 2 * HOUR }));
  await makePlan(lead, 'later', 'Accès à renouveler', terms({ time: wall(60) }), { signature: true });
  await makePlan(lead, 'whole', 'Base de données : vérifications du jour', terms({ grace: DAY }));
  await makePlan(
    lead,
    'weekly',
    'Certificats à relire',
    terms({ rrule: 'FREQ=WEEKLY;BYDAY=MO', time: '06:00', zone: 'Europe/Paris' }),
  );
  const revision = 1;
  await lead.mutate('occurrence.start', { id: occurrenceOf('run'), revision });
  await lead.mutate('occurrence.complete', { id: occurrenceOf('beside'), note: 'Rien à signaler' });
  await lead.mutate('occurrence.block', { id: occurrenceOf('later'), reason: 'Accès en attente' });
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
    await row(page, 'Index à reconstruire').getByRole('button').first().focus();
    await page.keyboard.press('o');
    await expect(page.getByRole('dialog').getByRole('link')).toBeVisible();
    await look(page, 'maintenance-begin', as, faults);
    await page.keyboard.press('Escape');
    await visit('/maintenance/plans');
    await expect(row(page, 'Certificats à relire')).toBeVisible();
    await look(page, 'plans', as, faults);
    await visit('/maintenance/plans/weekly');
    await expect(page.getByRole('textbox', { name: t('plans.field.title') })).toHaveValue('Certificats à relire');
    await look(page, 'plan', as, faults);
    await visit(`/maintenance/${occurrenceOf('later')}`);
    await expect(page.getByText('Accès en attente').first()).toBeVisible();
    await look(page, 'occurrence', as, faults);
    await visit(`/runs/${occurrenceOf('run')}`);
    await expect(page.getByRole('region', { name: t('maintenance.one'), exact: true })).toBeVisible();
    await look(page, 'run-occurrence', as, faults);
    await visit('/board');
    await expect(page.getByText(t('maintenance.left'), { exact: true })).toBeVisible();
    await look(page, 'board-maintenance', as, faults);
  }
  expect(faults).toEqual([]);
});
