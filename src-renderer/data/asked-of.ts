import type { OccurrenceId } from '../../src-shared/model/plan.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { MaintenanceItem } from './maintenance.ts';

/** Which occurrence is meant, and when it was due for who acts. */
export interface Asked {
  id: OccurrenceId;
  planned: { at: Instant; end: Instant; deadline: Instant; allDay: boolean; zone: string };
}

export const askedOf = ({ planned: { id, allDay, zone }, state: { at, end, deadline } }: MaintenanceItem): Asked => ({
  id,
  planned: { at, end, deadline, allDay, zone },
});
