import { useMemo } from 'react';
import type { Plan } from '../../../src-shared/model/plan.ts';
import { DAY, type Instant, type Millis } from '../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { MISSED_FOR, onDays, type Span } from './day-model.ts';

/** Until when after its beginning an occurrence may still be done on time, at most. */
export function longestReach(plans: Iterable<{ doc: Pick<Plan, 'terms'> }>): Millis {
  const lengths = [...plans].flatMap(({ doc }) =>
    doc.terms.map(({ time, duration = 0, grace }) => (time === undefined ? DAY : duration) + grace),
  );
  return Math.max(0, ...lengths);
}

interface Wanted {
  from: Instant;
  to: Instant;
  /** Also those that began earlier and may still be done, and what was missed of late. */
  reachingInto?: boolean;
}

/** Occurrences of a team, or of `all`, as they stand at this minute. Undefined while loading. */
export function useItems({ from, to, reachingInto }: Wanted, team: string): readonly MaintenanceItem[] | undefined {
  const maintenance = useMaintenance();
  const now = useMinute();
  return useMemo(() => {
    if (!maintenance.loaded) return undefined;
    const reach = reachingInto ? longestReach(maintenance.plans.values()) + MISSED_FOR + DAY : 0;
    const ofTeam = team === 'all' ? undefined : ({ doc }: { doc: Plan }) => doc.team === team;
    return maintenance.occurrencesIn({ from: from - reach, to }, now, ofTeam);
  }, [maintenance, from, to, reachingInto, team, now]);
}

/** Those whose day is one of a stretch of days where one looks, a whole day's being that of its plan's zone. */
export function useItemsOn({ from, to }: Span, team: string): readonly MaintenanceItem[] | undefined {
  const { zone } = useFormat();
  const around = useItems({ from: from - DAY, to: to + DAY }, team);
  return useMemo(() => around && onDays(around, { from, to }, zone), [around, from, to, zone]);
}
