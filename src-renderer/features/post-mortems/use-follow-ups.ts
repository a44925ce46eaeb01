import { useMemo } from 'react';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { instant } from '../../../src-shared/time/clock.ts';
import { instantOfWallClock, type LocalDate } from '../../../src-shared/time/zone.ts';
import { useList } from '../../data/hooks.ts';
import type { Format } from '../../platform/format.ts';

/** A day in words: noon, so that no zone makes another day of it. */
export const dayText = (day: LocalDate, format: Format): string =>
  format.shortDate(instantOfWallClock(instant(`${day}T12:00:00Z`), format.zone, 'earlier'));

const rank = { open: 0, done: 1, dropped: 2 } as const;

/** Those of one incident: open ones first, by day. Undefined while loading. */
export function useFollowUpsOf(incident: string): Row<'followUp'>[] | undefined {
  const rows = useList('followUp', { ref: incident });
  return useMemo(() => rows?.sort(byState), [rows]);
}

function byState({ doc: a }: { doc: FollowUp }, { doc: b }: { doc: FollowUp }): number {
  if (a.status !== b.status) return rank[a.status] - rank[b.status];
  const [mine, theirs] = [a.due ?? '~', b.due ?? '~'];
  return mine < theirs ? -1 : mine > theirs ? 1 : a.createdAt - b.createdAt;
}
