import type { TFunction } from 'i18next';
import type { PhaseWindow } from '../../../../src-shared/model/procedure.ts';
import { HOUR, MINUTE } from '../../../../src-shared/time/clock.ts';

/** The window as the procedures write it: « 0–5 min », « 5–60 min », « 15 min – 4 h », « 1–24 h ». */
export function windowText({ from, to }: Pick<PhaseWindow, 'from' | 'to'>, t: TFunction): string {
  const minutes = (length: number) => Math.round(length / MINUTE);
  if (to <= HOUR) return t('phases.window.minutes', { from: minutes(from), to: minutes(to) });
  const hours = Math.round(to / HOUR);
  if (from % HOUR === 0) return t('phases.window.hours', { from: from / HOUR, to: hours });
  return t('phases.window.both', { from: minutes(from), to: hours });
}
