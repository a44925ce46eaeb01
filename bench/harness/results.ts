import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { type Row, rounded, type Target } from './figure.ts';
import type { Circumstances } from './machine.ts';

/** What one run of a figure found; kept as `bench/results/<name>.json`, from which the page is written. */
export interface FigureResult {
  name: string;
  title: string;
  circumstances: Circumstances;
  seconds: number;
  rows: Row[];
  /** Why it could not be measured. */
  failure?: string;
}

const folder = fileURLToPath(new URL('../results', import.meta.url));
const page = fileURLToPath(new URL('../RESULTS.md', import.meta.url));

const resultSchema = z.custom<FigureResult>(
  (value) => typeof value === 'object' && value !== null && 'rows' in value && 'circumstances' in value,
);

export function keepResult(result: FigureResult): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
}

function keptResults(): FigureResult[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => resultSchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8'))));
}

const number = (value: number): string => rounded(value).toLocaleString('en-GB');

function targetText(target: Target | undefined, unit: string): string {
  if (!target) return '';
  if ('atLeast' in target) return `≥ ${number(target.atLeast)} ${unit}`;
  if ('atMost' in target) return `≤ ${number(target.atMost)} ${unit}`;
  return 'ratioAtLeast' in target ? `≥ ${number(target.ratioAtLeast)} ×` : `≤ ${number(target.ratioAtMost)} ×`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

function line(row: Row): string[] {
  const peer =
    'value' in row.peer ? `${row.peer.name}: ${number(row.peer.value)}` : `${row.peer.name}: ${row.peer.why}`;
  return [
    row.what,
    `${number(row.ours)} ${row.unit}`,
    peer,
    row.ratio === null ? '' : `${row.ratio.toPrecision(3)} ×`,
    targetText(row.target, row.unit),
    { met: '✔ met', missed: '✘ missed', 'no target': '', 'no peer': 'no peer' }[row.verdict],
  ].map(cell);
}

const HEAD = ['what', 'ours', 'peer or limit', 'ratio', 'target', 'verdict'];

/** A figure as Markdown. */
export function asMarkdown(result: FigureResult): string {
  const { circumstances: at } = result;
  const versions = Object.entries(at.versions).map(([name, version]) => `${name} ${version}`);
  const about = `${at.date} UTC, ${result.seconds} s, load before ${at.load}; ${versions.join(', ')}.`;
  if (result.failure) return `## ${result.title}\n\nNot measured: ${result.failure}\n\n${about}\n`;
  const rows = [HEAD, HEAD.map(() => '---'), ...result.rows.map(line)].map((cells) => `| ${cells.join(' | ')} |`);
  return `## ${result.title}\n\n${rows.join('\n')}\n\n${about}\n`;
}

/** A figure for a terminal. */
export function asText(result: FigureResult): string {
  if (result.failure) return `${result.title}\n  not measured: ${result.failure}`;
  const table = [HEAD, ...result.rows.map(line)];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const text = table.map((cells) =>
    `  ${cells.map((one, column) => one.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  );
  return `${result.title}\n${text.join('\n')}`;
}

/** Writes bench/RESULTS.md from all figures that were ever kept, and gives its path. */
export function writePage(): string {
  const all = keptResults();
  const machines = new Set(
    all.map(({ circumstances: at }) => `${at.cpu}, ${at.cores} cores, ${at.memoryGb} GB, ${at.kernel}`),
  );
  const intro = [
    '# Figures',
    '',
    'Written by `npm run bench`. Ratios count, absolute times are this machine’s: each line has its peer or its limit',
    'measured in the same run, medians of several. Run one figure with `npm run bench -- <name>`.',
    '',
    ...[...machines].map((one) => `Machine: ${one}.`),
    '',
  ];
  writeFileSync(page, `${intro.join('\n')}\n${all.map(asMarkdown).join('\n')}`);
  return page;
}
