import { expect } from '@playwright/test';
import { changeRunId } from '../../src-shared/change/planned.ts';
import { changeId, changeSilenceId, freezeId } from '../../src-shared/model/change.ts';
import { silenceState } from '../../src-shared/silence/state.ts';
import '../support/bare-page.ts';
import { DAY, HOUR } from '../../src-shared/time/clock.ts';
import { content, seen, services, ZONE } from '../support/changes.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { raiseAlert } from '../support/raise-alert.ts';

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
  // By mistake: it waits again.
  await theirs.keyboard.press('Control+z');
  await expect(leadBar.getByRole('button', { name: t('changes.act.approve') })).toBeVisible();
  await leadBar.getByRole('button', { name: t('changes.act.approve') }).click();
  await expect(bar.getByRole('button', { name: t('changes.act.start') })).toBeVisible();

  // Taken back to a draft by mistake: it is approved as it was.
  await bar.getByRole('button', { name: t('changes.more') }).click();
  await page.getByRole('menuitem', { name: t('changes.act.withdraw') }).click();
  await expect(page.getByText(t('changes.did.withdrawn'), { exact: true })).toBeVisible();
  await expect(bar.getByRole('button', { name: t('changes.act.propose') })).toBeVisible();
  await page.keyboard.press('Control+z');
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
  const why = ask.getByRole('textbox', { name: t('changes.ask.reason') });
  await why.fill('La faille est exploitée.');
  await why.press('Control+Enter');
  await expect(bar.getByRole('button', { name: t('changes.act.complete') })).toBeVisible();
  await page.keyboard.press('Control+z');
  // What its silence would keep from being heard is named, and the silence is chosen then.
  await raiseAlert(server, { title: 'Latence de l’API', priority: 'P3', service: 'api' });
  await start.click();
  await expect(ask.getByRole('link', { name: /Latence de l’API/ })).toBeVisible();
  const quiet = ask.getByRole('switch', { name: t('changes.ask.silence') });
  await expect(quiet).not.toBeChecked();
  await quiet.focus();
  await page.keyboard.press('Space');
  await expect(quiet).toBeChecked();
  await why.fill('La faille est exploitée.');
  await why.press('Control+Enter');
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
    'approvalTakenBack',
    'approved',
    'withdrawn',
    'withdrawalTakenBack',
    'edited',
    'approved',
    'excepted',
    'started',
    'unstarted',
    'started',
    'extended',
    'gatePassed',
    'gatePassed',
    'gatePassed',
    'done',
  ]);
});
