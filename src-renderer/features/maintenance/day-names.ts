import { DAY } from '../../../src-shared/time/clock.ts';
import { dayOf } from '../../../src-shared/time/day.ts';

type Style = 'short' | 'long';

/** Name of an ISO weekday, 1 = Monday. */
export const weekdayName = (language: string, weekday: number, style: Style): string =>
  new Intl.DateTimeFormat(language, { weekday: style, timeZone: 'UTC' }).format(dayOf(2026, 1, 4 + weekday) * DAY);

/** Name of a month, 1 = January. */
export const monthName = (language: string, month: number, style: Style): string =>
  new Intl.DateTimeFormat(language, { month: style, timeZone: 'UTC' }).format(dayOf(2026, month, 15) * DAY);
