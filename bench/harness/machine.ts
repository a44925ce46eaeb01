import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';
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

/** The version that a program says it has, or undefined when it is not there. */
function versionOf(command: string, ...args: string[]): string | undefined {
  const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  return `${stdout ?? ''}${stderr ?? ''}`.match(/\d+\.\d+(?:\.\d+)*/)?.[0];
}

/** Versions of the programs that figures are measured against. */
export function programVersions(): Record<string, string> {
  const folder = '/usr/lib/postgresql';
  const newest = existsSync(folder) ? readdirSync(folder).sort((a, b) => Number(b) - Number(a))[0] : undefined;
  const found = {
    Alertmanager: versionOf('prometheus-alertmanager', '--version'),
    PostgreSQL: newest && versionOf(join(folder, newest, 'bin', 'postgres'), '--version'),
  };
  return Object.fromEntries(Object.entries(found).flatMap(([name, version]) => (version ? [[name, version]] : [])));
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
