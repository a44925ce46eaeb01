import { clocksDiffer } from '../../../src-shared/incident/timeline-message.ts';
import type { Alert } from '../../../src-shared/model/alert.ts';
import type { Incident, TimelineEntry } from '../../../src-shared/model/incident.ts';
import { CLOCKS } from '../../../src-shared/model/sla-policy.ts';
import {
  markdownCode,
  markdownQuote,
  markdownTable,
  markdownText,
} from '../../../src-shared/procedure/markdown-text.ts';
import { shownLengths } from '../../../src-shared/sla/shown-lengths.ts';
import { stateAt } from '../../../src-shared/sla/state.ts';
import { type Instant, isoInstant } from '../../../src-shared/time/clock.ts';
import { entryWords, type Words } from '../../data/entry-words.ts';
import { toCsv } from '../../platform/csv.ts';
import { deepLink } from './commands.ts';

export interface Listed {
  id: string;
  doc: Incident;
  /** When the clock that runs lapses; undefined while paused and where nothing is promised. */
  deadline: Instant | undefined;
}

const COLUMNS = [
  'number',
  'priority',
  'title',
  'status',
  'service',
  'team',
  'assignee',
  'openedAt',
  'deadline',
] as const;

const iso = (at: Instant | undefined) => (at === undefined ? undefined : isoInstant(at));

/** The list as a spreadsheet reads it: instants are RFC 3339 in UTC, so that they sort and compute. */
export function incidentsAsCsv(rows: readonly Listed[], { t, directory }: Words): string {
  return toCsv(
    COLUMNS.map((column) => t(`incidents.column.${column}`)),
    rows.map(({ doc, deadline }) => [
      doc.number,
      doc.priority,
      doc.title,
      t(`incident.status.${doc.status}`),
      directory.service(doc.service)?.name,
      directory.team(doc.team)?.name,
      directory.person(doc.assignee)?.name,
      iso(doc.openedAt),
      iso(deadline),
    ]),
  );
}

/** The list as a Markdown table, each number a deep link. */
export function incidentsAsMarkdown(rows: readonly Listed[], { t, format, directory, now }: Words): string {
  const moment = (at: Instant | undefined) => (at === undefined ? '' : format.moment(at, now));
  return markdownTable(
    COLUMNS.map((column) => t(`incidents.column.${column}`)),
    rows.map(({ id, doc, deadline }) => [
      `[${doc.number === undefined ? t('incident.unnumbered') : `#${doc.number}`}](${deepLink({ id, number: doc.number })})`,
      doc.priority,
      markdownText(doc.title),
      t(`incident.status.${doc.status}`),
      markdownText(directory.service(doc.service)?.name ?? ''),
      markdownText(directory.team(doc.team)?.name ?? ''),
      markdownText(directory.person(doc.assignee)?.name ?? ''),
      moment(doc.openedAt),
      moment(deadline),
    ]),
  );
}

/** One incident with its clocks, timeline (oldest first) and alerts, to be pasted into a post-mortem or a ticket. */
export function incidentAsMarkdown(
  { id, doc }: { id: string; doc: Incident },
  parts: { entries: readonly TimelineEntry[]; alerts: readonly Alert[]; of(incident: string): string },
  words: Words,
): string {
  const { t, format, directory, now } = words;
  // What is pasted elsewhere is read by others: nobody is « vous » there.
  const told = { ...words, directory: { ...directory, isMe: () => false } };
  const name = doc.number === undefined ? t('incident.unnumbered') : `#${doc.number}`;
  const facts: [string, string | undefined][] = [
    ['status', t(`incident.status.${doc.status}`)],
    ['priority', `${doc.priority} ${t(`priority.${doc.priority}`)}`],
    ['service', directory.service(doc.service)?.name],
    ['team', directory.team(doc.team)?.name],
    ['assignee', directory.person(doc.assignee)?.name],
    ['openedAt', `${format.full(doc.openedAt)} (${directory.actor(doc.openedBy)})`],
    ['statusText', doc.statusText],
  ];
  const clocks = CLOCKS.flatMap((clock) => {
    const state = stateAt(doc.clocks[clock], directory.calendars, now);
    if (state.target === null) return [];
    return [
      [
        t(`incident.clock.${clock}`),
        format.duration(state.target),
        t(`incident.clockState.${state.status}`),
        state.deadline === undefined ? '' : format.full(state.deadline),
        format.duration(shownLengths(doc.clocks[clock], directory.calendars, now).elapsed),
      ],
    ];
  });
  const timeline = parts.entries.map((entry) => {
    const { text, body } = entryWords(entry, told, parts.of);
    const server =
      entry.receivedAt !== undefined && clocksDiffer(entry)
        ? ` (${t('incident.serverAt', { time: format.full(entry.receivedAt) })})`
        : '';
    const line = `- ${format.full(entry.at)}${server} · **${markdownText(directory.actor(entry.by))}** ${markdownText(text)} (${t(`incident.via.${entry.via}`)})`;
    return body ? `${line}\n${markdownQuote(body, '  ')}` : line;
  });
  const alerts = parts.alerts.map((alert) => {
    const labels = Object.entries(alert.labels).map(([key, value]) => `${key}=${value}`);
    return `- ${t(`incident.alertStatus.${alert.status}`)} · **${markdownText(alert.title)}** (${markdownText(alert.sender)})\n\n${markdownCode(labels.join('\n'))}`;
  });
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [`## ${title}`, lines.join('\n')];
  const clockTable =
    clocks.length === 0
      ? []
      : [
          markdownTable(
            ['clock', 'window', 'state', 'deadline', 'elapsed'].map((one) => t(`incident.export.${one}`)),
            clocks,
          ),
        ];

  return [
    `# ${doc.priority} · ${markdownText(doc.title)} (${name})`,
    facts
      .flatMap(([key, value]) => (value ? [`- ${t(`incident.field.${key}`)} : ${markdownText(value)}`] : []))
      .join('\n'),
    ...section(t('incident.clocks'), clockTable),
    ...section(t('incident.timeline'), timeline),
    ...section(t('incident.alerts'), alerts),
    deepLink({ id, number: doc.number }),
  ].join('\n\n');
}
