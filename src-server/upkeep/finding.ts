export type Level = 'ok' | 'warn' | 'fail';

/** One line of what `vigie doctor` found. */
export interface Finding {
  /** What was looked at: `disk`, `clock`. */
  check: string;
  level: Level;
  /** What is, in one sentence. */
  what: string;
  /** What to do; absent when nothing has to be done. */
  advice?: string;
}

/** A check of a subject; it tells what it found and never throws for what it was made to find. */
export interface Check {
  subject: string;
  run(): Promise<readonly Finding[]>;
}

const say =
  (level: Level) =>
  (check: string, what: string, advice?: string): Finding => ({ check, level, what, ...(advice ? { advice } : {}) });

export const fine = say('ok');
export const warn = say('warn');
export const fail = say('fail');

/** Runs them one after the other: what one measures, another would disturb. A check that breaks is itself a finding. */
export async function examine(checks: readonly Check[]): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { subject, run } of checks) {
    try {
      findings.push(...(await run()));
    } catch (error) {
      findings.push(fail(subject, `could not be looked at: ${error instanceof Error ? error.message : String(error)}`));
    }
  }
  return findings;
}

/** 1,234,567 → `1.2 MB`, powers of 1,000 as disks are sold. */
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1_000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}

/** 93,600,000 → `26 h`, for ages and delays. */
export function spanText(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1_000) return `${Math.round(size)} ms`;
  if (size < 120_000) return `${(size / 1_000).toFixed(size < 10_000 ? 1 : 0)} s`;
  if (size < 7_200_000) return `${Math.round(size / 60_000)} min`;
  if (size < 172_800_000) return `${Math.round(size / 3_600_000)} h`;
  return `${Math.round(size / 86_400_000)} days`;
}
