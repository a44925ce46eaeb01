import type { ActorRef } from '../../model/actor.ts';
import type { TimelineEntry } from '../../model/incident.ts';
import type { FollowUp } from '../../model/post-mortem.ts';
import { BODY_LENGTH } from '../../model/procedure.ts';
import type { RunEvent } from '../../model/run.ts';
import { CLOCKS } from '../../model/sla-policy.ts';
import { between } from '../../sla/shown-lengths.ts';
import type { Calendars } from '../../sla/working-time.ts';
import type { Instant } from '../../time/clock.ts';
import { markdownQuote, markdownTable, markdownText } from '../markdown-text.ts';
import { type Facts, factsOf, type IncidentRecords, type Promised, type WorkedRun } from './facts.ts';
import { lengthText, type WallText, wallText } from './wall-text.ts';
import { DRAFT_WORDS, type DraftLanguage, type DraftWords } from './words.ts';

/** Who writes the draft, in which words: names and lines of the timeline as plain text, none of it Markdown. */
export interface Teller {
  language: DraftLanguage;
  /** IANA zone whose clocks the text goes by. */
  zone: string;
  /** Nobody is « you » in what others read. */
  actor(by: ActorRef): string;
  service(id: string): string;
  team(id: string): string;
  /** What an entry says, without who and when; `body` is somebody's own text. */
  say(entry: TimelineEntry): { text: string; body?: string | undefined };
}

/** Lines beyond these stay in the incident: a storm's timeline would drown what people write. */
const MOST_LINES = 400;
const MOST_ALERTS = 20;
const MOST_CHARACTERS = BODY_LENGTH / 2;

const bullets = (lines: readonly string[]) => lines.map((line) => `- ${line}`).join('\n');
const asked = (text: string) => `_${text}_`;

/** How many of a draft's requests still stand in a text: what nobody has written yet. */
export const leftToWrite = (body: string): number => body.match(/^_(?:À écrire|To be written)\b.*_$/gmu)?.length ?? 0;

interface Page {
  records: IncidentRecords;
  facts: Facts;
  words: DraftWords;
  wall: WallText;
  teller: Teller;
}

const name = ({ teller }: Page, by: ActorRef) => markdownText(teller.actor(by));

function limited(lines: readonly string[], most: number, words: DraftWords): string[] {
  let length = 0;
  const fits = lines.findIndex((line, index) => {
    length += line.length;
    return index >= most || length > MOST_CHARACTERS;
  });
  return fits < 0 ? [...lines] : [...lines.slice(0, fits), words.more(lines.length - fits)];
}

function impact({ records: { incident, alerts }, words, teller }: Page): string {
  const titles = limited(
    [...new Set(alerts.map(({ doc }) => doc.title))].sort().map((title) => markdownText(title)),
    MOST_ALERTS,
    words,
  );
  const fact = (label: keyof DraftWords['fact'], value: string | undefined) =>
    value ? [`${words.fact[label]}${words.colon} ${value}`] : [];
  const lines = [
    ...fact('service', incident.service && markdownText(teller.service(incident.service))),
    ...fact('team', incident.team && markdownText(teller.team(incident.team))),
    ...(titles.length > 0 ? fact('alerts', String(incident.alertsTotal || alerts.length)) : []),
  ];
  const listed = [bullets(lines), ...titles.map((title) => `  - ${title}`)].filter(Boolean).join('\n');
  return [asked(words.ask.impact), ...(listed ? [listed] : [])].join('\n\n');
}

function milestones(page: Page): string {
  const { records, facts, words, wall } = page;
  const { incident } = records;
  const moment = (at: Instant | undefined, by: ActorRef | undefined) =>
    at === undefined ? undefined : `${wall.moment(at)}${by ? ` ${words.by(name(page, by))}` : ''}`;
  const first = facts.entries.find(({ event }) => event.kind === 'acknowledged');
  const number = incident.number === undefined ? words.unnumbered : `#${incident.number}`;
  const told: [keyof DraftWords['fact'], string | undefined][] = [
    ['incident', `${number} · ${markdownText(incident.title)}`],
    ['priority', incident.priority],
    ['opened', moment(incident.openedAt, incident.openedBy)],
    ['acknowledged', moment(first?.at ?? incident.acknowledgedAt, first?.by ?? incident.acknowledgedBy)],
    ['resolved', moment(incident.resolvedAt, incident.resolvedBy)],
    ['closed', moment(incident.closedAt, undefined)],
    ['people', facts.people.map((by) => name(page, by)).join(', ')],
  ];
  return bullets(told.flatMap(([label, value]) => (value ? [`${words.fact[label]}${words.colon} ${value}`] : [])));
}

function lengths({ facts, words, wall }: Page): string {
  const { column } = words;
  const rows = facts.stages.map(({ kind, from, to }) => [
    words.stage[kind],
    wall.moment(from),
    to === undefined ? words.lasts : wall.moment(to),
    to === undefined ? '' : lengthText(between(from, to)),
  ]);
  const total = facts.total === undefined ? [] : [[`**${words.total}**`, '', '', `**${lengthText(facts.total)}**`]];
  return markdownTable([column.stage, column.from, column.to, column.length], [...rows, ...total]);
}

const promises = ({ facts, words, wall }: Page): string =>
  markdownTable(
    [words.column.clock, words.column.target, words.column.deadline, words.column.counted, words.column.outcome],
    facts.promised.map(({ clock, state }) => [
      words.clock[clock],
      lengthText(state.target),
      state.deadline === undefined ? '' : wall.moment(state.deadline),
      // What still runs would be another text each time.
      state.status === 'met' || state.status === 'missed' ? lengthText(state.elapsed) : words.lasts,
      words.outcome(state.status, lengthText(state.late)),
    ]),
  );

function timeline(page: Page): string {
  const { facts, words, wall, teller } = page;
  let before: Instant | undefined;
  const lines = facts.entries.map((entry) => {
    const { text, body } = teller.say(entry);
    const time = wall.time(entry.at, before);
    before = entry.at;
    const line = `- **${time}** ${name(page, entry.by)} ${markdownText(text)}`;
    return body?.trim() ? `${line}\n${markdownQuote(body.trim(), '  ')}` : line;
  });
  const shown = limited(lines, MOST_LINES, words);
  return shown.map((line) => (line.startsWith('- ') ? line : `\n${line}`)).join('\n');
}

const valueText = (event: RunEvent): string => {
  if (event.kind === 'measure') return [event.value, event.unit].filter((part) => part !== undefined).join(' ');
  if (event.kind === 'text') return event.text;
  return event.kind === 'choice' ? event.option : '';
};

function worked(page: Page, { title, steps, progress, endReason }: WorkedRun): string {
  const { words, wall } = page;
  const lines = steps.map((step) => {
    const text = markdownText(step.text);
    const state = progress.states.get(step.id);
    if (state?.status === 'skipped' && state.skipped) {
      return `${words.stepSkipped}${words.colon} ${text} (${markdownText(state.skipped.event.reason)})`;
    }
    if (state?.status !== 'done') return `${words.stepLacking}${words.colon} ${text}`;
    const mark = state.done.at(-1) ?? state.timer;
    const value = state.value ? valueText(state.value.event) : '';
    const said = value ? `${text}${words.colon} ${markdownText(value)}` : text;
    return mark ? `**${wall.moment(mark.at)}** ${name(page, mark.by)} · ${said}` : said;
  });
  const { done, skipped, lacking } = progress;
  const counts = `${words.progress(done, skipped, lacking.length)}.`;
  const why = endReason ? [`${words.leftBecause}${words.colon} ${markdownText(endReason)}`] : [];
  return [`### ${markdownText(title)}`, counts, ...why, bullets(limited(lines, MOST_LINES, words))]
    .filter(Boolean)
    .join('\n\n');
}

function wentWell({ facts, words }: Page): string[] {
  return [
    ...facts.promised.flatMap(({ clock, state }) =>
      state.status === 'met'
        ? [words.kept(words.clock[clock], lengthText(state.elapsed), lengthText(state.target))]
        : [],
    ),
    ...facts.runs.flatMap(({ title, progress }) =>
      progress.total > 0 && progress.done === progress.total
        ? [words.runKept(markdownText(title), progress.total)]
        : [],
    ),
  ];
}

function lateness({ clock, state }: Promised, words: DraftWords): string[] {
  const target = lengthText(state.target);
  if (state.status === 'missed') return [words.missed(words.clock[clock], lengthText(state.late), target)];
  return state.status === 'breached' ? [words.late(words.clock[clock], target)] : [];
}

function wentBadly(page: Page): string[] {
  const { records, facts, words, wall } = page;
  const { incident } = records;
  const deadlines = new Set(facts.promised.map(({ state }) => state.deadline));
  const lapses = facts.entries.flatMap(({ event }) => {
    const clock = CLOCKS.find((name) => event.kind === 'slaLapsed' && name === event.clock);
    // That of the window in force is told with its length.
    if (event.kind !== 'slaLapsed' || !clock || deadlines.has(event.deadline)) return [];
    return [words.lapsed(words.clock[clock], wall.moment(event.deadline))];
  });
  const priorities = facts.entries.flatMap(({ event, at, by }) =>
    event.kind === 'priority' ? [words.priority(event.from, event.to, wall.moment(at), name(page, by))] : [],
  );
  const steps = facts.runs.flatMap(({ title, steps, progress }) => {
    const told = markdownText(title);
    const skipped = steps.flatMap((step) => {
      const state = progress.states.get(step.id);
      return state?.status === 'skipped' ? [words.skipped(told, markdownText(step.text))] : [];
    });
    const lacking = progress.lacking.length;
    return [...skipped, ...(lacking > 0 ? [words.lacking(told, lacking)] : [])];
  });
  return [
    ...lapses,
    ...facts.promised.flatMap((one) => lateness(one, words)),
    ...(facts.reopenings > 0 ? [words.reopened(facts.reopenings)] : []),
    ...(incident.priorityGuessed ? [words.guessed(incident.priority)] : []),
    ...priorities,
    ...steps,
  ];
}

/**
 * The draft of an incident's post-mortem: what is known is told, what is not has a heading and an invitation to write.
 * Deterministic in its arguments. What came from senders and people stands in it as text: no link, no HTML, no step.
 */
export function postMortemDraft(records: IncidentRecords, calendars: Calendars, now: Instant, teller: Teller): string {
  const words = DRAFT_WORDS[teller.language];
  const facts = factsOf(records, calendars, now);
  const { incident } = records;
  const span = [incident.openedAt, ...facts.entries.map(({ at }) => at), ...facts.stages.map(({ from }) => from)];
  const page: Page = { records, facts, words, teller, wall: wallText(teller.zone, span) };
  const { heading, ask } = words;
  const noted = (lines: readonly string[], invitation: string) => [
    ...(lines.length > 0 ? [bullets(lines)] : []),
    asked(invitation),
  ];
  return `${[
    `## ${heading.summary}`,
    asked(ask.summary),
    `## ${heading.impact}`,
    impact(page),
    `## ${heading.facts}`,
    words.zone(page.wall.zone),
    milestones(page),
    `### ${heading.lengths}`,
    lengths(page),
    ...(facts.promised.length > 0 ? [`### ${heading.promises}`, promises(page)] : []),
    ...(facts.entries.length > 0 ? [`## ${heading.timeline}`, timeline(page)] : []),
    ...(facts.runs.length > 0 ? [`## ${heading.done}`, ...facts.runs.map((run) => worked(page, run))] : []),
    `## ${heading.well}`,
    ...noted(wentWell(page), ask.well),
    `## ${heading.badly}`,
    ...noted(wentBadly(page), ask.badly),
    `## ${heading.causes}`,
    `### ${heading.rootCause}`,
    asked(ask.rootCause),
    `### ${heading.factors}`,
    asked(ask.factors),
    `### ${heading.detection}`,
    asked(ask.detection),
    `## ${heading.lessons}`,
    asked(ask.lessons),
  ].join('\n\n')}\n`;
}

/** What was done in the phases and the other runs of an incident, as a section; empty where nothing was begun. */
export function workedText(records: IncidentRecords, calendars: Calendars, now: Instant, teller: Teller): string {
  const words = DRAFT_WORDS[teller.language];
  const facts = factsOf(records, calendars, now);
  if (facts.runs.length === 0) return '';
  const span = facts.entries.map(({ at }) => at);
  const page: Page = { records, facts, words, teller, wall: wallText(teller.zone, span) };
  return [`## ${words.heading.done}`, ...facts.runs.map((run) => worked(page, run))].join('\n\n');
}

/** The title that a post-mortem begins with. */
export const postMortemTitle = ({ priority, title }: { priority: string; title: string }): string =>
  `${priority} · ${title}`.slice(0, 300);

/** What an incident left to be done, for the end of an exported post-mortem; empty where there is nothing. */
export function followUpsText(
  followUps: readonly FollowUp[],
  { language, person }: { language: DraftLanguage; person(id: string): string },
): string {
  if (followUps.length === 0) return '';
  const { followUp: words, heading } = DRAFT_WORDS[language];
  const rows = followUps.map(({ title, url, owner, due, status, reason }) => [
    markdownText(url ? `${title} (${url})` : title),
    owner ? markdownText(person(owner)) : '',
    due ?? '',
    reason ? `${words[status]} (${markdownText(reason)})` : words[status],
  ]);
  return `## ${heading.followUps}\n\n${markdownTable([words.title, words.owner, words.due, words.status], rows)}\n`;
}
