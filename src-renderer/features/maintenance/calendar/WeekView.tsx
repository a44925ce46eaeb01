import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { DAY, HOUR, type Instant, MINUTE } from '../../../../src-shared/time/clock.ts';
import { instantOfWallClock, localDate, wallClock } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { dateOf, isOpen, type Span, weekAt } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { Keys } from '../Keys.tsx';
import { Period } from '../Period.tsx';
import { TeamChoice } from '../TeamChoice.tsx';
import { useItems } from '../use-items.ts';
import styles from './Calendar.module.css';
import { CalendarItem } from './CalendarItem.tsx';
import { inLanes } from './lanes.ts';
import { useCalendarKeys } from './use-calendar-keys.ts';
import { type Drag, useDrag } from './use-drag.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** Of an hour, in pixels. */
const ROW = 44;
/** What is shorter is drawn as long as this: its name must fit. */
const LEAST = 30 * MINUTE;
const FIRST_IN_SIGHT = 7;

/** Seven days by hour, what overlaps side by side. Dragged, or M: the occurrence moves, and the plan stays. */
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
  const columns = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const isHere = items !== undefined;
  useEffect(() => {
    // The working day is in sight; the night is above it.
    if (isHere) scroll.current?.scrollTo({ top: FIRST_IN_SIGHT * ROW });
  }, [isHere]);
  const instantAt = ({ day, wall }: Pick<Drag, 'day' | 'wall'>): Instant => {
    const noon = (days[day]?.from ?? from) + 12 * HOUR;
    return instantOfWallClock(Math.floor(wallClock(noon, zone) / DAY) * DAY + wall, zone, 'earlier');
  };
  const dragging = useDrag({
    columns,
    row: ROW,
    mayDrag: (item) => directory.may('responder') && isOpen(item) && !item.state.started,
    onDrop(drag) {
      const target = instantAt(drag);
      if (target !== drag.item.state.at) void actions.move(drag.item, target);
    },
  });
  const keys = useCalendarKeys(items ?? []);
  if (!items) return <Skeleton lines={8} label={t('maintenance.loading')} />;

  const { drag } = dragging;
  const wallOf = (instant: Instant) => ((wallClock(instant, zone) % DAY) + DAY) % DAY;
  const within = (day: Span) => (item: MaintenanceItem) => dateOf(item, zone) === localDate(day.from, zone);
  const top = (wall: number) => (wall / HOUR) * ROW;
  const timeOf = (wall: number) =>
    `${String(Math.floor(wall / HOUR)).padStart(2, '0')}:${String((wall % HOUR) / MINUTE).padStart(2, '0')}`;
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
        <div className={styles.heads}>
          <span />
          {days.map((day) => {
            const whole = items.filter((item) => item.planned.allDay && within(day)(item));
            return (
              <div key={day.from} className={styles.head} data-today={(day.from <= now && now < day.to) || undefined}>
                <h3 className={styles.dayName}>{format.day(day.from)}</h3>
                {whole.map((item) => (
                  <CalendarItem key={item.planned.id} item={item} time="" />
                ))}
              </div>
            );
          })}
        </div>
        <div ref={scroll} className={styles.hours}>
          <div className={styles.rule} aria-hidden="true">
            {HOURS.map((hour) => (
              <span key={hour} style={{ blockSize: ROW }}>
                {hour === 0 ? '' : timeOf(hour * HOUR)}
              </span>
            ))}
          </div>
          <div
            ref={columns}
            className={styles.columns}
            style={{ blockSize: 24 * ROW, backgroundSize: `100% ${ROW}px` }}
          >
            {days.map((day, index) => {
              const timed = items.filter((item) => !item.planned.allDay && within(day)(item));
              const isToday = day.from <= now && now < day.to;
              return (
                <div key={day.from} className={styles.column} data-today={isToday || undefined}>
                  {inLanes(timed, ({ state }) => ({ at: state.at, end: state.end }), LEAST).map(
                    ({ item, lane, lanes }) => (
                      <CalendarItem
                        key={item.planned.id}
                        item={item}
                        time={format.time(item.state.at)}
                        isHeld={drag?.item.planned.id === item.planned.id}
                        wasDropped={dragging.wasDropped}
                        handlers={dragging.of(item)}
                        box={{
                          insetBlockStart: top(wallOf(item.state.at)),
                          blockSize: top(Math.max(LEAST, item.state.end - item.state.at)) - 2,
                          insetInlineStart: `${(lane / lanes) * 100}%`,
                          inlineSize: `calc(${100 / lanes}% - 2px)`,
                        }}
                      />
                    ),
                  )}
                  {drag?.day === index && (
                    <div
                      className={styles.ghost}
                      style={{
                        insetBlockStart: top(drag.wall),
                        blockSize: top(Math.max(LEAST, drag.item.state.end - drag.item.state.at)) - 2,
                      }}
                    >
                      {timeOf(drag.wall)} {drag.item.plan.doc.title}
                    </div>
                  )}
                  {isToday && (
                    <span className={styles.now} style={{ insetBlockStart: top(wallOf(now)) }} aria-hidden="true" />
                  )}
                </div>
              );
            })}
          </div>
        </div>
      </section>
      <Keys />
    </>
  );
}
