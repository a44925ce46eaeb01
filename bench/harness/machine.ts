import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, freemem, loadavg, release, totalmem, type } from 'node:os';
import { dirname, join } from 'node:path';

/** Where and with what a figure was measured. */
export interface Circumstances {
  date: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  kernel: string;
  /** Load of the last minute when it began: what else ran on the machine. */
  load: number;
  versions: Record<string, string>;
}

/** The first line that a program says of its version, or undefined when it is not there. */
export function versionOf(command: string, ...args: string[]): string | undefined {
  try {
    const said = execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    return said.match(/\d+\.\d+(?:\.\d+)*/)?.[0];
  } catch {
    return undefined;
  }
}

function electronVersion(executable: string): string | undefined {
  try {
    return readFileSync(join(dirname(executable), 'version'), 'utf8')
      .trim()
      .replace(/^v/, '');
  } catch {
    return versionOf(executable, '--version', '--no-sandbox');
  }
}

export function circumstances(now: Date, electron: string): Circumstances {
  const versions: Record<string, string> = { Node: process.versions.node };
  const found = electron && electronVersion(electron);
  if (found) versions.Electron = found;
  return {
    date: now.toISOString().slice(0, 16).replace('T', ' '),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    kernel: `${type()} ${release()}`,
    load: Number(loadavg()[0]?.toFixed(2)),
    versions,
  };
}

export const freeMemoryMb = (): number => Math.round(freemem() / 2 ** 20);
