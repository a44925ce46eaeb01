import { z } from 'zod';
import { type AppError, ok, type Result } from '../../src-shared/contract/errors.ts';
import { clientIdSchema } from '../../src-shared/contract/http.ts';
import { type JournalEntry, journalEntrySchema } from '../../src-shared/contract/ipc.ts';
import { instantSchema } from '../../src-shared/model/ids.ts';
import { type Clock, DAY, type Instant } from '../../src-shared/time/clock.ts';
import type { AppendFile } from './append-file.ts';

/** A server restored from a backup of the last week gets everything again. */
const KEEP_SETTLED = 7 * DAY;
/** Below this a compaction saves nothing worth writing. */
const COMPACT_FROM_BYTES = 256 * 1024;

const recordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('entry'), entry: journalEntrySchema }),
  z.object({ kind: z.literal('settled'), clientId: clientIdSchema, upTo: z.int().positive(), at: instantSchema }),
]);
type JournalRecord = z.infer<typeof recordSchema>;
type Settled = Extract<JournalRecord, { kind: 'settled' }>;

/** The laptop's unsent and recently sent work, kept outside the browser's own storage. */
export interface Journal {
  append(entries: JournalEntry[]): Promise<Result<void, AppError>>;
  settle(clientId: string, upTo: number): Promise<Result<void, AppError>>;
  read(): Promise<{ entries: JournalEntry[]; damaged: number }>;
  /** Drops what was settled more than 7 days ago. */
  compact(): Promise<Result<void, AppError>>;
}

/** Entries in the order they were first written, each with the instant it was settled. */
export function foldJournal(values: unknown[], now: Instant): { entries: JournalEntry[]; unreadable: number } {
  const entries = new Map<string, JournalEntry>();
  const settled: Settled[] = [];
  let unreadable = 0;
  for (const value of values) {
    const record = recordSchema.safeParse(value);
    if (!record.success) {
      unreadable += 1;
    } else if (record.data.kind === 'settled') {
      settled.push(record.data);
    } else {
      const { entry } = record.data;
      const key = `${entry.clientId} ${entry.mutation.seq}`;
      entries.set(key, { ...entry, settledAt: entries.get(key)?.settledAt ?? entry.settledAt });
    }
  }
  const settledAt = settleTimes(settled);
  for (const entry of entries.values()) entry.settledAt ??= settledAt(entry);
  const kept = [...entries.values()].filter(
    (entry) => entry.settledAt === undefined || now - entry.settledAt < KEEP_SETTLED,
  );
  return { entries: kept, unreadable };
}

/** The earliest answer that covered an entry: settles of a client by descending `upTo`, each with the earliest so far. */
function settleTimes(settled: Settled[]): (entry: JournalEntry) => Instant | undefined {
  const perClient = Map.groupBy(settled, (one) => one.clientId);
  const earliest = new Map<string, { upTo: number; at: Instant }[]>();
  for (const [client, list] of perClient) {
    list.sort((a, b) => b.upTo - a.upTo);
    let at = Number.POSITIVE_INFINITY;
    earliest.set(
      client,
      list.map((one) => {
        at = Math.min(at, one.at);
        return { upTo: one.upTo, at };
      }),
    );
  }
  return ({ clientId, mutation }) => {
    const list = earliest.get(clientId) ?? [];
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((list[middle]?.upTo ?? 0) >= mutation.seq) low = middle + 1;
      else high = middle;
    }
    return list[low - 1]?.at;
  };
}

export function createJournal({ file, clock }: { file: AppendFile; clock: Clock }): Journal {
  let setAside = 0;
  return {
    append: (entries) =>
      file.append(
        entries.map((entry): JournalRecord => ({ kind: 'entry', entry })),
        true,
      ),
    // Losing this record only sends a mutation again, which the server answers from memory: no fsync.
    settle: (clientId, upTo) =>
      file.append([{ kind: 'settled', clientId, upTo, at: clock.now() } satisfies JournalRecord], false),
    async read() {
      const { values, damaged } = await file.read();
      const { entries, unreadable } = foldJournal(values, clock.now());
      return { entries, damaged: damaged + unreadable + setAside };
    },
    async compact() {
      const { bytes, damaged } = await file.read();
      if (bytes < COMPACT_FROM_BYTES && damaged === 0) return ok(undefined);
      const done = await file.compact((values) => {
        const { entries } = foldJournal(values, clock.now());
        return entries.map((entry): JournalRecord => ({ kind: 'entry', entry }));
      });
      // What was set aside is still told until the console is closed.
      if (done.ok) setAside += damaged;
      return done;
    },
  };
}
