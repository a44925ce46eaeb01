import { expect, type Page } from '@playwright/test';
import { procedureId } from '../../src-shared/model/procedure.ts';
import { runId } from '../../src-shared/model/run.ts';
import { consolePage } from './console-page.ts';
import type { Device } from './device.ts';

/** A procedure with a step of each kind. */
export const BODY = `Avant la bascule, prévenez le support. Le prestataire répond au **+33 1 00 00 00 00**.

## Constater

- [ ] Ouvrir le tableau de bord {#board}
- [ ] Temps de réponse du point de paiement {#rt .measure unit=ms max=200}
- [ ] Quel prestataire échoue ? {#psp .choice options="Carte|Virement|Les deux"}
- [ ] Lire la [page d’état](https://status.example.org/) {#status .link}

## Basculer

- [ ] Basculer le trafic {#switch .command}

  \`\`\`sh
  vigie-psp switch --to secondary --confirm
  \`\`\`
- [ ] Attendre la vidange {#drain .timer for=5m}
- [ ] Accord du responsable {#ok .approval by=responder}
- [ ] Ce qui a été constaté {#seen .text}
- [ ] Prévenir la comptabilité {#tell}
`;

export const PROCEDURE = procedureId('runbook-psp');

export async function writeProcedure(lead: Device): Promise<void> {
  const made = await lead.mutate('procedure.create', {
    id: PROCEDURE,
    kind: 'runbook',
    title: 'Bascule du prestataire de paiement',
    body: BODY,
    tags: [],
    services: [],
    reviewEvery: 90,
  });
  expect(made.status).toBe('applied');
}

export const start = (device: Device, id: string) =>
  device.mutate('run.start', { id: runId(id), procedure: PROCEDURE, revision: 1 });

/** The page of a run and the list of runs, as a person using a screen reader would hear them. */
export function runPage(page: Page, language: 'fr' | 'en' = 'fr') {
  const screen = consolePage(page, language);
  const { t } = screen;
  const steps = page.getByRole('group', { name: t('runs.steps'), exact: true });
  const box = (name: string) => steps.getByRole('checkbox', { name });
  return {
    ...screen,
    steps,
    box,
    row: (name: string) => steps.locator('[data-step]').filter({ has: page.getByRole('checkbox', { name }) }),
    list: page.getByRole('listbox', { name: t('place.runs'), exact: true }),
    bar: page.getByRole('progressbar', { name: t('runs.progress') }),
    /** Chooses an entry of the export menu. */
    async exportAs(what: 'markdown' | 'pdf') {
      await page.getByRole('button', { name: t('runs.export.label'), exact: true }).click();
      await page.getByRole('menuitem', { name: t(`runs.export.${what}`) }).click();
    },
  };
}
