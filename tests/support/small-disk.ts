import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A file system of its own of so many bytes; undefined where this user may not make one. */
export function smallDisk(bytes: number): { path: string; release(): void } | undefined {
  const path = mkdtempSync(join(tmpdir(), 'vigie-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', path], { stdio: 'ignore' });
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
  return {
    path,
    release() {
      execFileSync('umount', ['-l', path]);
      rmSync(path, { recursive: true });
    },
  };
}

/** Whether this machine and user can make one. */
export function hasSmallDisks(): boolean {
  const probe = process.platform === 'linux' ? smallDisk(4_096) : undefined;
  probe?.release();
  return probe !== undefined;
}
