import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { dateOf } from '../../../../src-shared/maintenance/dates.ts';
import { termsOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { DAY } from '../../../../src-shared/time/clock.ts';
import { calendarDay, type DayNumber, dateOfDay } from '../../../../src-shared/time/day.ts';
import { dayNumberAt, inMonth, type MonthDay, weeksOf } from '../../../../src-shared/time/month.ts';
import { instantOfWallClock, wallClock } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { MonthGrid } from '../../../ui/MonthGrid.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { byTime, isOpen, lateFirst, mayNotGoTo } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import { Period } from '../Period.tsx';
import { TeamChoice } from '../TeamChoice.tsx';
import { useItems } from '../use-items.ts';
import styles from './Calendar.module.css';
import { CalendarItem } from './CalendarItem.tsx';
import { useCalendarKeys } from './use-calendar-keys.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** A month in weeks from Monday on. Dragged to another day, or taken there by key: the occurrence moves, not the plan. */
export function MonthView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looking, actions } = useMaintenanceDesk();
  const { at, team } = useStore(looking);
  const now = useMinute();
  const { zone } = format;
  const today = dayNumberAt(now, zone);
  const day = at === undefined ? today : dayNumberAt(at, zone);
  const { year, month } = calendarDay(day);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the weeks of a month are the same from whichever day
  const weeks = useMemo(() => weeksOf(day, zone), [year, month, zone]);
  const days = weeks.flat();
  const items = useItems({ from: (days[0]?.from ?? 0) - DAY, to: (days.at(-1)?.to ?? 0) + DAY }, team);
  const keys = useCalendarKeys(items ?? []);
  const byDate = useMemo(
    () => Map.groupBy(lateFirst(byTime(items ?? [])), (item) => dateOf(item, zone)),
    [items, zone],
  );
  if (!items) return <Skeleton lines={8} label={t('maintenance.loading')} />;
  const noonOf = (one: DayNumber) => instantOfWallClock(one * DAY + DAY / 2, zone, 'earlier');
  const mayMove = directory.may('responder');
  const byId = (id: string) => items.find(({ planned }) => planned.id === id);
  const after = ({ planned, plan, state }: MaintenanceItem, days: number) => {
    const own = planned.allDay ? termsOn(plan.doc.terms, planned.date).zone : zone;
    return instantOfWallClock(wallClock(state.at, own) + days * DAY, own, 'earlier');
  };
  const mayMoveTo = (id: string, days: number) => {
    const item = byId(id);
    return item !== undefined && !mayNotGoTo(item, after(item, days), now);
  };
  const move = (id: string, days: number) => {
    const item = byId(id);
    if (item) void actions.move(item, after(item, days));
  };
  const cellOf = (one: MonthDay, tabIndex: 0 | -1) => {
    const mine = byDate.get(dateOfDay(one.day)) ?? [];
    return {
      label: t('maintenance.showDay', { day: format.day(one.from), count: mine.length }),
      items: mine.map((item) => ({
        id: item.planned.id,
        isMovable: mayMove && isOpen(item) && !item.state.started,
        node: (
          <CalendarItem item={item} time={item.planned.allDay ? '' : format.time(item.state.at)} tabIndex={tabIndex} />
        ),
      })),
    };
  };
  const title = format.monthYear(noonOf(day));
  return (
    <>
      <Period
        title={title}
        before={noonOf(inMonth(day, -1))}
        after={noonOf(inMonth(day, 1))}
        isPresent={day === today}
        onGo={(instant) => looking.setState({ at: instant })}
      >
        <TeamChoice directory={directory} />
      </Period>
      <div className={styles.monthScroll} {...keys}>
        <MonthGrid
          label={title}
          weeks={weeks}
          at={day}
          onAt={(next) => looking.setState({ at: noonOf(next) })}
          today={today}
          weekdays={WEEKDAYS.map((number) => format.weekday(number, 'short'))}
          words={{
            week: (number) => ({ short: t('calendar.week', { number }), long: t('calendar.weekLong', { number }) }),
            first: t('calendar.first'),
            more: (count) => t('maintenance.moreOfDay', { count }),
          }}
          cellOf={cellOf}
          onOpen={(one) => looking.setState({ view: 'day', at: one.from })}
          onMove={move}
          mayMoveTo={mayMoveTo}
        />
      </div>
      <Keys />
    </>
  );
}
