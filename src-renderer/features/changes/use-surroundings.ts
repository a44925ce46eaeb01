import { useMemo } from 'react';
import { type Asked, type Collision, collisionsOf } from '../../../src-shared/change/collisions.ts';
import { workSpan } from '../../../src-shared/change/work-span.ts';
import type { Plan } from '../../../src-shared/model/plan.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { DAY, type Instant, type Millis } from '../../../src-shared/time/clock.ts';
import { useList } from '../../data/hooks.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';

/** Maintenance that was begun may run over by so much. */
const OVER: Millis = 7 * DAY;

const opensWindow = (plan: { doc: Plan }): boolean => plan.doc.window === true && plan.doc.service !== undefined;

export interface Surroundings {
  changes: readonly Row<'change'>[];
  freezes: readonly Row<'freeze'>[];
  /** What a change meets, as things stand at `now`. */
  collisionsOf(asked: Asked, now: Instant): Collision[];
}

/** All that changes may meet; undefined while it is read. */
export function useSurroundings(): Surroundings | undefined {
  const changes = useList('change');
  const freezes = useList('freeze');
  const maintenance = useMaintenance();
  return useMemo(() => {
    if (!changes || !freezes || !maintenance.loaded) return undefined;
    return {
      changes,
      freezes,
      collisionsOf(asked, now) {
        const { from, to } = workSpan(asked, now);
        const touches = (plan: { doc: Plan }) =>
          opensWindow(plan) && asked.services.some((service) => service === plan.doc.service);
        const items = maintenance.occurrencesMeeting({ from: Math.max(0, from - OVER), to }, now, touches);
        return collisionsOf(asked, { changes, freezes, items }, now);
      },
    };
  }, [changes, freezes, maintenance]);
}
