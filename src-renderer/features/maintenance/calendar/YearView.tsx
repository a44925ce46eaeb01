import { type KeyboardEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { dateOf } from '../../../../src-shared/maintenance/dates.ts';
import { NO_TALLY, type Tally, tallyOf } from '../../../../src-shared/maintenance/numbers.ts';
import { DAY } from '../../../../src-shared/time/clock.ts';
import { calendarDay, dateOfDay, dayNumber, dayOf, weekdayOf } from '../../../../src-shared/time/day.ts';
import { instantOfWallClock, wallClock } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { noonOf } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Table } from '../numbers/Table.tsx';
import { Period } from '../Period.tsx';
import { TeamChoice } from '../TeamChoice.tsx';
import { useItemsOn } from '../use-items.ts';
import styles from './Calendar.module.css';
import { DAY_KINDS, kindOf, totalOf } from './year-model.ts';

const STEP: Record<string, number> = { ArrowRight: 7, ArrowLeft: -7, ArrowDown: 1, ArrowUp: -1 };

/** A year of days at a glance; the same by month in words and numbers below. */
export function YearView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looking } = useMaintenanceDesk();
  const { at, team } = useStore(looking);
  const now = useMinute();
  const { zone } = format;
  const shown = at ?? now;
  const today = Math.floor(wallClock(now, zone) / DAY);
  const { year } = calendarDay(Math.floor(wallClock(shown, zone) / DAY));
  const span = useMemo(() => {
    const [first, next] = [dayOf(year, 1, 1), dayOf(year + 1, 1, 1)];
    const midnight = (day: number) => instantOfWallClock(day * DAY, zone, 'earlier');
    return { first, next, from: midnight(first), to: midnight(next) };
  }, [year, zone]);
  const items = useItemsOn(span, team);
  const [cursor, setCursor] = useState<number>();
  const tallies = useMemo(() => {
    const byDay = Map.groupBy(items ?? [], (item) => dayNumber(dateOf(item, zone)));
    return new Map([...byDay].map(([day, some]) => [day, tallyOf(some)]));
  }, [items, zone]);
  const months = useMemo(() => {
    const byMonth = Map.groupBy(items ?? [], (item) => calendarDay(dayNumber(dateOf(item, zone))).month);
    return Array.from({ length: 12 }, (_, index) => tallyOf(byMonth.get(index + 1) ?? []));
  }, [items, zone]);
  if (!items) return <Skeleton lines={8} label={t('maintenance.loading')} />;

  const { first, next } = span;
  const start = first - (weekdayOf(first) - 1);
  const weeks = Math.ceil((next - start) / 7);
  const current =
    cursor !== undefined && cursor >= first && cursor < next ? cursor : Math.min(next - 1, Math.max(first, today));
  const words = (day: number) => {
    const tally = tallies.get(day) ?? NO_TALLY;
    const parts = (Object.keys(tally) as (keyof Tally)[]).flatMap((name) =>
      tally[name] > 0 ? [t(`maintenance.tally.${name}`, { count: tally[name] })] : [],
    );
    const name = format.day(noonOf(dateOfDay(day), zone));
    return t('maintenance.tallyOf', { day: name, tally: parts.join(', ') || t('maintenance.tally.nothing') });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const day = Math.min(next - 1, Math.max(first, current + step));
    setCursor(day);
    event.currentTarget.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  };
  return (
    <>
      <Period
        title={String(year)}
        before={span.from - 1}
        after={span.to}
        isPresent={first <= today && today < next}
        onGo={(instant) => looking.setState({ at: instant })}
      >
        <TeamChoice directory={directory} />
      </Period>
      <div className={styles.yearScroll}>
        <p className={styles.told} aria-live="polite">
          {words(current)}
        </p>
        <table className={styles.year} aria-label={t('maintenance.heatMap', { year })} onKeyDown={onKeyDown}>
          <thead>
            <tr>
              <td />
              {Array.from({ length: weeks }, (_, week) => {
                const day = start + week * 7 + 6;
                const { month, day: date } = calendarDay(Math.min(day, next - 1));
                // Named above the week in which it begins; over the others nothing stands.
                const name = date <= 7 ? format.month(month, 'short').slice(0, 1).toUpperCase() : '';
                const place = start + week * 7;
                return name ? (
                  <th key={place} scope="col">
                    {name}
                  </th>
                ) : (
                  <td key={place} />
                );
              })}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: 7 }, (_, weekday) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a weekday is its place in the week
              <tr key={weekday}>
                <th scope="row">{format.weekday(weekday + 1, 'short')}</th>
                {Array.from({ length: weeks }, (_, week) => {
                  const day = start + week * 7 + weekday;
                  if (day < first || day >= next) return <td key={day} />;
                  const label = words(day);
                  return (
                    <td key={day}>
                      <button
                        type="button"
                        className={styles.cell}
                        data-day={day}
                        data-kind={kindOf(tallies.get(day) ?? NO_TALLY)}
                        tabIndex={day === current ? 0 : -1}
                        aria-label={label}
                        title={label}
                        onFocus={() => setCursor(day)}
                        onClick={() => looking.setState({ view: 'day', at: noonOf(dateOfDay(day), zone) })}
                      />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
        <p className={styles.legend} aria-hidden="true">
          {DAY_KINDS.map((kind) => (
            <span key={kind}>
              <span className={styles.cell} data-kind={kind} />
              {t(`maintenance.kind.${kind}`)}
            </span>
          ))}
        </p>
        <SectionHeading>{t('maintenance.byMonth')}</SectionHeading>
        <Table
          label={t('maintenance.byMonth')}
          columns={['done', 'late', 'missed', 'skipped', 'open'].map((name) => t(`maintenance.column.${name}`))}
          rows={months.flatMap((tally, index) =>
            totalOf(tally) === 0
              ? []
              : [
                  {
                    id: String(index),
                    name: format.month(index + 1, 'long'),
                    values: [tally.done, tally.late, tally.missed, tally.skipped, tally.open].map(format.number),
                    parts: tally,
                  },
                ],
          )}
          nameOf={t('maintenance.month')}
        />
      </div>
    </>
  );
}
