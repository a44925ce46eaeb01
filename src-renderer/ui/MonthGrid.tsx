import {
  type DragEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { calendarDay, type DayNumber, weekdayOf } from '../../src-shared/time/day.ts';
import { inMonth, type MonthDay, weekNumber } from '../../src-shared/time/month.ts';
import styles from './MonthGrid.module.css';
import { bandsOf, type MonthBand } from './month-bands.ts';

export interface MonthItem {
  id: string;
  /** One button. */
  node: ReactNode;
  /** Dragged to another day, or taken there with Shift and an arrow. */
  isMovable?: boolean;
}

export interface MonthCell {
  /** The day and what it has, in words. */
  label: string;
  items: readonly MonthItem[];
}

export interface MonthGridProps<B extends MonthBand> {
  label: string;
  weeks: readonly (readonly MonthDay[])[];
  /** The day that the keys are at; in the month that is shown. */
  at: DayNumber;
  onAt(day: DayNumber): void;
  today: DayNumber;
  /** Monday first. */
  weekdays: readonly string[];
  words: {
    /** The week of a number, as short as a column and in full. */
    week(number: number): { short: string; long: string };
    more(count: number): string;
    /** The number of a month’s first day, as its label has it. */
    first: string;
  };
  /** What a day holds. `tabIndex` is that of its buttons. */
  cellOf(day: MonthDay, tabIndex: 0 | -1): MonthCell;
  /** Opens a day by its number. */
  onOpen?(day: MonthDay): void;
  bands?: readonly B[];
  bandMark?: ReactNode;
  onBand?(band: B): void;
  onMove?(id: string, days: number): void;
  /** Whether a drop there would be taken; without it, every day takes it. A key tries, and `onMove` says why not. */
  mayMoveTo?(id: string, days: number): boolean;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
/** As many fit into a day; of more the last place says how many are left. */
const MOST = 4;
/** Of a band in a week, from a day on. */
const daysLeft = ({ to }: MonthBand, day: DayNumber) => Math.min(to - day, 7 - weekdayOf(day)) + 1;
const NO_BANDS: readonly never[] = [];

/**
 * A month in weeks from Monday on. Arrows lead from day to day, Home and End to the ends of the week, the page keys to
 * the other months, Enter into a day and Escape out of it.
 */
export function MonthGrid<B extends MonthBand>(props: MonthGridProps<B>) {
  const { label, weeks, at, onAt, today, weekdays, words, cellOf, onOpen, onMove, mayMoveTo = () => true } = props;
  const { bands = NO_BANDS, bandMark, onBand } = props;
  const grid = useRef<HTMLTableElement>(null);
  /** Whose whole list is shown. */
  const [whole, setWhole] = useState<DayNumber>();
  /** Where the focus goes once that is drawn: a day, or something in it. */
  const next = useRef<{ day: DayNumber; item?: string } | undefined>(undefined);
  const [drag, setDrag] = useState<{ id: string; from: DayNumber; over: DayNumber }>();
  useLayoutEffect(() => {
    if (!next.current) return;
    const { day, item } = next.current;
    const cell = grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`);
    const target = item ? cell?.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"] button`) : cell;
    if (!target) return;
    next.current = undefined;
    target.focus();
  });
  // Its keys are at hand at once, as those of a list, unless something else has them.
  useEffect(() => {
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) {
      grid.current?.querySelector<HTMLElement>('[data-day][tabindex="0"]')?.focus({ preventScroll: true });
    }
  }, []);
  // A day whose list was opened is closed again with its month.
  const month = calendarDay(at).month;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the month is what it is about
  useEffect(() => setWhole(undefined), [month]);

  const go = (day: DayNumber) => {
    next.current = { day };
    onAt(day);
  };
  const steps = (key: string, day: DayNumber): DayNumber | undefined => {
    const step = STEPS[key];
    if (step !== undefined) return day + step;
    if (key === 'Home') return day - weekdayOf(day) + 1;
    if (key === 'End') return day - weekdayOf(day) + 7;
    if (key === 'PageUp') return inMonth(day, -1);
    return key === 'PageDown' ? inMonth(day, 1) : undefined;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
    const cell = event.target.closest<HTMLElement>('[data-day]');
    if (!cell) return;
    const day = Number(cell.dataset.day);
    const held = event.target.closest<HTMLElement>('[data-item]');
    next.current = undefined;
    if (event.target === cell) {
      const to = steps(event.key, day);
      if (to !== undefined) go(to);
      else if (event.key === 'Enter') {
        (cell.querySelector<HTMLElement>('[data-item] button') ?? cell.querySelector('button'))?.focus();
      } else return;
    } else if (event.key === 'Escape') {
      setWhole(undefined);
      cell.focus();
    } else if (held?.draggable && held.dataset.item && onMove && event.shiftKey && STEPS[event.key] !== undefined) {
      const days = STEPS[event.key] ?? 0;
      onMove(held.dataset.item, days);
      if (mayMoveTo(held.dataset.item, days)) {
        next.current = { day: day + days, item: held.dataset.item };
        if (weeks.flat().every((one) => one.day !== day + days || !one.isInMonth)) onAt(day + days);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    if (drag && drag.over !== drag.from && mayMoveTo(drag.id, drag.over - drag.from)) {
      next.current = { day: drag.over, item: drag.id };
      onMove?.(drag.id, drag.over - drag.from);
    }
    setDrag(undefined);
  };

  const cellAt = (one: MonthDay, over: readonly (B | undefined)[]) => {
    const { day } = one;
    const tabIndex = day === at ? 0 : -1;
    const { label: name, items } = cellOf(one, tabIndex);
    const shown = whole === day || items.length <= MOST ? items : items.slice(0, MOST - 1);
    const rest = items.length - shown.length;
    const [hidden] = items.slice(shown.length);
    const { day: ofMonth } = calendarDay(day);
    const number = ofMonth === 1 ? words.first : ofMonth;
    return (
      <td
        key={day}
        className={styles.day}
        data-day={day}
        data-out={!one.isInMonth || undefined}
        data-today={day === today || undefined}
        data-over={(drag && drag.over === day && drag.over !== drag.from) || undefined}
        data-refused={(drag && day !== drag.from && !mayMoveTo(drag.id, day - drag.from)) || undefined}
        tabIndex={tabIndex}
        aria-current={day === today ? 'date' : undefined}
        onFocus={() => {
          // A day of another month would turn the page under the pointer.
          if (one.isInMonth && day !== at) onAt(day);
        }}
        onDragOver={(event) => {
          // What is not taken has the pointer of a refusal.
          if (!drag || !mayMoveTo(drag.id, day - drag.from)) {
            if (drag && drag.over !== drag.from) setDrag({ ...drag, over: drag.from });
            return;
          }
          event.preventDefault();
          if (drag.over !== day) setDrag({ ...drag, over: day });
        }}
        onDrop={onDrop}
      >
        {onOpen ? (
          <button
            type="button"
            className={styles.number}
            tabIndex={tabIndex}
            aria-label={name}
            onClick={() => onOpen(one)}
          >
            {number}
          </button>
        ) : (
          <>
            <span className={styles.number} aria-hidden>
              {number}
            </span>
            <VisuallyHidden>{name}</VisuallyHidden>
          </>
        )}
        {over.map((band, lane) =>
          band ? (
            <button
              key={band.id}
              type="button"
              className={styles.band}
              data-first={band.from === day || undefined}
              data-last={band.to === day || undefined}
              tabIndex={tabIndex}
              aria-label={band.title}
              title={band.title}
              onClick={() => onBand?.(band)}
            >
              {(band.from === day || weekdayOf(day) === 1) && (
                <span className={styles.bandTitle} style={{ inlineSize: `${daysLeft(band, day) * 100}%` }}>
                  {bandMark}
                  {band.title}
                </span>
              )}
            </button>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place without a band is only its place
            <span key={lane} className={styles.noBand} />
          ),
        )}
        {shown.map(({ id, node, isMovable }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: what is dragged holds a button, which has the same by key
          <div
            key={id}
            data-item={id}
            className={styles.item}
            draggable={(isMovable && onMove !== undefined) || undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move';
              event.dataTransfer.setData('text/plain', id);
              setDrag({ id, from: day, over: day });
            }}
            onDragEnd={() => setDrag(undefined)}
          >
            {node}
          </div>
        ))}
        {rest > 0 && (
          <button
            type="button"
            className={styles.more}
            tabIndex={tabIndex}
            onClick={() => {
              setWhole(day);
              if (hidden) next.current = { day, item: hidden.id };
            }}
          >
            {words.more(rest)}
          </button>
        )}
      </td>
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a calendar is a grid (ARIA Authoring Practices)
    <table ref={grid} role="grid" className={styles.grid} aria-label={label} onKeyDown={onKeyDown}>
      <thead>
        <tr>
          <td className={styles.corner} />
          {weekdays.map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => {
          const monday = week[0]?.day ?? 0;
          const { short, long } = words.week(weekNumber(monday));
          const over = bandsOf(bands, monday);
          return (
            <tr key={monday}>
              <th scope="row" aria-label={long} title={long}>
                {short}
              </th>
              {week.map((one, index) => cellAt(one, over[index] ?? []))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
