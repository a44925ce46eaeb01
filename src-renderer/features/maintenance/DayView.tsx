import { useNavigate } from '@tanstack/react-router';
import CalendarCheck from 'lucide-react/icons/calendar-check';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { DAY } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { focusFirstRow, useKeptRow } from '../../platform/row-keys.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ListScroll } from '../../ui/ListPage.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { dayAt, dayPointOf, isOpen, readDay } from './day-model.ts';
import { useMaintenanceDesk } from './desk.ts';
import { Keys } from './Keys.tsx';
import { LoadBar } from './LoadBar.tsx';
import { loadOf } from './load.ts';
import { OccurrenceList } from './OccurrenceList.tsx';
import { Period } from './Period.tsx';
import { TeamChoice } from './TeamChoice.tsx';
import { useItems } from './use-items.ts';
import { planHourOf } from './when.ts';

/** As far as one looks for what comes next on an empty day. */
const AHEAD = 35 * DAY;

/** A day by its hours, with what is late on top: today, unless another was asked for. */
export function DayView({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { looking } = useMaintenanceDesk();
  const { at, team } = useStore(looking);
  const now = useMinute();
  const isPresent = at === undefined || format.sameDay(at, now);
  const day = useMemo(() => dayAt(isPresent ? now : (at ?? now), format.zone), [isPresent, at, now, format.zone]);
  const all = useItems({ ...day, reachingInto: true }, team);
  const read = useMemo(() => all && readDay(all, day, format.zone, now), [all, day, format.zone, now]);
  const page = useRef<HTMLDivElement>(null);
  const isHere = read !== undefined;
  useEffect(() => {
    if (isHere) focusFirstRow(page.current);
  }, [isHere]);
  useKeptRow(page, isHere);
  const load = useLoad(read && [...read.late, ...read.anytime, ...read.timed], day, directory);
  if (!read) return <Skeleton lines={8} label={t('maintenance.loading')} />;
  const isEmpty = read.late.length + read.anytime.length + read.timed.length === 0;
  return (
    <>
      <Period
        title={isPresent ? t('maintenance.today', { day: format.day(day.from) }) : format.day(day.from)}
        before={day.from - 1}
        after={day.to}
        isPresent={isPresent}
        onGo={(next) => looking.setState({ at: next })}
      >
        {load && <LoadBar load={load} directory={directory} />}
        <TeamChoice directory={directory} />
      </Period>
      <ListScroll ref={page} data-row-lists>
        {read.late.length > 0 && (
          <>
            <SectionHeading note={String(read.late.length)}>{t('maintenance.late')}</SectionHeading>
            <OccurrenceList label={t('maintenance.late')} items={read.late} directory={directory} hasDay />
          </>
        )}
        {read.timed.length > 0 && (
          <>
            <SectionHeading note={String(read.timed.length)}>
              {read.timed.some((item) => planHourOf(item, format) !== undefined)
                ? t('maintenance.byHourIn', { zone: format.zone })
                : t('maintenance.byHour')}
            </SectionHeading>
            <OccurrenceList label={t('maintenance.byHour')} items={read.timed} directory={directory} />
          </>
        )}
        {read.anytime.length > 0 && (
          <>
            <SectionHeading note={String(read.anytime.length)}>{t('maintenance.anytime')}</SectionHeading>
            <OccurrenceList label={t('maintenance.anytime')} items={read.anytime} directory={directory} />
          </>
        )}
        {isEmpty && <Nothing from={day.to} team={team} directory={directory} />}
      </ListScroll>
      {!isEmpty && <Keys />}
    </>
  );
}

/** What the day asks for against the hours of who would do it, by the calendar of what is planned. */
function useLoad(
  items: readonly MaintenanceItem[] | undefined,
  day: { from: number; to: number },
  directory: Directory,
) {
  const calendars = useList('calendar');
  return useMemo(() => {
    if (!items || !calendars) return undefined;
    const acting = directory.people.filter(({ doc }) => doc.role !== 'viewer');
    const named = items.flatMap(({ plan }) => plan.doc.terms.at(-1)?.calendar ?? [])[0] ?? calendars[0]?.id;
    const hours = named === undefined ? 0 : directory.calendars.of(named).counted(day.from, day.to);
    return loadOf(
      items,
      acting.map(({ id, doc }) => ({ id, teams: doc.teams })),
      hours,
    );
  }, [items, calendars, directory, day]);
}

/** A day without work says what comes next, or how there would be some. */
function Nothing({ from, team, directory }: { from: number; team: string; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const plans = useList('plan');
  const ahead = useItems({ from, to: from + AHEAD }, team);
  const next = ahead?.find(isOpen);
  if (!plans || !ahead) return null;
  const may = directory.may('lead');
  if (plans.length === 0) {
    return (
      <EmptyState
        icon={<CalendarCheck size={28} strokeWidth={1.4} aria-hidden />}
        title={t('maintenance.noPlans')}
        actions={
          <Button
            variant="primary"
            isDisabled={!may}
            reason={may ? undefined : t('maintenance.leadOnly')}
            onPress={() => void navigate({ to: '/maintenance/plans/new' })}
          >
            {t('plans.new')}
          </Button>
        }
      >
        {t('maintenance.noPlansWhy')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<CalendarCheck size={28} strokeWidth={1.4} aria-hidden />}
      title={t('maintenance.nothing')}
      actions={<Button onPress={() => void navigate({ to: '/maintenance/plans' })}>{t('maintenance.toPlans')}</Button>}
    >
      {next
        ? t(next.planned.allDay ? 'maintenance.next' : 'maintenance.nextAt', {
            title: next.plan.doc.title,
            day: format.day(dayPointOf(next.planned, next.state.at, format.zone)),
            time: format.time(next.state.at),
          })
        : t('maintenance.noNext')}
    </EmptyState>
  );
}
