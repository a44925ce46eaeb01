import { overlapOf, workSpan } from '../../../src-shared/change/work-span.ts';
import type { Change, ChangeWindow, Freeze } from '../../../src-shared/model/change.ts';
import { DAY, type Instant } from '../../../src-shared/time/clock.ts';
import { dayNumberAt, type MonthDay } from '../../../src-shared/time/month.ts';
import { instantOfWallClock, wallClock } from '../../../src-shared/time/zone.ts';
import type { MonthBand } from '../../ui/month-bands.ts';

/** Those that lie in a day, or are worked on in it, the earliest first. */
export const onDay = <Row extends { doc: Change }>(
  rows: readonly Row[],
  day: Pick<MonthDay, 'from' | 'to'>,
  now: Instant,
): Row[] =>
  rows
    .flatMap((row) => {
      const span = workSpan(row.doc, now);
      return overlapOf(span, day) ? [{ row, from: span.from }] : [];
    })
    .sort((a, b) => a.from - b.from || a.row.doc.title.localeCompare(b.row.doc.title))
    .map(({ row }) => row);

export interface FreezeBand<Row> extends MonthBand {
  row: Row;
}

/** Freezes as the days that they touch on the clocks of `zone`. */
export const freezeBands = <Row extends { id: string; doc: Freeze }>(
  rows: readonly Row[],
  zone: string,
): FreezeBand<Row>[] =>
  rows.map((row) => {
    const { title, window } = row.doc;
    return {
      id: row.id,
      title,
      from: dayNumberAt(window.from, zone),
      to: dayNumberAt(window.to - 1, zone),
      row,
    };
  });

/** A window some days later: it begins at the same hour on the clocks of its zone, and lasts as long. */
export function movedBy({ from, to, zone }: ChangeWindow, days: number): ChangeWindow {
  const next = instantOfWallClock(wallClock(from, zone) + days * DAY, zone, 'earlier');
  return { from: next, to: next + (to - from), zone };
}
