import type { TFunction } from 'i18next';
import type { Instant } from '../../../src-shared/time/clock.ts';
import type { Format } from '../../platform/format.ts';

/** « 24 nov. 01:26 – 05:26 »: the day is said once where both ends are on it. */
export function spanText(
  t: TFunction,
  format: Format,
  { from, to, now }: { from: Instant; to: Instant; now: Instant },
): string {
  return t('changes.span', {
    from: format.moment(from, now),
    to: format.sameDay(from, to) ? format.time(to) : format.moment(to, now),
  });
}
