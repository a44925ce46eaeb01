import type { i18n } from 'i18next';
import { followUpsText, postMortemTitle, workedText } from '../../../src-shared/procedure/post-mortem/draft.ts';
import type { Data } from '../../data/data.ts';
import type { Directory } from '../../data/directory.ts';
import { readIncident, readOthers } from '../../data/incident-records.ts';
import { createTeller } from '../../data/teller.ts';
import type { Format } from '../../platform/format.ts';
import { incidentAsMarkdown } from './export.ts';

export interface ReportDeps {
  data: Pick<Data, 'db' | 'records' | 'now'>;
  i18n: i18n;
  format: Format;
  directory: Directory;
}

export interface IncidentReport {
  title: string;
  /** Markdown. */
  text: string;
}

/**
 * The incident report (« Préparer le rapport d'incident »): facts, clocks, timeline and alerts, then what was done in
 * the phases and what is left to do. In the reader's language and zone. Undefined where there is no such incident.
 */
export async function readReport(deps: ReportDeps, id: string): Promise<IncidentReport | undefined> {
  const { data, i18n, format, directory } = deps;
  const found = await readIncident(data, id, directory);
  if (!found) return undefined;
  const [others, followUps] = await Promise.all([
    readOthers(data.records, found),
    data.records.referring('followUp', id),
  ]);
  const of = (other: string) => others.get(other) ?? other;
  const now = data.now();
  const { language, zone } = format;
  const teller = createTeller({ i18n, directory, language, zone, of });
  const text = incidentAsMarkdown(
    { id, doc: found.incident },
    {
      entries: found.entries.map(({ doc }) => doc).sort((a, b) => a.at - b.at),
      alerts: found.alerts.map(({ doc }) => doc),
      of,
    },
    { t: i18n.t, format, directory, now },
  );
  const done = workedText(found, directory.calendars, now, teller);
  const left = followUpsText(
    followUps.map(({ doc }) => doc),
    { language, person: (who) => directory.person(who)?.name ?? who },
  );
  return { title: postMortemTitle(found.incident), text: [text, done, left].filter(Boolean).join('\n\n') };
}
