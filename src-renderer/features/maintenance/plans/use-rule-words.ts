import { useTranslation } from 'react-i18next';
import type { PlanTerms } from '../../../../src-shared/model/plan.ts';
import { useFormat } from '../../../platform/format.ts';
import { monthName, weekdayName } from '../day-names.ts';
import { formOf } from './rule-form.ts';

/** When a plan is due, as one says it; an RRULE that no sentence says stays as it is written. */
export function useRuleWords(): (terms: PlanTerms) => string {
  const { t } = useTranslation();
  const { language } = useFormat();
  const weekday = (day: number) => weekdayName(language, day, 'long');
  const month = (number: number) => monthName(language, number, 'long');
  return ({ rrule, anchor, time }) => {
    const { every, interval, weekdays, by, monthDay, nth, weekday: day, month: number } = formOf(rrule, anchor);
    if (every === 'text') return [rrule, time].filter(Boolean).join(', ');
    const dayOfMonth =
      by === 'date'
        ? monthDay === -1
          ? t('plans.said.lastDay')
          : t('plans.said.date', { day: monthDay })
        : t('plans.said.nth', { nth: t(`plans.nth.n${nth}`), weekday: weekday(day) });
    const list = new Intl.ListFormat(language, { style: 'long', type: 'conjunction' });
    const parts = [
      t(`plans.interval.${every}`, { count: interval }),
      every === 'week' && list.format([...weekdays].sort().map(weekday)),
      (every === 'month' || every === 'year') && dayOfMonth,
      every === 'year' && month(number),
      time,
    ];
    return parts.filter(Boolean).join(', ');
  };
}
