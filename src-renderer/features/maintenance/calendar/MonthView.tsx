import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { DAY } from '../../../../src-shared/time/clock.ts';
import { calendarDay, dayOf, weekdayOf } from '../../../../src-shared/time/day.ts';
import { localDate, wallClock } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { byTime, dateOf, dayAt } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import { Period } from '../Period.tsx';
import { TeamChoice } from '../TeamChoice.tsx';
import { useItems } from '../use-items.ts';
import styles from './Calendar.module.css';
import { CalendarItem } from './CalendarItem.tsx';
import { useCalendarKeys } from './use-calendar-keys.ts';

/** As many fit into a day; the rest is counted, and a press away. */
const SHOWN = 4;

/** A month in weeks from Monday on. */
export function MonthView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looking } = useMaintenanceDesk();
  const { at, team } = useStore(looking);
  const now = useMinute();
  const { zone } = format;
  const month = useMemo(() => {
    const shown = at ?? now;
    const today = Math.floor(wallClock(shown, zone) / DAY);
    const { year, month: number } = calendarDay(today);
    const first = dayOf(year, number, 1);
    const next = dayOf(year, number + 1, 1);
    const start = first - (weekdayOf(first) - 1);
    const count = Math.ceil((next - start) / 7) * 7;
    return {
      days: Array.from({ length: count }, (_, index) => ({
        ...dayAt(shown, zone, start + index - today),
        number: start + index,
        isOf: start + index >= first && start + index < next,
      })),
      first: dayAt(shown, zone, first - today),
      next: dayAt(shown, zone, next - today),
    };
  }, [at, now, zone]);
  const { days, first, next } = month;
  const items = useItems({ from: (days[0]?.from ?? 0) - DAY, to: (days.at(-1)?.to ?? 0) + DAY }, team);
  const keys = useCalendarKeys(items ?? []);
  const sorted = useMemo(() => byTime(items ?? []), [items]);
  if (!items) return <Skeleton lines={8} label={t('maintenance.loading')} />;
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <>
      <Period
        title={new Intl.DateTimeFormat(format.language, { month: 'long', year: 'numeric', timeZone: zone }).format(
          first.from,
        )}
        before={first.from - 1}
        after={next.from}
        isPresent={first.from <= now && now < next.from}
        onGo={(instant) => looking.setState({ at: instant })}
      >
        <TeamChoice directory={directory} />
      </Period>
      <div className={styles.monthScroll} {...keys}>
        <table className={styles.month} aria-label={t('maintenance.view.month')}>
          <thead>
            <tr>
              {days.slice(0, 7).map(({ from }) => (
                <th key={from} scope="col">
                  {new Intl.DateTimeFormat(format.language, { weekday: 'short', timeZone: zone }).format(from)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week) => (
              <tr key={week[0]?.number}>
                {week.map((day) => {
                  const mine = sorted.filter((item) => dateOf(item, zone) === localDate(day.from, zone));
                  const rest = mine.length - SHOWN;
                  return (
                    <td
                      key={day.number}
                      data-other={!day.isOf || undefined}
                      data-today={(day.from <= now && now < day.to) || undefined}
                    >
                      <button
                        type="button"
                        className={styles.dayNumber}
                        aria-label={t('maintenance.showDay', { day: format.day(day.from), count: mine.length })}
                        onClick={() => looking.setState({ view: 'day', at: day.from })}
                      >
                        {calendarDay(day.number).day}
                      </button>
                      {mine.slice(0, rest > 0 ? SHOWN - 1 : SHOWN).map((item) => (
                        <CalendarItem
                          key={item.planned.id}
                          item={item}
                          time={item.planned.allDay ? '' : format.time(item.state.at)}
                        />
                      ))}
                      {rest > 0 && (
                        <button
                          type="button"
                          className={styles.rest}
                          onClick={() => looking.setState({ view: 'day', at: day.from })}
                        >
                          {t('maintenance.moreOfDay', { count: rest + 1 })}
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Keys />
    </>
  );
}
