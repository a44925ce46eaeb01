import type { TFunction } from 'i18next';
import type { Planned } from '../../../src-shared/recurrence/timing.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { wallClock } from '../../../src-shared/time/zone.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import type { Format } from '../../platform/format.ts';
import { dayPointOf } from './day-model.ts';

/** When something about an occurrence is, in words: its day where a whole day is meant, else the moment. */
export const whenOf = (planned: Planned, at: Instant, format: Format, now: Instant): string =>
  planned.allDay ? format.shortDate(dayPointOf(planned, at, format.zone)) : format.moment(at, now);

/** The same in a sentence: « prévue le 27 nov. », « prévue à 15:25 ». */
export const whenOn = (planned: Planned, at: Instant, t: TFunction, format: Format, now: Instant): string =>
  planned.allDay ? t('maintenance.onDay', { day: whenOf(planned, at, format, now) }) : format.momentOn(at, now);

/** Where it is moved to: « au 27 nov. », « à 15:25 ». */
export const whenTo = (planned: Planned, at: Instant, t: TFunction, format: Format, now: Instant): string =>
  planned.allDay ? t('maintenance.toDay', { day: whenOf(planned, at, format, now) }) : format.momentTo(at, now);

/** Until when it is done on time; of a whole day its last day, with that day. */
export function dueWords({ planned, state }: MaintenanceItem, t: TFunction, format: Format, now: Instant): string {
  const { allDay } = planned;
  const last = allDay ? state.deadline - 1 : state.deadline;
  return allDay
    ? t('maintenance.dueOn', { time: whenOf(planned, last, format, now) })
    : t('maintenance.dueBy', { time: format.momentSince(last, now) });
}

/** The hour that its plan says, with its zone, where that is another than the hour here; undefined for a whole day. */
export function planHourOf(item: MaintenanceItem, format: Format): string | undefined {
  const { at } = item.state;
  const { allDay, zone } = item.planned;
  if (allDay || wallClock(at, zone) === wallClock(at, format.zone)) return undefined;
  return `${format.time(at, zone)} ${zone}`;
}
