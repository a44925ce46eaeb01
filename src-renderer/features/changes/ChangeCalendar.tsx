import { useNavigate } from '@tanstack/react-router';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Snowflake from 'lucide-react/icons/snowflake';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { DAY, dateOf } from '../../../src-shared/time/clock.ts';
import type { DayNumber } from '../../../src-shared/time/day.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { KeyHints } from '../../ui/KeyHints.tsx';
import styles from './Calendar.module.css';
import { useChangeDesk } from './desk.ts';
import { dayAt, inMonth, type MonthDay, onDay, weeksOf } from './month.ts';

interface Props {
  changes: readonly Row<'change'>[];
  freezes: readonly Row<'freeze'>[];
  directory: Directory;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const ICON = { size: 14, strokeWidth: 1.6, 'aria-hidden': true } as const;

/** A month of changes and freezes. Arrows move from day to day, the page keys from month to month. */
export function ChangeCalendar({ changes, freezes, directory }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const today = dayAt(now, format.zone);
  const [day, setDay] = useState(today);
  const [isMoved, setIsMoved] = useState(false);
  const grid = useRef<HTMLTableElement>(null);
  const weeks = useMemo(() => weeksOf(day, format.zone), [day, format.zone]);
  const words = useMemo(() => {
    const of = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(i18n.language === 'fr' ? 'fr-FR' : 'en-GB', { timeZone: 'UTC', ...options });
    const [month, weekday, whole] = [
      of({ month: 'long', year: 'numeric' }),
      of({ weekday: 'short' }),
      of({ weekday: 'long', day: 'numeric', month: 'long' }),
    ];
    const read = (one: DayNumber) => dateOf(one * DAY);
    return {
      month: (one: DayNumber) => month.format(read(one)),
      weekday: (one: DayNumber) => weekday.format(read(one)),
      whole: (one: DayNumber) => whole.format(read(one)),
      number: (one: DayNumber) => read(one).getUTCDate(),
    };
  }, [i18n.language]);
  useEffect(() => {
    if (isMoved) grid.current?.querySelector<HTMLElement>(`[data-day="${day}"]`)?.focus();
  }, [isMoved, day]);

  const go = (next: DayNumber) => {
    setIsMoved(true);
    setDay(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (!(event.target instanceof HTMLElement) || !event.target.matches('[data-day]')) return;
    const step = STEPS[event.key];
    if (step !== undefined) go(day + step);
    else if (event.key === 'PageUp') go(inMonth(day, -1));
    else if (event.key === 'PageDown') go(inMonth(day, 1));
    else if (event.key === 'Home') go(today);
    else if (event.key === 'Enter') event.target.querySelector<HTMLElement>('button')?.focus();
    else return;
    event.preventDefault();
  };
  return (
    <section className={styles.calendar} aria-label={t('changes.view.calendar')}>
      <header className={styles.head}>
        <IconButton
          label={t('changes.calendar.before')}
          icon={<ChevronLeft {...ICON} />}
          onPress={() => setDay(inMonth(day, -1))}
        />
        <h2 className={styles.month}>{words.month(day)}</h2>
        <IconButton
          label={t('changes.calendar.after')}
          icon={<ChevronRight {...ICON} />}
          onPress={() => setDay(inMonth(day, 1))}
        />
        <Button size="small" variant="quiet" onPress={() => go(today)}>
          {t('changes.calendar.today')}
        </Button>
      </header>
      <table ref={grid} className={styles.grid} aria-label={words.month(day)} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {weeks[0]?.map((one) => (
              <th key={one.day} scope="col">
                {words.weekday(one.day)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.day}>
              {week.map((one) => (
                <Day
                  key={one.day}
                  one={one}
                  name={words.whole(one.day)}
                  number={words.number(one.day)}
                  isToday={one.day === today}
                  isAt={one.day === day}
                  changes={onDay(changes, one)}
                  freezes={onDay(freezes, one)}
                  mayLead={directory.may('lead')}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.hint}>
        <KeyHints
          items={[
            { id: 'days', keys: ['←', '→', '↑', '↓'], label: t('changes.calendar.keyDays') },
            { id: 'months', keys: ['PgUp', 'PgDn'], label: t('changes.calendar.keyMonths') },
            { id: 'open', keys: ['Enter'], label: t('changes.key.open') },
          ]}
        />
      </p>
    </section>
  );
}

interface DayProps {
  one: MonthDay;
  name: string;
  number: number;
  isToday: boolean;
  isAt: boolean;
  changes: readonly Row<'change'>[];
  freezes: readonly Row<'freeze'>[];
  mayLead: boolean;
}

/** As many are named in a day; of the others there is a count. */
const MOST = 4;

function Day({ one, name, number, isToday, isAt, changes, freezes, mayLead }: DayProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { ask } = useChangeDesk();
  const sorted = changes.toSorted((a, b) => a.doc.window.from - b.doc.window.from);
  const count = freezes.length + changes.length;
  return (
    <td
      data-day={one.day}
      data-out={!one.isInMonth || undefined}
      data-today={isToday || undefined}
      data-frozen={freezes.length > 0 || undefined}
      tabIndex={isAt ? 0 : -1}
      aria-current={isToday ? 'date' : undefined}
      aria-label={count === 0 ? name : t('changes.calendar.day', { day: name, count })}
    >
      <span className={styles.number} aria-hidden>
        {number}
      </span>
      {freezes.map((row) => (
        <button
          key={row.id}
          type="button"
          className={styles.freeze}
          tabIndex={isAt ? 0 : -1}
          disabled={!mayLead}
          title={row.doc.reason}
          onClick={() => ask({ kind: 'freeze', freeze: row })}
        >
          <Snowflake size={11} aria-hidden />
          {row.doc.title}
        </button>
      ))}
      {sorted.slice(0, MOST).map(({ id, doc }) => (
        <button
          key={id}
          type="button"
          className={styles.change}
          tabIndex={isAt ? 0 : -1}
          data-status={doc.status}
          title={t(`changes.status.${doc.status}`)}
          onClick={() => void navigate({ to: '/changes/$id', params: { id } })}
        >
          {doc.window.from >= one.from && <time>{format.time(doc.window.from)}</time>}
          {doc.title}
        </button>
      ))}
      {sorted.length > MOST && (
        <span className={styles.more}>{t('changes.calendar.more', { count: sorted.length - MOST })}</span>
      )}
    </td>
  );
}
