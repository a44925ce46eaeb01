import type { TFunction } from 'i18next';
import type { ActorRef } from '../../../src-shared/model/actor.ts';
import { blobPath, isPicture } from '../../../src-shared/model/blob.ts';
import type { Run } from '../../../src-shared/model/run.ts';
import { markdownQuote, markdownText } from '../../../src-shared/procedure/markdown-text.ts';
import type { ParsedProcedure } from '../../../src-shared/procedure/parse.ts';
import type { EntryRow, Mark, RunProgress, StepState } from '../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../src-shared/procedure/step.ts';
import { stepTimes } from '../../../src-shared/procedure/step-times.ts';
import { between } from '../../../src-shared/sla/shown-lengths.ts';
import { type Instant, isoInstant, type Millis } from '../../../src-shared/time/clock.ts';
import { toCsv } from '../../platform/csv.ts';
import type { Format } from '../../platform/format.ts';
import type { RunLine } from './list-model.ts';
import { type RestoreRecord, restoreFacts } from './restore-facts.ts';
import { rangeText, verdictOf } from './steps/measure.ts';

/** A run with all that happened in it. */
export interface RunRecord {
  doc: Run;
  procedure: Pick<ParsedProcedure, 'blocks' | 'steps' | 'definitions'>;
  progress: RunProgress;
  entries: readonly EntryRow[];
  /** The time of a plan that it works off: what the plan is called, and when it was due. */
  occurrence?: { plan: string; when: string };
  /** It tests the restore of a backup. */
  restore?: RestoreRecord;
}

export interface ExportWords {
  t: TFunction;
  format: Format;
  /** Whoever reads it elsewhere is not « vous ». */
  actor(by: ActorRef): string;
  person(id: string): string;
  /** The incident that it was run for. */
  incident?: string;
  service?: string;
  now: Instant;
}

/** What was said at a step, as Markdown. */
function valueText(step: Step, state: StepState, { t, format }: ExportWords): string | undefined {
  const event = state.value?.event;
  if (!event) return undefined;
  if (event.kind === 'text') return markdownText(event.text);
  if (event.kind === 'choice') return markdownText(event.option);
  const verdict = verdictOf(step, event.value);
  const said = `${format.number(event.value)}${event.unit ? `\u00a0${markdownText(event.unit)}` : ''}`;
  return verdict
    ? `${said}, ${t(`runs.verdict.${verdict}`, { range: rangeText(step, format.number, verdict) })}`
    : said;
}

function stepLines(step: Step, state: StepState, took: Millis | undefined, words: ExportWords): string[] {
  const { t, format, actor } = words;
  const indent = '  '.repeat(step.depth);
  const box = state.status === 'done' ? 'x' : ' ';
  const struck = state.status === 'skipped' ? `~~${step.text}~~` : step.text;
  const lines = [`${indent}- [${box}] ${struck}`];
  const fact = (text: string) => lines.push(`${indent}  - ${text}`);
  const did = ({ event, by, at }: Mark) =>
    `${t(`runs.did.${event.kind}`, { who: markdownText(actor(by)) })} · ${format.full(at)}`;
  const value = valueText(step, state, words);
  if (value !== undefined) fact(value);
  if (state.status === 'done') {
    const marks: readonly Mark[] = state.done.length > 0 ? state.done : state.timer ? [state.timer] : [];
    marks.forEach((mark, index) => {
      const last = index === marks.length - 1 && took !== undefined;
      fact(`${did(mark)}${last ? ` · ${format.duration(took)}` : ''}`);
    });
  }
  if (state.status === 'skipped' && state.skipped) {
    fact(`${did(state.skipped)} : ${markdownText(state.skipped.event.reason)}`);
  }
  if (state.status === 'refused' && state.refused) {
    fact(`${did(state.refused)} : ${markdownText(state.refused.event.reason)}`);
  }
  if (state.assignee !== undefined && state.status !== 'done') {
    fact(t('runs.assignedTo', { name: markdownText(words.person(state.assignee)) }));
  }
  for (const note of state.notes) {
    fact(`${markdownText(actor(note.by))} · ${format.full(note.at)}`);
    lines.push(markdownQuote(note.event.text, `${indent}    `));
  }
  for (const { event } of state.evidence) fact(`${t('runs.export.file')} ${markdownText(event.file.name)}`);
  return lines;
}

/**
 * A run as a document: the procedure's own text with what was done at each step, then its evidence with the hashes that
 * prove it. `pictures` puts the pictures in too, for paper.
 */
export function runAsMarkdown(run: RunRecord, words: ExportWords, options: { pictures?: boolean } = {}): string {
  const { doc, procedure, progress } = run;
  const { t, format, actor } = words;
  const times = stepTimes(progress, doc.startedAt);
  const facts: readonly (readonly [string, string] | false)[] = [
    [t('runs.about.procedure'), `${markdownText(doc.title)}, ${t('runs.about.revision', { number: doc.revision })}`],
    run.occurrence !== undefined && [
      t('runs.about.plan'),
      `${markdownText(run.occurrence.plan)} · ${run.occurrence.when}`,
    ],
    words.incident !== undefined && [t('runs.about.incident'), markdownText(words.incident)],
    words.service !== undefined && [t('runs.about.service'), markdownText(words.service)],
    [t('runs.about.started'), `${format.full(doc.startedAt)}, ${markdownText(actor(doc.startedBy))}`],
    doc.endedAt !== undefined && [
      t('runs.about.ended'),
      [
        `${format.full(doc.endedAt)}, ${doc.endedBy ? markdownText(actor(doc.endedBy)) : ''}`,
        format.duration(between(doc.startedAt, doc.endedAt)),
      ].join(' · '),
    ],
    doc.endReason !== undefined && [t('runs.ending.reason'), markdownText(doc.endReason)],
    ...(run.restore ? restoreFacts(run.restore, words) : []),
    [
      t('runs.progress'),
      [
        t('runs.doneOf', { done: progress.done + progress.skipped, total: progress.total }),
        progress.skipped > 0 && t('runs.skippedCount', { count: progress.skipped }),
      ]
        .filter(Boolean)
        .join(' · '),
    ],
  ];
  const parts = [
    `# ${markdownText(doc.title)}`,
    facts.flatMap((fact) => (fact ? [`- **${fact[0]}** ${fact[1]}`] : [])).join('\n'),
  ];
  let list: string[] = [];
  const flush = () => {
    if (list.length > 0) parts.push(list.join('\n'));
    list = [];
  };
  for (const block of procedure.blocks) {
    if (block.kind === 'prose') {
      flush();
      parts.push(block.markdown.trim());
    } else {
      const state = progress.states.get(block.step.id);
      if (state) list.push(...stepLines(block.step, state, times.get(block.step.id), words));
    }
  }
  flush();
  if (procedure.definitions) parts.push(procedure.definitions);

  const evidence = procedure.steps.flatMap((step) =>
    (progress.states.get(step.id)?.evidence ?? []).map((mark) => ({ step, mark, file: mark.event.file })),
  );
  if (evidence.length > 0) {
    parts.push(`## ${t('runs.about.evidence')}`);
    // A list, not a table: beside 64 digits of a hash a column leaves a long name three letters a line.
    const tell = ({ step, mark, file }: (typeof evidence)[number]) => [
      `- **${markdownText(file.name)}** · ${t('runs.export.bytes', { count: file.size, size: format.number(file.size) })}`,
      `  - ${step.text} · ${markdownText(actor(mark.by))} · ${format.full(mark.at)}`,
      `  - SHA-256 \`${file.hash}\``,
    ];
    parts.push(evidence.flatMap(tell).join('\n'));
    if (options.pictures) {
      for (const { file } of evidence) {
        if (isPicture(file)) parts.push(`![${markdownText(file.name)}](${blobPath(file)})`);
      }
    }
  }
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export interface ListWords extends Pick<ExportWords, 't' | 'format' | 'actor' | 'person'> {
  incident(id: string | undefined): string;
}

/** The list of runs for a spreadsheet; instants are RFC 3339 in UTC. */
export function runsAsCsv(lines: readonly RunLine[], { t, actor, person, incident }: ListWords): string {
  const iso = (at: Instant | undefined) => (at === undefined ? undefined : isoInstant(at));
  const columns = [
    'title',
    'procedure',
    'revision',
    'incident',
    'startedAt',
    'startedBy',
    'endedAt',
    'done',
    'skipped',
    'total',
    'people',
    'reason',
  ];
  return toCsv(
    columns.map((column) => t(`runs.csv.${column}`)),
    lines.map(({ doc, progress, people }) => [
      doc.title,
      doc.procedure,
      doc.revision,
      incident(doc.incident),
      iso(doc.startedAt),
      actor(doc.startedBy),
      iso(doc.endedAt),
      progress.done,
      progress.skipped,
      progress.total,
      people.map(person).join(', '),
      doc.endReason,
    ]),
  );
}
