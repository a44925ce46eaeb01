import type { TFunction } from 'i18next';
import type { Format } from '../platform/format.ts';
import type { MaintenanceItem } from './maintenance.ts';

/** Its own day, hour and length, whatever its plan or the text of its procedure says by now. */
export function occurrenceWhen({ planned, state }: MaintenanceItem, t: TFunction, format: Format): string {
  const { at, end } = state;
  if (planned.allDay) return format.date(at, planned.zone);
  const moment = t('maintenance.atHour', { day: format.date(at), time: format.time(at) });
  return end > at ? `${moment} · ${format.duration(end - at)}` : moment;
}
