import type { TimelineEntry } from '../../../src-shared/model/incident.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { MINUTE } from '../../../src-shared/time/clock.ts';

export interface RecentGroup {
  /** Of the latest entry. */
  id: string;
  latest: TimelineEntry;
  /** Entries joined into this one, itself included. */
  count: number;
}

/** Farther apart, two entries are two things. */
const TOGETHER = 10 * MINUTE;

const actorKey = ({ by }: TimelineEntry) =>
  `${by.kind}/${by.kind === 'person' ? by.id : by.kind === 'sender' ? by.name : ''}`;

/** Joins neighbours (newest first) of the same kind, by the same actor, on the same incident, within ten minutes. */
export function groupRecent(rows: readonly Row<'timelineEntry'>[]): RecentGroup[] {
  const groups: (RecentGroup & { oldest: number })[] = [];
  for (const { id, doc } of rows) {
    const last = groups.at(-1);
    const joins =
      last &&
      last.latest.incident === doc.incident &&
      last.latest.event.kind === doc.event.kind &&
      actorKey(last.latest) === actorKey(doc) &&
      last.oldest - doc.at < TOGETHER;
    if (joins) {
      last.count += 1;
      last.oldest = doc.at;
    } else {
      groups.push({ id, latest: doc, count: 1, oldest: doc.at });
    }
  }
  return groups.map(({ id, latest, count }) => ({ id, latest, count }));
}
