import type { ProcedureKind } from '../../../../src-shared/model/procedure.ts';

export type TemplateLanguage = 'fr' | 'en';
/** What a person makes; the phases of an incident come with the content pack. */
export type NewKind = Exclude<ProcedureKind, 'incidentPhase'>;

/** What a new procedure begins with: content, in the language it is written in, not words of the interface. */
export const TEMPLATES: Readonly<Record<TemplateLanguage, Readonly<Record<NewKind, string>>>> = {
  fr: {
    runbook: `## Ce que dit l’alerte

Ce qui est touché, et pour qui.

## Diagnostic

- [ ] Regarder le tableau de bord
- [ ] Relever le temps de réponse {.measure unit=ms max=200}

## Remède

- [ ] Redémarrer le service : \`systemctl restart nom-du-service\` {.command}
- [ ] Le service répond de nouveau {.choice options="Oui|Non"}

## Si rien n’y fait

- [ ] Appeler le niveau suivant
`,
    maintenance: `## Avant

- [ ] Prévenir les équipes concernées
- [ ] Vérifier la dernière sauvegarde

## Pendant

- [ ] 

## Après

- [ ] Contrôler les services
- [ ] Consigner ce qui a été fait {.text}
`,
    update: `## Préparation

- [ ] Lire les notes de version
- [ ] Sauvegarder
- [ ] Accord d’une autre personne {.approval by=lead}

## Mise à jour

- [ ] 

## Contrôle et retour arrière

- [ ] Les contrôles passent {.choice options="Oui|Non, retour arrière"}
- [ ] Surveiller {.timer for=30m}
`,
    restoreTest: `## Restauration

- [ ] Choisir la sauvegarde {.text}
- [ ] Restaurer dans un environnement à part
- [ ] Durée de la restauration {.measure unit=min}

## Contrôle

- [ ] Les données sont complètes {.choice options="Oui|Non"}
- [ ] Nettoyer l’environnement
`,
    report: `## Chiffres

- [ ] Disponibilité {.measure unit=%}
- [ ] Incidents ouverts {.measure}

## À retenir

- [ ] Résumé {.text}
`,
    training: `## À savoir

- [ ] Lire la documentation

## À savoir faire

- [ ] Exercice
- [ ] Vérifié par une autre personne {.approval by=responder}
`,
    reference: `## En bref

`,
  },
  en: {
    runbook: `## What the alert says

What is affected, and for whom.

## Diagnosis

- [ ] Look at the dashboard
- [ ] Note the response time {.measure unit=ms max=200}

## Remedy

- [ ] Restart the service: \`systemctl restart name-of-service\` {.command}
- [ ] The service answers again {.choice options="Yes|No"}

## If nothing helps

- [ ] Call the next level
`,
    maintenance: `## Before

- [ ] Tell the teams concerned
- [ ] Check the latest backup

## During

- [ ] 

## After

- [ ] Check the services
- [ ] Write down what was done {.text}
`,
    update: `## Preparation

- [ ] Read the release notes
- [ ] Back up
- [ ] Another person agrees {.approval by=lead}

## Update

- [ ] 

## Checks and way back

- [ ] The checks pass {.choice options="Yes|No, back out"}
- [ ] Watch {.timer for=30m}
`,
    restoreTest: `## Restore

- [ ] Choose the backup {.text}
- [ ] Restore into an environment of its own
- [ ] Time it took {.measure unit=min}

## Checks

- [ ] The data is complete {.choice options="Yes|No"}
- [ ] Clean up
`,
    report: `## Figures

- [ ] Availability {.measure unit=%}
- [ ] Incidents opened {.measure}

## Worth remembering

- [ ] Summary {.text}
`,
    training: `## To know

- [ ] Read the documentation

## To be able to

- [ ] Exercise
- [ ] Checked by another person {.approval by=responder}
`,
    reference: `## In short

`,
  },
};
