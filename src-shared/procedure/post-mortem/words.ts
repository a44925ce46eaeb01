import type { ClockName } from '../../model/sla-policy.ts';
import type { ClockState } from '../../sla/state.ts';
import type { Stage } from './facts.ts';

export type DraftLanguage = 'fr' | 'en';

/** The words of a post-mortem's draft, in the language that the document is kept in. Values come in as Markdown. */
export interface DraftWords {
  heading: Record<
    | 'summary'
    | 'impact'
    | 'facts'
    | 'lengths'
    | 'promises'
    | 'timeline'
    | 'done'
    | 'well'
    | 'badly'
    | 'causes'
    | 'rootCause'
    | 'factors'
    | 'detection'
    | 'lessons'
    | 'followUps',
    string
  >;
  /** What is to be written by hand, in the place where it goes. */
  ask: Record<'summary' | 'impact' | 'well' | 'badly' | 'rootCause' | 'factors' | 'detection' | 'lessons', string>;
  fact: Record<
    | 'incident'
    | 'priority'
    | 'service'
    | 'team'
    | 'opened'
    | 'acknowledged'
    | 'resolved'
    | 'closed'
    | 'people'
    | 'alerts',
    string
  >;
  colon: string;
  column: Record<'stage' | 'from' | 'to' | 'length' | 'clock' | 'target' | 'deadline' | 'counted' | 'outcome', string>;
  stage: Record<Stage['kind'], string>;
  clock: Record<ClockName, string>;
  lasts: string;
  total: string;
  by(who: string): string;
  zone(zone: string): string;
  unnumbered: string;
  more(count: number): string;
  outcome(state: ClockState['status'], late: string): string;
  kept(clock: string, length: string, target: string): string;
  missed(clock: string, late: string, target: string): string;
  late(clock: string, target: string): string;
  lapsed(clock: string, deadline: string): string;
  priority(from: string, to: string, at: string, by: string): string;
  guessed(priority: string): string;
  reopened(count: number): string;
  runKept(title: string, count: number): string;
  progress(done: number, skipped: number, lacking: number): string;
  skipped(title: string, step: string): string;
  lacking(title: string, count: number): string;
  stepSkipped: string;
  stepLacking: string;
  leftBecause: string;
  followUp: Record<'title' | 'owner' | 'due' | 'status' | 'open' | 'done' | 'dropped', string>;
}

const N = '\u00a0';
const some = (count: number, one: string, many: string) => `${count}${N}${count > 1 ? many : one}`;

const fr: DraftWords = {
  heading: {
    summary: 'Résumé',
    impact: 'Impact',
    facts: 'Faits',
    lengths: 'Durées',
    promises: 'Engagements',
    timeline: 'Déroulé',
    done: 'Ce qui a été fait',
    well: 'Ce qui s’est bien passé',
    badly: 'Ce qui s’est mal passé',
    causes: 'Causes',
    rootCause: 'Cause racine',
    factors: 'Facteurs qui ont contribué',
    detection: 'Détection',
    lessons: 'Leçons apprises',
    followUps: 'Suites à donner',
  },
  ask: {
    summary: 'À écrire, en deux phrases : ce qui s’est passé, pour qui, comment c’est revenu.',
    impact: 'À écrire : qui l’a senti, combien de temps, ce qui a été perdu.',
    well: 'À compléter.',
    badly: 'À compléter.',
    rootCause: 'À écrire.',
    factors: 'À écrire.',
    detection: 'À écrire : comment on l’a su, et si on pouvait le savoir plus tôt.',
    lessons: 'À écrire.',
  },
  fact: {
    incident: 'Incident',
    priority: 'Priorité',
    service: 'Service',
    team: 'Équipe',
    opened: 'Ouvert',
    acknowledged: 'Acquitté',
    resolved: 'Résolu',
    closed: 'Clos',
    people: 'Participants',
    alerts: 'Alertes',
  },
  colon: `${N}:`,
  column: {
    stage: 'Étape',
    from: 'De',
    to: 'À',
    length: 'Durée',
    clock: 'Horloge',
    target: 'Objectif',
    deadline: 'Échéance',
    counted: 'Temps compté',
    outcome: 'Résultat',
  },
  stage: { waiting: 'Sans prise en charge', working: 'Pris en charge', resolved: 'Résolu, puis rouvert' },
  clock: { response: 'Réponse', resolution: 'Résolution', postIncident: 'Post-incident' },
  lasts: 'en cours',
  total: 'De l’ouverture à la fin',
  by: (who) => `par ${who}`,
  zone: (zone) => `Heures de ${zone}.`,
  unnumbered: 'sans numéro',
  more: (count) => `… et ${count} de plus, dans l’incident.`,
  outcome: (status, late) =>
    ({
      idle: '',
      running: 'en cours',
      paused: 'en pause',
      breached: 'dépassé, en cours',
      met: 'tenu',
      missed: `manqué de ${late}`,
    })[status],
  kept: (clock, length, target) => `${clock} dans l’objectif${N}: ${length} pour ${target}.`,
  missed: (clock, late, target) => `${clock} hors délai de ${late} (objectif ${target}).`,
  late: (clock, target) => `${clock} hors délai, et toujours en cours (objectif ${target}).`,
  lapsed: (clock, deadline) => `${clock} hors délai à ${deadline}, avant une reprise.`,
  priority: (from, to, at, by) => `Priorité changée de ${from} à ${to} à ${at} par ${by}.`,
  guessed: (priority) => `Aucune règle de priorité ne s’appliquait${N}: ${priority} par défaut.`,
  reopened: (count) => (count > 1 ? `Rouvert ${count}${N}fois après une résolution.` : 'Rouvert après une résolution.'),
  runKept: (title, count) => `${title}${N}: ${count > 1 ? `les ${count}${N}étapes faites` : 'l’étape faite'}.`,
  progress: (done, skipped, lacking) =>
    [
      some(done, 'étape faite', 'étapes faites'),
      ...(skipped > 0 ? [some(skipped, 'sautée', 'sautées')] : []),
      ...(lacking > 0 ? [some(lacking, 'ni faite ni sautée', 'ni faites ni sautées')] : []),
    ].join(', '),
  skipped: (title, step) => `${title}${N}: étape sautée, ${step}.`,
  lacking: (title, count) => `${title}${N}: ${some(count, 'étape ni faite ni sautée', 'étapes ni faites ni sautées')}.`,
  stepSkipped: 'Sautée',
  stepLacking: 'Ni faite ni sautée',
  leftBecause: 'Terminé avec ce motif',
  followUp: {
    title: 'Suite',
    owner: 'Responsable',
    due: 'Échéance',
    status: 'État',
    open: 'ouverte',
    done: 'faite',
    dropped: 'abandonnée',
  },
};

const en: DraftWords = {
  heading: {
    summary: 'Summary',
    impact: 'Impact',
    facts: 'Facts',
    lengths: 'Durations',
    promises: 'Commitments',
    timeline: 'Timeline',
    done: 'What was done',
    well: 'What went well',
    badly: 'What went badly',
    causes: 'Causes',
    rootCause: 'Root cause',
    factors: 'Contributing factors',
    detection: 'Detection',
    lessons: 'Lessons learnt',
    followUps: 'Follow-ups',
  },
  ask: {
    summary: 'To be written, in two sentences: what happened, to whom, how it came back.',
    impact: 'To be written: who noticed, for how long, what was lost.',
    well: 'To be completed.',
    badly: 'To be completed.',
    rootCause: 'To be written.',
    factors: 'To be written.',
    detection: 'To be written: how we learnt of it, and whether we could have known earlier.',
    lessons: 'To be written.',
  },
  fact: {
    incident: 'Incident',
    priority: 'Priority',
    service: 'Service',
    team: 'Team',
    opened: 'Opened',
    acknowledged: 'Acknowledged',
    resolved: 'Resolved',
    closed: 'Closed',
    people: 'Took part',
    alerts: 'Alerts',
  },
  colon: ':',
  column: {
    stage: 'Stage',
    from: 'From',
    to: 'To',
    length: 'Duration',
    clock: 'Clock',
    target: 'Target',
    deadline: 'Deadline',
    counted: 'Counted time',
    outcome: 'Outcome',
  },
  stage: { waiting: 'Nobody on it', working: 'Being worked on', resolved: 'Resolved, then reopened' },
  clock: { response: 'Response', resolution: 'Resolution', postIncident: 'Post-incident' },
  lasts: 'still going on',
  total: 'From opening to end',
  by: (who) => `by ${who}`,
  zone: (zone) => `Times are those of ${zone}.`,
  unnumbered: 'no number yet',
  more: (count) => `… and ${count} more, in the incident.`,
  outcome: (status, late) =>
    ({
      idle: '',
      running: 'running',
      paused: 'paused',
      breached: 'overdue, running',
      met: 'kept',
      missed: `missed by ${late}`,
    })[status],
  kept: (clock, length, target) => `${clock} within target: ${length} of ${target}.`,
  missed: (clock, late, target) => `${clock} late by ${late} (target ${target}).`,
  late: (clock, target) => `${clock} late and still running (target ${target}).`,
  lapsed: (clock, deadline) => `${clock} late at ${deadline}, before it began anew.`,
  priority: (from, to, at, by) => `Priority changed from ${from} to ${to} at ${at} by ${by}.`,
  guessed: (priority) => `No priority rule applied: ${priority} by default.`,
  reopened: (count) => (count > 1 ? `Reopened ${count} times after a resolve.` : 'Reopened after a resolve.'),
  runKept: (title, count) => `${title}: ${count > 1 ? `all ${count} steps done` : 'its step done'}.`,
  progress: (done, skipped, lacking) =>
    [
      some(done, 'step done', 'steps done'),
      ...(skipped > 0 ? [`${skipped} skipped`] : []),
      ...(lacking > 0 ? [`${lacking} neither done nor skipped`] : []),
    ].join(', '),
  skipped: (title, step) => `${title}: step skipped, ${step}.`,
  lacking: (title, count) => `${title}: ${some(count, 'step', 'steps')} neither done nor skipped.`,
  stepSkipped: 'Skipped',
  stepLacking: 'Neither done nor skipped',
  leftBecause: 'Ended with this reason',
  followUp: {
    title: 'Follow-up',
    owner: 'Owner',
    due: 'Due',
    status: 'Status',
    open: 'open',
    done: 'done',
    dropped: 'dropped',
  },
};

export const DRAFT_WORDS: Record<DraftLanguage, DraftWords> = { fr, en };
