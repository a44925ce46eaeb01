import { createInstance } from 'i18next';
import { beforeAll, expect, it } from 'vitest';
import { acknowledge, openingClocks } from '../../../src-shared/incident/transitions.ts';
import { type Alert, alertSchema } from '../../../src-shared/model/alert.ts';
import { incidentSchema, type TimelineEntry, timelineEntrySchema } from '../../../src-shared/model/incident.ts';
import { PROCEDURES_SLA_POLICY } from '../../../src-shared/sla/default-policy.ts';
import { instant, MINUTE } from '../../../src-shared/time/clock.ts';
import { createDirectory } from '../../data/directory.ts';
import type { Words } from '../../data/entry-words.ts';
import { createFormat } from '../../platform/format.ts';
import { incidentAsMarkdown, incidentsAsCsv, incidentsAsMarkdown, type Listed } from './export.ts';

const NOON = instant('2026-11-24T12:00:00Z');
const HOSTILE = '=HYPERLINK("x") | <img src=x>';

const directory = createDirectory(
  {
    people: [{ id: 'ines', doc: { name: 'Inès', role: 'responder', teams: [] } }],
    teams: [],
    services: [{ id: 'pay', doc: { name: 'api-paiement' } }],
    policies: [],
    calendars: [],
  },
  { person: 'ines', name: 'Inès', role: 'responder', scopes: [], serverTime: NOON },
);

/** Keys stand for words: the wording is the locales' own business. */
const i18n = createInstance();

let words: Words;
let listed: Listed;

beforeAll(async () => {
  await i18n.init({
    lng: 'en',
    resources: { en: { translation: { incident: { serverAt: 'server {{time}}' } } } },
    interpolation: { escapeValue: false },
  });
  words = { t: i18n.t, format: createFormat({ language: 'en', zone: 'UTC' }), directory, now: NOON + 10 * MINUTE };
  const opened = incidentSchema.parse({
    number: 42,
    title: HOSTILE,
    priority: 'P0',
    status: 'triggered',
    service: 'pay',
    policy: 'default',
    openedAt: NOON,
    openedBy: { kind: 'sender', name: 'Alertmanager' },
    links: [],
    alertsTotal: 1,
    alertsFiring: 1,
    clocks: openingClocks(PROCEDURES_SLA_POLICY, 'P0', NOON),
  });
  const by = { kind: 'sender', name: 'x' } as const;
  listed = { id: 'a', doc: acknowledge(opened, by, NOON + MINUTE), deadline: NOON + 60 * MINUTE };
});

it('writes the list as CSV with instants in UTC and no formula', () => {
  const [heading, row, rest] = incidentsAsCsv([listed], words).split('\r\n');
  expect(heading?.split(',')).toHaveLength(9);
  expect(row).toBe(
    `42,P0,"'=HYPERLINK(""x"") | <img src=x>",incident.status.acknowledged,api-paiement,,,2026-11-24T12:00:00.000Z,2026-11-24T13:00:00.000Z`,
  );
  expect(rest).toBe('');
});

it('writes the list as a Markdown table in which a title cannot add cells or markup', () => {
  const row = incidentsAsMarkdown([listed], words).split('\n')[2] ?? '';
  expect(row).toContain('[#42](vigie://incident/42)');
  expect(row).toContain('\\| \\<img src=x\\>');
  expect(row.split(/(?<!\\)\|/)).toHaveLength(11);
});

it('writes one incident with its clocks, its timeline and its alerts', () => {
  const entry: TimelineEntry = timelineEntrySchema.parse({
    incident: 'a',
    event: { kind: 'note', text: 'one\n# two' },
    by: { kind: 'person', id: 'ines' },
    via: 'console',
    at: NOON + MINUTE,
    receivedAt: NOON + 3 * MINUTE,
  });
  const alert: Alert = alertSchema.parse({
    incident: 'a',
    dedupKey: 'k',
    sender: 'Alertmanager',
    status: 'firing',
    priority: 'P0',
    title: '**loud**',
    labels: { job: '```\n# out' },
    annotations: {},
    startsAt: NOON,
    lastReceivedAt: NOON,
    firings: 1,
  });
  const text = incidentAsMarkdown(listed, { entries: [entry], alerts: [alert], of: (id) => id }, words);
  expect(text.split('\n')[0]).toBe('# P0 · =HYPERLINK("x") \\| \\<img src=x\\> (#42)');
  expect(text).toContain('| incident.clock.response | 5\u00a0min | incident.clockState.met |');
  expect(text).toContain('(server 24 November 2026 at 12:03:00) · **Inès** note');
  expect(text).toContain('  > one\n  > \\# two');
  expect(text).toContain('**\\*\\*loud\\*\\***');
  expect(text).toContain('````\njob=```\n# out\n````');
  expect(text.endsWith('vigie://incident/42')).toBe(true);
});
