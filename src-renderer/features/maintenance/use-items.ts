import { useMemo } from 'react';
import { teamOn } from '../../../src-shared/maintenance/occurrence-parts.ts';
import { occurrenceIdSchema } from '../../../src-shared/model/plan.ts';
import { DAY, type Instant } from '../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { isOpen, MISSED_FOR, onDays, type Span } from './day-model.ts';

interface Wanted {
  from: Instant;
  to: Instant;
  /** Also those that began earlier and may still be done, and what was missed of late. */
  reachingInto?: boolean;
}

/** Occurrences of a team, or of `all`, as they stand at this minute. Undefined while loading. */
export function useItems({ from, to, reachingInto }: Wanted, team: string): readonly MaintenanceItem[] | undefined {
  const since = from - (reachingInto ? MISSED_FOR : 0);
  const maintenance = useMaintenance(since);
  const now = useMinute();
  return useMemo(() => {
    if (!maintenance.loaded) return undefined;
    const items = reachingInto
      ? maintenance.occurrencesMeeting({ from: since, to }, now)
      : maintenance.occurrencesIn({ from, to }, now);
    return team === 'all' ? items : items.filter(({ plan, planned }) => teamOn(plan.doc, planned.date) === team);
  }, [maintenance, since, from, to, reachingInto, team, now]);
}

/** Those whose day is one of a stretch of days where one looks, a whole day's being that of its plan's zone. */
export function useItemsOn({ from, to }: Span, team: string): readonly MaintenanceItem[] | undefined {
  const { zone } = useFormat();
  const around = useItems({ from: from - DAY, to: to + DAY }, team);
  return useMemo(() => around && onDays(around, { from, to }, zone), [around, from, to, zone]);
}

/** What is still to come and was done all the same, or skipped, in any order. */
export function useDoneEarly(): readonly MaintenanceItem[] {
  const maintenance = useMaintenance();
  const now = useMinute();
  return useMemo(() => {
    const ahead = [...maintenance.occurrences].filter(([, { doc }]) => doc.at > now);
    const items = ahead.flatMap(([id]) => maintenance.item(occurrenceIdSchema.parse(id), now) ?? []);
    return items.filter((item) => !isOpen(item));
  }, [maintenance, now]);
}
