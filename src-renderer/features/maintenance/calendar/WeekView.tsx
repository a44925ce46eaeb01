import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { DAY, HOUR, type Instant } from '../../../../src-shared/time/clock.ts';
import { calendarDay } from '../../../../src-shared/time/day.ts';
import { instantOfWallClock, wallClock } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { isOpen, lengthOf, mayNotGoTo, weekAt } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import { Period } from '../Period.tsx';
import { TeamChoice } from '../TeamChoice.tsx';
import { useItems } from '../use-items.ts';
import { CalendarItem } from './CalendarItem.tsx';
import { useCalendarKeys } from './use-calendar-keys.ts';
import { type Drag, useDrag } from './use-drag.ts';
import styles from './WeekView.module.css';
import { rowKind, wallOf, wallWords, weekOf } from './week-model.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Lines of the grid: the heads, the whole days, then an hour each. */
const WHOLE = 2;
const lineOf = (hour: number) => hour + 3;

/**
 * Seven days by hour. A row is as high as what begins in it, so that every name can be read, and nights without work
 * are low. Dragged, or M: the occurrence moves, and the plan stays.
 */
export function WeekView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looking, actions } = useMaintenanceDesk();
  const { at, team } = useStore(looking);
  const now = useMinute();
  const { zone } = format;
  const present = weekAt(now, zone);
  const days = useMemo(() => weekAt(at ?? now, zone), [at, now, zone]);
  const from = days[0]?.from ?? 0;
  const to = days.at(-1)?.to ?? 0;
  const items = useItems({ from: from - DAY, to: to + DAY }, team);
  const week = useMemo(() => items && weekOf(items, days, zone), [items, days, zone]);
  const grid = useRef<HTMLDivElement>(null);
  const isHere = week !== undefined;
  useEffect(() => {
    // What comes next is in sight, and some of what was.
    const line = grid.current?.querySelector(`.${styles.now}`);
    const view = grid.current?.parentElement;
    if (!isHere || !line || !view) return;
    view.scrollTop += line.getBoundingClientRect().top - view.getBoundingClientRect().top - view.clientHeight / 3;
  }, [isHere]);
  const instantAt = ({ day, wall }: Pick<Drag, 'day' | 'wall'>): Instant => {
    const noon = (days[day]?.from ?? from) + 12 * HOUR;
    return instantOfWallClock(Math.floor(wallClock(noon, zone) / DAY) * DAY + wall, zone, 'earlier');
  };
  const { drag, ...dragging } = useDrag({
    grid,
    beginsOf: ({ state }) => wallOf(state.at, zone),
    mayDrag: (item) => directory.may('responder') && isOpen(item) && !item.state.started,
    onDrop(to) {
      const target = instantAt(to);
      if (target !== to.item.state.at) void actions.move(to.item, target);
    },
  });
  const keys = useCalendarKeys(items ?? []);
  if (!week) return <Skeleton lines={8} label={t('maintenance.loading')} />;

  const wallNow = wallOf(now, zone);
  const isRefused = drag !== undefined && mayNotGoTo(drag.item, instantAt(drag), now);
  /** Within the row of its hour. */
  const placeOf = (wall: number) => ({ insetBlockStart: `${((wall % HOUR) / HOUR) * 100}%` });
  return (
    <>
      <Period
        title={t('maintenance.week', { from: format.shortDate(from), to: format.shortDate(to - 1) })}
        before={from - 1}
        after={to}
        isPresent={present[0]?.from === from}
        onGo={(next) => looking.setState({ at: next })}
      >
        <TeamChoice directory={directory} />
      </Period>
      <section className={styles.week} aria-label={t('maintenance.view.week')} {...keys}>
        <div ref={grid} className={styles.grid} data-refused={isRefused || undefined}>
          <div className={styles.corner} aria-hidden="true" />
          <div className={styles.corner} data-whole style={{ gridRow: WHOLE }} aria-hidden="true" />
          {HOURS.map((hour) => (
            <div
              key={hour}
              className={styles.hour}
              style={{ gridRow: lineOf(hour) }}
              data-hour={hour}
              data-kind={rowKind(hour, week)}
              aria-hidden="true"
            >
              {wallWords(hour * HOUR)}
            </div>
          ))}
          {week.map((day, index) => {
            const isToday = day.from <= now && now < day.to;
            const { day: ofMonth } = calendarDay(Math.floor(wallClock(day.from, zone) / DAY));
            const count = day.whole.length + [...day.hours.values()].reduce((sum, some) => sum + some.length, 0);
            return (
              <div
                key={day.from}
                className={styles.day}
                style={{ gridColumn: index + 2 }}
                data-day={index}
                data-today={isToday || undefined}
                data-refused={(drag && mayNotGoTo(drag.item, day.to - 1, now)) || undefined}
              >
                <h3 className={styles.head}>
                  <button
                    type="button"
                    title={t('maintenance.showDay', { day: format.day(day.from), count })}
                    onClick={() => looking.setState({ view: 'day', at: day.from })}
                  >
                    {format.weekday(index + 1, 'short')} {ofMonth === 1 ? t('calendar.first') : ofMonth}
                  </button>
                </h3>
                <div className={styles.whole} style={{ gridRow: WHOLE }}>
                  {day.whole.map((item) => (
                    <CalendarItem key={item.planned.id} item={item} time="" isTall />
                  ))}
                </div>
                {[...day.hours].map(([hour, some]) => (
                  <div key={hour} className={styles.cell} style={{ gridRow: lineOf(hour) }}>
                    {some.map((item) => (
                      <CalendarItem
                        key={item.planned.id}
                        item={item}
                        time={format.time(item.state.at)}
                        length={lengthOf(item)}
                        isTall
                        isHeld={drag?.item.planned.id === item.planned.id}
                        wasDropped={dragging.wasDropped}
                        handlers={dragging.of(item)}
                      />
                    ))}
                  </div>
                ))}
                {drag?.day === index && (
                  <div className={styles.over} style={{ gridRow: lineOf(Math.floor(drag.wall / HOUR)) }}>
                    <div className={styles.ghost} style={placeOf(drag.wall)} data-refused={isRefused || undefined}>
                      <span className={styles.to}>
                        {wallWords(drag.wall)} {drag.item.plan.doc.title}
                      </span>
                      {isRefused && <strong className={styles.why}>{t('maintenance.dropPast')}</strong>}
                    </div>
                  </div>
                )}
                {isToday && (
                  <div
                    className={styles.over}
                    style={{ gridRow: lineOf(Math.floor(wallNow / HOUR)) }}
                    aria-hidden="true"
                  >
                    <span className={styles.now} style={placeOf(wallNow)} />
                  </div>
                )}
              </div>
            );
          })}
        </div>
      </section>
      <Keys />
    </>
  );
}
