import { type LocalDate, localDate } from '../time/zone.ts';
import type { MaintenanceItem } from './items.ts';

/** The day an occurrence is on: of a whole day that of its own zone, of an hour that of `zone`, where one looks. */
export const dateOf = ({ planned, state }: Pick<MaintenanceItem, 'planned' | 'state'>, zone: string): LocalDate =>
  localDate(state.at, planned.allDay ? planned.zone : zone);
