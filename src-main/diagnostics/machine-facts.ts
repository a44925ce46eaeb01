import { open, rm, statfs } from 'node:fs/promises';
import path from 'node:path';
import type { MachineFacts } from '../../src-shared/contract/ipc.ts';
import type { Clock } from '../../src-shared/time/clock.ts';
import type { Blobs } from '../blobs/blobs.ts';
import type { Journal } from '../journal/journal.ts';

export interface MachineFactsDeps {
  /** The user's data folder. */
  folder: string;
  clock: Clock;
  /** Seconds since the console was started. */
  uptime(): number;
  keyring: MachineFacts['keyring'];
  journal: Pick<Journal, 'read'>;
  blobs: Pick<Blobs, 'usage'>;
  autostart(): Promise<MachineFacts['autostart']>;
  certificate(): MachineFacts['certificate'];
  processes(): readonly { type: string; memory: { workingSetSize: number } }[];
  pageRestarts(): number;
}

const KILOBYTE = 1_024;

/** Writes and syncs a page, as the journal does for each change; milliseconds, null when it fails. */
async function syncTook(folder: string): Promise<number | null> {
  const probe = path.join(folder, 'diagnostics.probe');
  try {
    const file = await open(probe, 'w', 0o600);
    try {
      const began = performance.now();
      await file.write(Buffer.alloc(4 * KILOBYTE));
      await file.datasync();
      return performance.now() - began;
    } finally {
      await file.close();
    }
  } catch {
    return null;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}

async function diskOf(folder: string): Promise<MachineFacts['disk']> {
  const space = await statfs(folder).catch(() => null);
  if (!space) return null;
  const { bavail, blocks, bsize } = space;
  return { free: bavail * bsize, size: blocks * bsize, syncTook: await syncTook(folder) };
}

/** Looks at the laptop now; nothing is changed by it but a file that is gone again. */
export function createMachineFacts(deps: MachineFactsDeps): () => Promise<MachineFacts> {
  return async () => {
    const [disk, { entries, damaged }, files, autostart] = await Promise.all([
      diskOf(deps.folder),
      deps.journal.read(),
      deps.blobs.usage(),
      deps.autostart(),
    ]);
    const waiting = entries.filter((one) => one.settledAt === undefined);
    const memory: Record<string, number> = {};
    for (const { type, memory: used } of deps.processes()) {
      memory[type] = (memory[type] ?? 0) + used.workingSetSize * KILOBYTE;
    }
    return {
      at: deps.clock.now(),
      uptime: deps.uptime(),
      keyring: deps.keyring,
      disk,
      journal: {
        entries: entries.length,
        waiting: waiting.length,
        oldestWaitingAt: waiting[0]?.mutation.at ?? null,
        damaged,
      },
      files,
      autostart,
      certificate: deps.certificate(),
      memory,
      pageRestarts: deps.pageRestarts(),
    };
  };
}
