import { readdirSync, readFileSync } from 'node:fs';

/** A process and all that descend from it, as Electron's window, GPU and helper processes do. */
export function family(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = read(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    if (parent > 0) parents.set(Number(name), parent);
  }
  const found = [root];
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child);
  return found;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Seconds of CPU that these processes have used so far. Linux counts in hundredths. */
export function cpuSeconds(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const stat = read(`/proc/${pid}/stat`);
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return sum + (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / 100;
  }, 0);
}

/** Memory in MB, pages that several of them share counted once (PSS). */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const pss = read(`/proc/${pid}/smaps_rollup`).match(/^Pss:\s+(\d+)/m)?.[1];
    return sum + Number(pss ?? 0) / 1024;
  }, 0);
}
