import { useNavigate } from '@tanstack/react-router';
import Repeat from 'lucide-react/icons/repeat';
import Snowflake from 'lucide-react/icons/snowflake';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useMemo, useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Collision } from '../../../src-shared/change/collisions.ts';
import { isUpdatePlan } from '../../../src-shared/change/due.ts';
import { isOpenChange } from '../../../src-shared/change/transitions.ts';
import { workSpan } from '../../../src-shared/change/work-span.ts';
import { changeId } from '../../../src-shared/model/change.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { DAY } from '../../../src-shared/time/clock.ts';
import { calendarDay } from '../../../src-shared/time/day.ts';
import { dayNumberAt, inMonth, type MonthDay, weeksOf } from '../../../src-shared/time/month.ts';
import type { Directory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useMinute } from '../../platform/now.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { MonthGrid } from '../../ui/MonthGrid.tsx';
import { PeriodBar } from '../../ui/PeriodBar.tsx';
import styles from './Calendar.module.css';
import { freezeBands, movedBy, onDay } from './calendar-model.ts';
import { useChangeDesk } from './desk.ts';
import type { Surroundings } from './use-surroundings.ts';

interface Props {
  /** Those that the filter lets through. */
  changes: readonly Row<'change'>[];
  around: Surroundings;
  directory: Directory;
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];
const NOTHING: readonly Collision[] = [];

/** A month of changes, freezes over them. What a change meets is marked; a draft is moved by hand or by key. */
export function ChangeCalendar({ changes, around, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions, ask } = useChangeDesk();
  const notices = useNotices();
  const today = dayNumberAt(now, format.zone);
  const [day, setDay] = useState(today);
  const { year, month } = calendarDay(day);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the weeks of a month are the same from whichever day
  const weeks = useMemo(() => weeksOf(day, format.zone), [year, month, format.zone]);
  const bands = useMemo(() => freezeBands(around.freezes, format.zone), [around.freezes, format.zone]);
  const met = useMemo(
    () =>
      new Map(
        changes.flatMap(({ id, doc }) =>
          isOpenChange(doc) ? [[id, around.collisionsOf({ ...doc, id }, now)] as const] : [],
        ),
      ),
    [changes, around, now],
  );
  const maintenance = useMaintenance();
  // What plans ask for and nobody has begun; begun, it is a change.
  const asked = useMemo(() => {
    const range = { from: (weeks[0]?.[0]?.from ?? now) - DAY, to: (weeks.at(-1)?.at(-1)?.to ?? now) + DAY };
    const open = maintenance
      .occurrencesIn(range, now, isUpdatePlan)
      .filter(({ state: { started, completed, skipped } }) => !started && !completed && !skipped);
    return Map.groupBy(open, ({ planned, state }) =>
      dayNumberAt(state.at, planned.allDay ? planned.zone : format.zone),
    );
  }, [maintenance, weeks, now, format.zone]);
  const mayMove = directory.may('responder');
  const mayLead = directory.may('lead');
  // What is over is no place for work to come, be it that of a draft that lies there.
  const mayMoveTo = (of: string, days: number) => {
    const doc = changes.find(({ id }) => id === of)?.doc;
    return doc !== undefined && movedBy(doc.window, days).to > now;
  };
  const move = (of: string, days: number) => {
    const doc = changes.find(({ id }) => id === of)?.doc;
    if (!doc) return;
    if (!mayMoveTo(of, days)) {
      notices.tell({ tone: 'refused', text: t('changes.calendar.past') });
      return;
    }
    const id = changeId(of);
    const { revision, window } = doc;
    void actions.act('moved', 'change.edit', { id, base: revision, set: { window: movedBy(window, days) } }, (of) =>
      actions.mutate('change.takeBackEdit', { id, of }),
    );
  };
  const cellOf = (one: MonthDay, tabIndex: 0 | -1) => {
    const rows = onDay(changes, one, now);
    const due = asked.get(one.day) ?? [];
    const count = rows.length + due.length;
    const frozen = bands.filter(({ from, to }) => from <= one.day && one.day <= to);
    const name = format.day(one.from);
    return {
      label: [
        count === 0 ? name : t('changes.calendar.day', { day: name, count }),
        ...frozen.map(({ title }) => t('changes.meets.freeze', { title })),
      ].join(', '),
      items: [
        ...due.map((item) => ({ id: item.planned.id, node: <DayAsked item={item} tabIndex={tabIndex} /> })),
        ...rows.map((row) => ({
          id: row.id,
          isMovable: mayMove && row.doc.status === 'draft',
          node: <DayChange row={row} day={one} met={met.get(row.id) ?? NOTHING} tabIndex={tabIndex} />,
        })),
      ],
    };
  };
  return (
    <section className={styles.calendar} aria-label={t('changes.view.calendar')}>
      <PeriodBar
        title={format.monthYear(weeks[1]?.[0]?.from ?? now)}
        words={{
          before: t('changes.calendar.before'),
          after: t('changes.calendar.after'),
          present: t('changes.calendar.today'),
        }}
        onBefore={() => setDay(inMonth(day, -1))}
        onAfter={() => setDay(inMonth(day, 1))}
        onPresent={day === today ? undefined : () => setDay(today)}
      />
      <div className={styles.scroll}>
        <MonthGrid
          label={format.monthYear(weeks[1]?.[0]?.from ?? now)}
          weeks={weeks}
          at={day}
          onAt={setDay}
          today={today}
          weekdays={WEEKDAYS.map((number) => format.weekday(number, 'short'))}
          words={{
            week: (number) => ({ short: t('calendar.week', { number }), long: t('calendar.weekLong', { number }) }),
            first: t('calendar.first'),
            more: (count) => t('changes.calendar.more', { count }),
          }}
          cellOf={cellOf}
          bands={bands}
          bandMark={<Snowflake size={11} aria-hidden />}
          onBand={({ row }) => mayLead && ask({ kind: 'freeze', freeze: row })}
          onMove={move}
          mayMoveTo={mayMoveTo}
        />
      </div>
      <KeyLine
        items={[
          { id: 'days', keys: ['←', '→', '↑', '↓'], label: t('changes.calendar.keyDays') },
          { id: 'months', keys: ['PgUp', 'PgDn'], label: t('changes.calendar.keyMonths') },
          { id: 'open', keys: ['Enter'], label: t('changes.key.open') },
          { id: 'move', keys: ['⇧ ←', '⇧ →'], label: t('changes.calendar.keyMove') },
        ]}
      />
    </section>
  );
}

interface DayChangeProps {
  row: Row<'change'>;
  day: MonthDay;
  met: readonly Collision[];
  tabIndex: 0 | -1;
}

/** A change in a day: its hour where it begins in it, its name, and a mark where something else meets it. */
function DayChange({ row: { id, doc }, day, met, tabIndex }: DayChangeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const { from } = workSpan(doc, now);
  const meets = met.map((one) =>
    t(`changes.meets.${one.kind === 'freeze' && one.isExcepted ? 'excepted' : one.kind}`, { title: one.title }),
  );
  const words = [doc.title, t(`changes.status.${doc.status}`), ...meets];
  return (
    <button
      type="button"
      className={styles.change}
      tabIndex={tabIndex}
      data-status={doc.status}
      title={words.join('\n')}
      onClick={() => void navigate({ to: '/changes/$id', params: { id } })}
    >
      {met.length > 0 && <TriangleAlert size={12} strokeWidth={1.8} className={styles.met} aria-hidden />}
      {from >= day.from && <time>{format.time(from)}</time>} {doc.title}
      <VisuallyHidden>{`, ${words.slice(1).join(', ')}`}</VisuallyHidden>
    </button>
  );
}

/** An update that a plan asks for and nobody has begun. */
function DayAsked({ item: { planned, plan, state }, tabIndex }: { item: MaintenanceItem; tabIndex: 0 | -1 }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { title } = plan.doc;
  const words = t(state.status === 'missed' ? 'changes.calendar.missed' : 'changes.calendar.asked');
  return (
    <button
      type="button"
      className={styles.asked}
      tabIndex={tabIndex}
      data-missed={state.status === 'missed' || undefined}
      title={`${title}\n${words}`}
      onClick={() => void navigate({ to: '/maintenance/$occurrence', params: { occurrence: planned.id } })}
    >
      <Repeat size={11} strokeWidth={1.8} aria-hidden />
      {title}
      <VisuallyHidden>{`, ${words}`}</VisuallyHidden>
    </button>
  );
}
