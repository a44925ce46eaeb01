import type { TFunction } from 'i18next';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import CalendarOff from 'lucide-react/icons/calendar-off';
import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanTerms } from '../../../../src-shared/model/plan.ts';
import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import { type Format, useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { ListNote } from '../../../ui/ListNote.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { noonOf } from '../day-model.ts';
import styles from './Plans.module.css';
import { planState } from './plan-state.ts';
import { type DayOff, foresee } from './preview.ts';

const SHOWN = 12;
const SHAPES = { kept: Check, moved: CalendarClock, new: Plus, gone: Minus, leftOut: CalendarOff } as const;
const FATES = ['new', 'moved', 'gone'] as const;

interface Props {
  id: string;
  plan: Plan | undefined;
  terms: PlanTerms | undefined;
  isEdited: boolean;
  timings: Timings;
  calendars: readonly Row<'calendar'>[];
}

/** The next times, which of them an edit keeps, moves, brings or takes away, and what a day off does to them. */
export function Foreseeing({ id, plan, terms, isEdited, timings, calendars }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const key = JSON.stringify(terms);
  const times = useMemo(() => {
    const asked: PlanTerms | undefined = key === undefined ? undefined : JSON.parse(key);
    if (!asked) return undefined;
    const isAsIs = plan !== undefined && !isEdited;
    return foresee({ timings, calendars, id, plan, terms: isAsIs ? undefined : asked, now, limit: SHOWN });
  }, [timings, calendars, id, plan, key, isEdited, now]);
  const zone = terms?.zone ?? format.zone;
  const counts = FATES.flatMap((fate) => {
    const count = times?.filter((one) => one.fate === fate).length ?? 0;
    return count > 0 && plan ? [t(`plans.fateCount.${fate}`, { count })] : [];
  });
  return (
    <section aria-label={t('plans.foreseen')}>
      <SectionHeading note={counts.join(' · ') || undefined}>{t('plans.foreseen')}</SectionHeading>
      {!times ? (
        <ListNote>{t('plans.unread')}</ListNote>
      ) : times.length === 0 ? (
        <ListNote>{t(`plans.noTimes.${plan ? planState(plan, localDate(now, zone)) : 'running'}`)}</ListNote>
      ) : (
        <ol className={styles.foreseen}>
          {times.map(({ planned, fate, dayOff }) => {
            const Shape = SHAPES[fate];
            const on = planned.zone;
            const words = `${format.date(planned.at, on)}${planned.allDay ? '' : ` ${format.time(planned.at, on)}`}`;
            const isOut = fate === 'gone' || fate === 'leftOut';
            return (
              <li key={planned.id} className={styles.time} data-fate={fate}>
                <Shape size={13} strokeWidth={1.8} aria-hidden />
                {isOut ? <s>{words}</s> : <span>{words}</span>}
                {plan && fate !== 'kept' && fate !== 'leftOut' && (
                  <span className={styles.fate}>{t(`plans.fate.${fate}`)}</span>
                )}
                {dayOff && <span className={styles.why}>{dayOffWords(dayOff, t, format)}</span>}
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

/** What a day off does to it, and which one. */
function dayOffWords(dayOff: DayOff, t: TFunction, format: Format): string {
  const why = dayOff.names.join(', ') || t('plans.dayOff.unnamed');
  const day = 'day' in dayOff ? format.day(noonOf(dayOff.day, format.zone)) : '';
  // Its weekday says why.
  const isPlain = dayOff.kind === 'moved' && dayOff.names.length === 0;
  return t(`plans.dayOff.${isPlain ? 'movedPlain' : dayOff.kind}`, { why, day });
}
