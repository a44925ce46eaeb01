import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createFormat } from '../../platform/format.ts';
import { createI18n } from '../i18n.ts';
import { nextTrayChange, type TrayInput, traySummary } from './tray-summary.ts';

const NOW = instant('2026-11-24T09:36:00Z');
const format = createFormat({ language: 'fr', zone: 'Europe/Paris' });
const { t } = await createI18n('fr');

const deadlines = new Map<Incident, number>();

function anIncident(title: string, left: number, over: Partial<Incident> = {}): { id: string; doc: Incident } {
  const doc = { title, priority: 'P1', status: 'triggered', ...over } as Incident;
  deadlines.set(doc, NOW + left);
  return { id: title, doc };
}

const input = (over: Partial<TrayInput>): TrayInput => ({
  incidents: [],
  reader: {
    of(doc) {
      const deadline = deadlines.get(doc);
      return deadline === undefined ? undefined : { clock: 'response', deadline, soonAt: deadline - 3 * MINUTE };
    },
  },
  silentSince: null,
  mayAcknowledge: true,
  now: NOW,
  ...over,
});

describe('tray summary', () => {
  it('is calm when nothing presses, and says so in the language', () => {
    expect(traySummary(input({}), t, format)).toEqual({ state: 'calm', tooltip: '0 incident ouvert', next: [] });
  });

  it('names the most pressing first and the instant, not the time left', () => {
    const summary = traySummary(
      input({ incidents: [anIncident('Recherche', 18 * MINUTE), anIncident('Paiement', 5 * MINUTE)] }),
      t,
      format,
    );
    expect(summary.state).toBe('calm');
    expect(summary.tooltip.split('\n')).toEqual(['2 incidents ouverts', 'P1 · Paiement · échéance à 10:41']);
    expect(summary.next.map((one) => one.incident)).toEqual(['Paiement', 'Recherche']);
  });

  it.each([
    ['dueSoon', 2 * MINUTE, null],
    ['breached', 0, null],
    ['breached', -MINUTE, NOW - MINUTE],
    ['offline', 18 * MINUTE, NOW - MINUTE],
  ] as const)('is %s with %d ms left and the server silent since %s', (state, left, silentSince) => {
    const summary = traySummary(input({ incidents: [anIncident('Paiement', left)], silentSince }), t, format);
    expect(summary.state).toBe(state);
  });

  it('offers to acknowledge only what waits for it and to whom it is allowed', () => {
    const incidents = [anIncident('a', MINUTE), anIncident('b', MINUTE, { status: 'acknowledged' })];
    const can = (mayAcknowledge: boolean) =>
      traySummary(input({ incidents, mayAcknowledge }), t, format).next.map((one) => one.canAcknowledge);
    expect(can(true)).toEqual([true, false]);
    expect(can(false)).toEqual([false, false]);
  });

  it('changes by itself when a deadline comes near, then when it lapses', () => {
    const incidents = [anIncident('a', 5 * MINUTE)];
    expect(nextTrayChange(input({ incidents }))).toBe(NOW + 2 * MINUTE);
    expect(nextTrayChange(input({ incidents, now: NOW + 2 * MINUTE }))).toBe(NOW + 5 * MINUTE);
    expect(nextTrayChange(input({ incidents, now: NOW + 5 * MINUTE }))).toBeUndefined();
  });

  it('leaves what is under silence in peace, and takes it up again when the silence ends', () => {
    const silences = [{ by: ['s'], since: NOW - MINUTE, until: NOW + MINUTE }];
    const quiet = input({ incidents: [anIncident('Paiement', -MINUTE, { silences })] });
    expect(traySummary(quiet, t, format)).toEqual({ state: 'calm', tooltip: '1 incident ouvert', next: [] });
    expect(nextTrayChange(quiet)).toBe(NOW + MINUTE);
    expect(traySummary({ ...quiet, now: NOW + MINUTE }, t, format).state).toBe('breached');
  });
});
