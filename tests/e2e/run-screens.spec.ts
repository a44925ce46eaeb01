import { expect } from '@playwright/test';
import { runId } from '../../src-shared/model/run.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { dress, type Faults, LOOKS, look } from '../support/looks.ts';
import { BODY, PROCEDURE, runPage, start, writeProcedure } from '../support/run-page.ts';

test('the screens of runs in both languages and themes', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const faults: Faults = [];
  const omar = await connectDevice(server.url, await server.token('omar', 'lead'));
  const token = await server.token('ines');
  const { page } = await openConsole({ server: server.url, token });
  await expect(consolePage(page).status).toContainText(/à jour \d\d:\d\d/);

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit } = runPage(page, as.language);
    await visit('/runs');
    await expect(page.getByText(t('runs.empty.open'), { exact: true })).toBeVisible();
    await look(page, 'runs-empty', as, faults);
  }

  await writeProcedure(omar);
  const record = (run: string, step: string, event: Parameters<typeof omar.mutate<'run.record'>>[1]['event']) =>
    omar.mutate('run.record', { run: runId(run), step, event });
  for (const run of ['run-1', 'run-2', 'run-3', 'run-4']) await start(omar, run);
  await record('run-2', 'board', { kind: 'done' });
  await record('run-2', 'rt', { kind: 'measure', value: 342.5, unit: 'ms' });
  await record('run-2', 'psp', { kind: 'choice', option: 'Carte' });
  await record('run-2', 'status', { kind: 'skipped', reason: 'le prestataire ne la tient pas' });
  await record('run-2', 'switch', { kind: 'note', text: 'Fenêtre de vidange : 5 minutes' });
  await record('run-2', 'drain', { kind: 'timer', until: Date.now() + 4 * 60_000 });
  const lea = await connectDevice(server.url, await server.token('lea'));
  await lea.mutate('run.record', {
    run: runId('run-2'),
    step: 'tell',
    event: { kind: 'assigned', to: (await omar.records('person')).find(({ doc }) => doc.name === 'ines')?.id as never },
  });
  for (const step of ['board', 'status', 'switch', 'drain', 'tell']) await record('run-3', step, { kind: 'done' });
  await record('run-3', 'rt', { kind: 'measure', value: 121, unit: 'ms' });
  await record('run-3', 'psp', { kind: 'choice', option: 'Les deux' });
  await record('run-3', 'seen', { kind: 'text', text: 'Le prestataire répond de nouveau' });
  await lea.mutate('run.record', { run: runId('run-3'), step: 'ok', event: { kind: 'approved' } });
  await omar.mutate('run.end', { id: runId('run-3') });
  await lea.mutate('procedure.save', {
    id: PROCEDURE,
    base: 1,
    title: 'Bascule du prestataire de paiement',
    body: `${BODY}- [ ] Clore {#end}\n`,
  });

  for (const as of LOOKS) {
    await dress(page, as);
    const { t, visit, list, steps, box } = runPage(page, as.language);
    await visit('/runs');
    await page.getByRole('button', { name: t('runs.view.open'), exact: true }).click();
    await expect(list.getByRole('option')).toHaveCount(3);
    await look(page, 'runs', as, faults);
    await page.getByRole('button', { name: t('runs.view.done'), exact: true }).click();
    await expect(list.getByRole('option')).toHaveCount(1);
    await look(page, 'runs-done', as, faults);
    await visit('/runs/run-1');
    await expect(box('Ouvrir le tableau de bord')).toBeFocused();
    await look(page, 'run-fresh', as, faults);
    await visit('/runs/run-2');
    await expect(steps.getByRole('timer')).toBeVisible();
    await look(page, 'run-half', as, faults);
    await page.keyboard.press('s');
    await look(page, 'run-skip', as, faults);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: t('runs.endAsk'), exact: true }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'run-end', as, faults);
    await page.keyboard.press('Escape');
    await visit('/runs/run-3');
    await expect(page.getByRole('button', { name: t('runs.reopen') })).toBeVisible();
    await look(page, 'run-done', as, faults);
    await visit('/runs/none');
    await expect(page.getByText(t('runs.notFound'))).toBeVisible();
    await look(page, 'run-not-found', as, faults);
  }
  expect(faults).toEqual([]);
});
