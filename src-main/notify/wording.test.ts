import { expect, test } from 'vitest';
import type { CallAlarm, PlannedAlarm } from '../../src-shared/alarms/plan.ts';
import { DEFAULT_PREFERENCES } from '../../src-shared/contract/ipc.ts';
import { incidentId } from '../../src-shared/model/ids.ts';
import { HOUR, instant, MINUTE, SECOND } from '../../src-shared/time/clock.ts';
import { durationText, languageOf, wordsIn } from './wording.ts';

const DEADLINE = instant('2026-11-22T02:19:00Z');
const alarm: PlannedAlarm = {
  id: 'inc-1/response/0/0.8',
  incident: incidentId('inc-1'),
  title: 'Paiement\nindisponible',
  service: 'Paiement',
  priority: 'P0',
  kind: 'warning',
  clock: 'response',
  fireAt: DEADLINE - MINUTE,
  deadline: DEADLINE,
  loud: true,
};

test('a toast says what, where, which promise and how long is left', () => {
  const fr = wordsIn('fr');
  expect(fr.title(alarm)).toBe('P0 · Paiement indisponible');
  expect(fr.body(alarm, DEADLINE - 90 * SECOND, false)).toBe('Paiement · Réponse : reste 1 min 30 s');
  expect(fr.body(alarm, DEADLINE + 2 * MINUTE, true)).toBe('Rappel · Paiement · Réponse : dépassé depuis 2 min');
  const en = wordsIn('en');
  expect(en.body({ ...alarm, service: undefined }, DEADLINE - HOUR, false)).toBe('Response: 1 h left');
  expect(en.body(alarm, DEADLINE + 2 * MINUTE, true)).toBe('Repeat · Paiement · Response: overdue by 2 min');
});

test('a toast says how many steps the phase lacks', () => {
  expect(wordsIn('fr').body({ ...alarm, kind: 'phase', lacking: 3 }, DEADLINE - MINUTE, false)).toBe(
    'Paiement · Réponse : reste 1 min · il manque 3 étapes',
  );
  expect(wordsIn('en').body({ ...alarm, lacking: 1 }, DEADLINE - MINUTE, false)).toBe(
    'Paiement · Response: 1 min left · 1 step lacking',
  );
});

test('a call says who calls which team to what', () => {
  const { clock: _, ...shared } = alarm;
  const call: CallAlarm = { ...shared, kind: 'called', team: 'Security', by: 'Inès' };
  expect(wordsIn('fr').callTitle(call)).toBe('On vous appelle · P0 · Paiement indisponible');
  expect(wordsIn('fr').callBody(call, false)).toBe('Inès appelle l’équipe Security · Paiement');
  expect(wordsIn('en').callBody({ ...call, service: undefined }, true)).toBe('Repeat · Inès calls the team Security');
  expect(wordsIn('en').digestLine(call, DEADLINE)).toBe('You are called · P0 · Paiement indisponible');
});

test.each([
  [0, '0 s'],
  [59_400, '59 s'],
  [60_000, '1 min'],
  [61_000, '1 min 1 s'],
  [12 * MINUTE + 30_000, '12 min'],
  [HOUR, '1 h'],
  [2 * HOUR + 5 * MINUTE, '2 h 05'],
  [49 * HOUR, '2 j'],
])('%i ms is said as %s', (length, text) => {
  expect(durationText(length, 'fr')).toBe(text);
});

test('the language is the one chosen, else that of the system', () => {
  expect(languageOf(DEFAULT_PREFERENCES, 'fr-CA')).toBe('fr');
  expect(languageOf(DEFAULT_PREFERENCES, 'de-DE')).toBe('en');
  expect(languageOf({ ...DEFAULT_PREFERENCES, language: 'fr' }, 'en-US')).toBe('fr');
});

test('a long title stays one short line', () => {
  const title = wordsIn('fr').title({ ...alarm, title: 'x'.repeat(500) });
  expect(title).toHaveLength('P0 · '.length + 120);
});

test.each([
  ['fr', 'asked', 'À approuver · Noyau', 'api · sa fenêtre s’ouvre dans 10 min'],
  ['en', 'near', 'Waits for an approval · Noyau', 'api · its window opens in 10 min'],
  ['fr', 'ending', 'Fin proche · Noyau', 'api · reste 10 min'],
  ['en', 'over', 'Runs over · Noyau', 'api · overdue by 10 min'],
] as const)('a system update in %s says how it stands: %s', (language, point, title, body) => {
  const now = instant('2026-11-23T08:00:00Z');
  const deadline = now + (point === 'over' ? -1 : 1) * 10 * MINUTE;
  const alarm = {
    id: `change:c1/${now}/${point}`,
    kind: 'change',
    change: 'c1',
    point,
    title: 'Noyau',
    service: 'api',
    priority: 'P3',
    fireAt: now,
    deadline,
    loud: false,
  } as const;
  const words = wordsIn(language, 'UTC');
  expect(words.changeTitle(alarm)).toBe(title);
  expect(words.changeBody(alarm, now, false)).toBe(body);
  expect(words.digestLine(alarm, now)).toBe(title);
});

test.each([
  ['fr', 'soon', 'Bientôt · Santé', 'api · dans 10 min'],
  ['fr', 'due', 'À faire · Santé', 'api · reste 10 min'],
  ['en', 'near', 'Late soon · Santé', 'api · 10 min left'],
  ['en', 'late', 'Late · Santé', 'api · overdue by 10 min'],
] as const)('maintenance in %s says how it stands: %s', (language, point, title, body) => {
  const now = instant('2026-11-23T08:00:00Z');
  const deadline = now + (point === 'late' ? -1 : 1) * 10 * MINUTE;
  const alarm = {
    id: `occurrence:a@2026-11-23/${now}/${point}`,
    kind: 'maintenance',
    occurrence: 'a@2026-11-23',
    point,
    title: 'Santé',
    service: 'api',
    priority: 'P3',
    fireAt: now,
    deadline,
    loud: false,
  } as const;
  const words = wordsIn(language, 'UTC');
  expect(words.maintenanceTitle(alarm)).toBe(title);
  expect(words.maintenanceBody(alarm, now, false)).toBe(body);
  const together = language === 'fr' ? '2 interventions de maintenance' : '2 maintenance tasks';
  expect(words.digestTitle([alarm, alarm], false)).toBe(together);
  expect(words.digestLine(alarm, now)).toBe(title);
});
