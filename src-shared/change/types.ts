import { CHANGE_TYPES, type Change, type ChangeType } from '../model/change.ts';
import type { Instant } from '../time/clock.ts';
import { calendarDay, dateOfDay, dayNumber, dayOf } from '../time/day.ts';
import { type LocalDate, localDate } from '../time/zone.ts';
import { isOpenChange } from './transitions.ts';

/** How often each type of update is due, as an RRULE (written procedures, « Types de mises à jour »); else as needed. */
export const CADENCE: Readonly<Partial<Record<ChangeType, string>>> = {
  minor: 'FREQ=MONTHLY',
  major: 'FREQ=MONTHLY;INTERVAL=3',
  dependency: 'FREQ=WEEKLY',
};

/** The item of the procedures that a type is. */
export const WRITTEN_TYPE: Readonly<Record<ChangeType, string>> = {
  security: 'security-updates-critical',
  minor: 'minor-updates-monthly',
  major: 'major-updates-quarterly',
  dependency: 'dependency-updates-weekly',
  configuration: 'configuration-updates-as-needed',
};

/** The day after `months` months, or the last day of that month where it is shorter. */
function monthsLater(date: LocalDate, months: number): LocalDate {
  const { year, month, day } = calendarDay(dayNumber(date));
  const last = dayOf(year, month + months + 1, 0);
  return dateOfDay(Math.min(dayOf(year, month + months, day), last));
}

function nextAfter(cadence: string, last: LocalDate): LocalDate {
  if (cadence === CADENCE.dependency) return dateOfDay(dayNumber(last) + 7);
  return monthsLater(last, cadence === CADENCE.major ? 3 : 1);
}

export interface DueType {
  type: ChangeType;
  /** When the last one of the type was done. */
  last: Instant | undefined;
  /** Due from this day on; undefined for a type that was never done: it is due. */
  due: LocalDate | undefined;
}

/**
 * The types that are due by now with nothing under way for them: those with a cadence whose last change is that long
 * ago, or that never had one. The longest due first.
 */
export function dueTypes(changes: readonly Change[], now: Instant, zone: string): DueType[] {
  const today = localDate(now, zone);
  return CHANGE_TYPES.flatMap((type): DueType[] => {
    const cadence = CADENCE[type];
    const ofType = changes.filter((change) => change.type === type);
    if (cadence === undefined || ofType.some(isOpenChange)) return [];
    const ends = ofType.flatMap(({ status, endedAt }) => (status === 'done' && endedAt !== undefined ? [endedAt] : []));
    if (ends.length === 0) return [{ type, last: undefined, due: undefined }];
    const last = Math.max(...ends);
    const due = nextAfter(cadence, localDate(last, zone));
    return due <= today ? [{ type, last, due }] : [];
  }).sort((a, b) => (a.due ?? '').localeCompare(b.due ?? ''));
}
