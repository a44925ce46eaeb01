import type { Running } from '../../tests/support/processes.ts';

/** What a figure needs beyond Node: fetched before it runs; what cannot be had is said on its lines. */
export type Need = 'electron' | 'build' | 'display' | 'packages' | 'programs';

/** A number of ours beside the same thing done by somebody else, or by the bare machine, in the same run. */
export interface Measured {
  what: string;
  ours: number;
  unit: string;
  /** Whom or what it is compared with; `why` when that was not to be had. */
  peer: { name: string; value: number } | { name: string; why: string };
  /** What was to be reached; without it the line is there to be read. */
  target?: Target;
}

/** At least or at most: of the figure itself, or of its ratio to the peer. */
export type Target = { atLeast: number } | { atMost: number } | { ratioAtLeast: number } | { ratioAtMost: number };

export interface Row extends Measured {
  /** ours ÷ peer. */
  ratio: number | null;
  verdict: 'met' | 'missed' | 'no target' | 'no peer';
}

/** One thing to measure; each file `bench/<name>.ts` exports one as `figure`. */
export interface Figure {
  name: string;
  title: string;
  needs?: readonly Need[];
  run(ctx: Context): Promise<Measured[]>;
}

/** What the harness gives a figure. Programs and folders are gone when the figure ends, however it ends. */
export interface Context {
  /** One line of progress. */
  log(line: string): void;
  /** How often a measurement is repeated; the median counts. 1 with `--quick`. */
  runs: number;
  quick: boolean;
  /** An empty folder. */
  folder(): string;
  start(command: string, args: readonly string[], options?: { env?: NodeJS.ProcessEnv; cwd?: string }): Running;
  /** Runs at the end of the figure, the last one given first. */
  atEnd(clean: () => void | Promise<void>): void;
  /** Runs `once` as often as `runs` says and gives the median of each of its numbers. */
  median<T extends Record<string, number>>(once: (run: number) => Promise<T>): Promise<T>;
  /** The Electron that set-up provides; only for figures that need it. */
  electron: string;
  /** Environment of a private virtual display; only for figures that need it. */
  display: Record<string, string>;
}

export const rounded = (value: number): number =>
  Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));

/** The value below which the share `p` (0–1) of the sorted numbers lies (nearest rank). */
export function quantile(values: ArrayLike<number>, p: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);

/** The median of each number over several runs. */
export function mediansOf<T extends Record<string, number>>(runs: readonly T[]): T {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(runs.map((one) => one[name] ?? Number.NaN))])) as T;
}

function reached(target: Target, ours: number, ratio: number | null): Row['verdict'] {
  if ('atLeast' in target) return ours >= target.atLeast ? 'met' : 'missed';
  if ('atMost' in target) return ours <= target.atMost ? 'met' : 'missed';
  if (ratio === null) return 'no peer';
  if ('ratioAtLeast' in target) return ratio >= target.ratioAtLeast ? 'met' : 'missed';
  return ratio <= target.ratioAtMost ? 'met' : 'missed';
}

/** Ratio and verdict of a measurement. */
export function judged(measured: Measured): Row {
  const { ours, peer, target } = measured;
  const ratio = 'value' in peer && peer.value !== 0 ? ours / peer.value : null;
  return { ...measured, ratio, verdict: target ? reached(target, ours, ratio) : 'no target' };
}
