import type { TFunction } from 'i18next';
import type { ActorRef } from '../../../../src-shared/model/actor.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import { isoInstant } from '../../../../src-shared/time/clock.ts';
import { toCsv } from '../../../platform/csv.ts';
import { type Check, REVIEW_AFTER } from './checklist.ts';

export const nameOf = ({ text, priority }: Check, t: TFunction): string =>
  priority ? t(`changes.monitoring.alert.${priority}`) : plainText(text ?? '');

/** The checks of each service as a spreadsheet, a line each. */
export function monitoringCsv(
  services: readonly { name: string; checks: readonly Check[] }[],
  { t, actor }: { t: TFunction; actor(by: ActorRef): string },
): string {
  const columns = ['service', 'item', 'state', 'by', 'at', 'due', 'alerts'] as const;
  return toCsv(
    columns.map((one) => t(`changes.monitoring.column.${one}`)),
    services.flatMap(({ name, checks }) =>
      checks.map((check) => [
        name,
        nameOf(check, t),
        t(`changes.monitoring.${check.status}`),
        check.last ? actor(check.last.by) : '',
        check.last ? isoInstant(check.last.at) : '',
        check.last ? isoInstant(check.last.at + REVIEW_AFTER) : '',
        check.priority ? check.seen : '',
      ]),
    ),
  );
}
