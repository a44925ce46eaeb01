import CalendarClock from 'lucide-react/icons/calendar-clock';
import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plan, PlanTerms } from '../../../../src-shared/model/plan.ts';
import type { Timings } from '../../../../src-shared/recurrence/timing.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { ListNote } from '../../../ui/ListNote.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import styles from './Plans.module.css';
import { planState } from './plan-state.ts';
import { type Fate, foresee } from './preview.ts';

const SHOWN = 12;
const SHAPES = { kept: Check, moved: CalendarClock, new: Plus, gone: Minus } as const;
const FATES = ['new', 'moved', 'gone'] as const;

interface Props {
  id: string;
  plan: Plan | undefined;
  terms: PlanTerms | undefined;
  isEdited: boolean;
  timings: Timings;
  calendars: readonly Row<'calendar'>[];
}

/** The next times, and which of them an edit keeps, moves, brings or takes away. */
export function Foreseeing({ id, plan, terms, isEdited, timings, calendars }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const key = JSON.stringify(terms);
  const times = useMemo(() => {
    const asked: PlanTerms | undefined = key === undefined ? undefined : JSON.parse(key);
    if (!asked) return undefined;
    if (plan && !isEdited) {
      return timings.nextOf({ id, doc: plan }, now, SHOWN).map((planned) => ({ planned, fate: 'kept' as Fate }));
    }
    return foresee(timings, id, plan, asked, now, SHOWN);
  }, [timings, id, plan, key, isEdited, now]);
  const holidays = calendars.find((row) => row.id === terms?.calendar)?.doc.holidays;
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
          {times.map(({ planned, fate }) => {
            const Shape = SHAPES[fate];
            const holiday = holidays?.find(({ date }) => date === planned.date)?.name;
            const words = `${format.date(planned.at, zone)}${planned.allDay ? '' : ` ${format.time(planned.at, zone)}`}`;
            return (
              <li key={planned.id} className={styles.time} data-fate={fate}>
                <Shape size={13} strokeWidth={1.8} aria-hidden />
                {fate === 'gone' ? <s>{words}</s> : <span>{words}</span>}
                <span className={styles.fate}>{plan && fate !== 'kept' ? t(`plans.fate.${fate}`) : holiday}</span>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
