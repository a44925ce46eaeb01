import { type Receipt, type ReceiptKind, receiptSchema } from '../../src-shared/alarms/plan.ts';
import { DAY, type Instant } from '../../src-shared/time/clock.ts';
import type { AppendFile } from '../journal/append-file.ts';

const KEEP = 7 * DAY;
const COMPACT_FROM_BYTES = 512 * 1024;
/**
 * Written at once, and forced to the disk by the next receipt that must be there: a power cut that takes them makes the
 * auditor say the alarm again, marked as a repeat.
 */
const LOST_AT_THE_PRICE_OF_A_REPEAT: ReadonlySet<ReceiptKind> = new Set(['shown', 'failed']);
/** As many as the page is told. */
const MOST_TOLD = 2_000;

/** What became of one alarm: the latest instant of each kind of receipt. */
type Trace = Readonly<Partial<Record<ReceiptKind, Instant>>>;

/** Receipts of alarms: in memory for decisions, append-only on disk for restarts and for proof. */
export interface ReceiptBook {
  /** Reads the file; receipts older than 7 days that `wanted` does not name are dropped. */
  load(now: Instant, wanted: (alarm: string) => boolean): Promise<void>;
  /** Known at once; resolves when it is on the disk, or written. A full disk is reported, never thrown: alarms go on. */
  add(alarms: readonly string[], kind: ReceiptKind, at: Instant): Promise<void>;
  trace(alarm: string): Trace;
  /** When each alarm went out, as the pure core wants it. */
  fired(): ReadonlyMap<string, Instant>;
  traces(): Iterable<[string, Trace]>;
  list(): Receipt[];
}

export function createReceiptBook(file: AppendFile, report: (problem: string) => void): ReceiptBook {
  const book = new Map<string, Partial<Record<ReceiptKind, Instant>>>();
  const fired = new Map<string, Instant>();
  const note = ({ alarm, kind, at }: Receipt) => {
    const trace = book.get(alarm) ?? {};
    trace[kind] = at;
    book.set(alarm, trace);
    if (kind === 'due') fired.set(alarm, at);
  };
  const parse = (values: unknown[]): Receipt[] =>
    values.flatMap((value) => {
      const receipt = receiptSchema.safeParse(value);
      return receipt.success ? [receipt.data] : [];
    });
  const NOTHING: Trace = {};

  return {
    async load(now, wanted) {
      const keep = (receipt: Receipt) => now - receipt.at < KEEP || wanted(receipt.alarm.replace(/#\d+$/, ''));
      const { values, bytes, damaged } = await file.read();
      if (damaged > 0) report(`receipts: ${damaged} unreadable`);
      for (const receipt of parse(values).filter(keep)) note(receipt);
      if (bytes > COMPACT_FROM_BYTES) await file.compact((all) => parse(all).filter(keep));
    },
    async add(alarms, kind, at) {
      if (alarms.length === 0) return;
      const receipts = alarms.map((alarm): Receipt => ({ alarm, kind, at }));
      receipts.forEach(note);
      const written = await file.append(receipts, !LOST_AT_THE_PRICE_OF_A_REPEAT.has(kind));
      if (!written.ok) report(`receipts: ${written.error.code}`);
    },
    trace: (alarm) => book.get(alarm) ?? NOTHING,
    fired: () => fired,
    traces: () => book.entries(),
    list: () =>
      [...book.entries()]
        .flatMap(([alarm, trace]) => receiptKinds(trace).map(([kind, at]): Receipt => ({ alarm, kind, at })))
        .sort((a, b) => a.at - b.at)
        .slice(-MOST_TOLD),
  };
}

const ORDER: ReceiptKind[] = ['due', 'silenced', 'failed', 'shown', 'seen', 'acted'];

function receiptKinds(trace: Trace): [ReceiptKind, Instant][] {
  return ORDER.flatMap((kind) => {
    const at = trace[kind];
    return at === undefined ? [] : [[kind, at] satisfies [ReceiptKind, Instant]];
  });
}
