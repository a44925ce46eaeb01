import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import { isLate } from '../../../src-shared/procedure/post-mortem/due.ts';
import { fold } from '../../../src-shared/procedure/search/fold.ts';
import { DAY, type Instant, isoInstant } from '../../../src-shared/time/clock.ts';
import { type LocalDate, localDate } from '../../../src-shared/time/zone.ts';
import { toCsv } from '../../platform/csv.ts';

export const FOLLOW_UP_VIEWS = ['open', 'mine', 'late', 'closed'] as const;
export type FollowUpView = (typeof FOLLOW_UP_VIEWS)[number];

export interface FollowUpFilter {
  view: FollowUpView;
  text: string;
}
export const OPEN_FOLLOW_UPS: FollowUpFilter = { view: 'open', text: '' };

type Row = { id: string; doc: FollowUp };

/** Who looks, from where and when. */
export interface Onlooker {
  me: string | undefined;
  zone: string;
  now: Instant;
}

export function isInView({ doc }: Row, view: FollowUpView, { me, zone, now }: Onlooker): boolean {
  switch (view) {
    case 'open':
      return doc.status === 'open';
    case 'mine':
      return doc.status === 'open' && doc.owner !== undefined && doc.owner === me;
    case 'late':
      return isLate(doc, zone, now);
    default:
      return doc.status !== 'open';
  }
}

/** Open ones by what is due first, those without a day last; closed ones the latest first. */
export function listFollowUps<R extends Row>(rows: readonly R[], { view, text }: FollowUpFilter, by: Onlooker): R[] {
  const wanted = fold(text.trim());
  const says = ({ doc }: R) => wanted === '' || fold(`${doc.title} ${doc.detail ?? ''}`).includes(wanted);
  return rows
    .filter((row) => isInView(row, view, by) && says(row))
    .sort((a, b) => {
      if (view === 'closed') return (b.doc.closedAt ?? 0) - (a.doc.closedAt ?? 0) || a.id.localeCompare(b.id);
      const [mine, theirs] = [a.doc.due ?? '~', b.doc.due ?? '~'];
      return mine < theirs ? -1 : mine > theirs ? 1 : a.doc.createdAt - b.doc.createdAt;
    });
}

/** How near the end of a follow-up's day is. */
export type DueState = 'none' | 'later' | 'soon' | 'late';

export function dueState(doc: FollowUp, zone: string, now: Instant): DueState {
  if (doc.status !== 'open' || doc.due === undefined) return 'none';
  if (isLate(doc, zone, now)) return 'late';
  return doc.due <= localDate(now + DAY, zone) ? 'soon' : 'later';
}

export interface FollowUpNames {
  /** Heading of a column. */
  column(name: string): string;
  status(status: FollowUp['status']): string;
  person(id: string | undefined): string | undefined;
  team(id: string | undefined): string | undefined;
  incident(id: string | undefined): string | undefined;
}

const COLUMNS = [
  'title',
  'status',
  'owner',
  'team',
  'due',
  'incident',
  'occurrence',
  'createdAt',
  'closedAt',
  'reason',
  'url',
] as const;

/** As a spreadsheet reads it: days and RFC 3339 instants sort and compute. */
export function followUpsAsCsv(rows: readonly Row[], names: FollowUpNames): string {
  const iso = (at: Instant | undefined) => (at === undefined ? undefined : isoInstant(at));
  return toCsv(
    COLUMNS.map(names.column),
    rows.map(({ doc }) => [
      doc.title,
      names.status(doc.status),
      names.person(doc.owner),
      names.team(doc.team),
      doc.due satisfies LocalDate | undefined,
      names.incident(doc.incident),
      doc.occurrence,
      iso(doc.createdAt),
      iso(doc.closedAt),
      doc.reason,
      doc.url,
    ]),
  );
}
